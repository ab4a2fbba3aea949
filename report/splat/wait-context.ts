// Invalid wait context (lockdep.c: print_lock_invalid_wait_context). The shape is the kernel's, without blank lines between the parts.

import type { Finding } from "../../harness/result.js";
import { type Line, lines } from "../lines.js";
import { backtraceLines, heldLines, lockText } from "../lock-lines.js";
import { contextName } from "../names.js";

export const WAIT_CONTEXT_TITLE = "[ BUG: Invalid wait context ]";

export function waitContextLines(finding: Finding): readonly Line[] {
  const { context, lock, waitContext } = finding;
  if (context === null) return [];
  return lines([
    ...(lock === null ? [] : [`${contextName(context)} is trying to lock:`, lockText(lock)]),
    "other info that might help us debug this:",
    ...(waitContext === null ? [] : [`context-{${waitContext}:${waitContext}}`]),
    ...heldLines(context, finding.held),
    ...backtraceLines(context, finding.callTrace),
  ]);
}
