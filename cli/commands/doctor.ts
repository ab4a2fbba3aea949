// `lockproof doctor`: says for each thing that lockproof needs whether it is there, and what to do if not.

import type { Finding } from "../../harness/doctor.js";
import { paint } from "../../report/lines.js";
import { wantsColor } from "../color.js";
import { EXIT } from "../exit-codes.js";
import type { Services } from "../services.js";

export interface DoctorArguments {
  readonly color: boolean | undefined;
}

export async function doctor(options: DoctorArguments, services: Services, examine?: () => Promise<readonly Finding[]>): Promise<number> {
  const { console, env } = services;
  const color = wantsColor(options.color, env, console.outIsTerminal);
  const findings = await (examine ?? (await realExamination(services)))();
  for (const { state, what, text } of findings) {
    const style = state === "ok" ? "good" : state === "broken" ? "bad" : "doubt";
    console.out(`${paint(style, state.padEnd(7), color)} ${what.padEnd(8)} ${paint("plain", text, color)}\n`);
  }
  const broken = findings.filter(({ state }) => state === "broken").length;
  console.out(`\n${findings.length} looked at: ${broken} broken.\n`);
  return broken > 0 ? EXIT.toolFailure : EXIT.expected;
}

async function realExamination({ env }: Services): Promise<() => Promise<readonly Finding[]>> {
  const { examine } = await import("../../harness/doctor.js");
  return () => examine(env);
}
