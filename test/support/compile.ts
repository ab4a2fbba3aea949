// Model source text -> what the compiler makes of it, in memory.

import { assert } from "chai";
import { locate } from "../../codegen/analysis/index.js";
import { type Compilation, compileProgram } from "../../codegen/compile.js";
import { loadModels, lowerProgram } from "../../codegen/frontend/index.js";
import type { LocatedProgram } from "../../codegen/ir/located.js";
import type { Program } from "../../codegen/ir/program.js";
import { fileHost } from "../../harness/host.js";

export interface CompileChoice {
  readonly variants?: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, number>>;
  readonly rawLockNesting?: boolean;
}

const ROOT = "/model";

/** The program of a model; fails the test when the model is rejected. `source` needs no import line: it gets one for `names`. */
export function programOf(source: string, choice: CompileChoice = {}): Program {
  const path = `${ROOT}/m.ts`;
  const disk = fileHost(ROOT);
  const text = `${importLine(source)}${source}`;
  const [loaded] = loadModels({ ...disk, readFile: (file) => (file === path ? text : disk.readFile(file)) }, [path]);
  assert.deepEqual(loaded?.diagnostics.map((diagnostic) => `${diagnostic.code} ${diagnostic.message}`), []);
  if (loaded?.model == null) throw new Error("no model");
  const proveRawLockNesting = choice.rawLockNesting ?? true;
  const { program, diagnostics } = lowerProgram(loaded.model, {
    variants: choice.variants ?? {},
    parameters: { ...Object.fromEntries(loaded.model.parameters.map((axis) => [axis.name, axis.value])), ...choice.parameters },
    configuration: { name: proveRawLockNesting ? "raw-lock-nesting" : "no-raw-lock-nesting", proveRawLockNesting },
  });
  assert.deepEqual(diagnostics.map((diagnostic) => `${diagnostic.code} ${diagnostic.message}`), []);
  if (program === null) throw new Error("no program");
  return program;
}

export function locatedOf(source: string, choice: CompileChoice = {}): LocatedProgram {
  const located = locate(programOf(source, choice));
  if ("kind" in located) throw new Error(located.kind);
  return located;
}

export function compilationOf(source: string, choice: CompileChoice = {}): Compilation {
  const outcome = compileProgram(programOf(source, choice), () => null);
  if ("diagnostics" in outcome) throw new Error(JSON.stringify(outcome.diagnostics));
  return outcome.compilation;
}

/** Imports every name of the language that the source uses. All on the first line, so that line numbers stay. */
function importLine(source: string): string {
  const used = NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(source));
  return `import { ${used.join(", ")} } from "lockproof/dsl"; `;
}

const NAMES =
  "int wrapping wrap bool oneOf ref atomic_t atomic_read atomic_set atomic_inc atomic_dec atomic_dec_and_test atomic_inc_not_zero READ_ONCE pool spinlock_t raw_spinlock_t mutex is_raw spin_lock spin_unlock spin_trylock spin_lock_irq spin_unlock_irq spin_lock_irqsave spin_unlock_irqrestore spin_lock_bh spin_unlock_bh raw_spin_lock raw_spin_unlock raw_spin_lock_irq raw_spin_unlock_irq mutex_lock mutex_unlock mutex_trylock rcu_read_lock rcu_read_unlock local_irq_disable local_irq_enable local_irq_save local_irq_restore local_bh_disable local_bh_enable preempt_disable preempt_enable lockdep_assert_held spin_is_locked might_sleep cpu_relax list_node list_head LIST_HEAD list_add list_add_tail list_del list_del_init list_move list_move_tail list_splice_init list_empty list_first_entry list_first_entry_or_null list_contains list_count list_for_each_entry list_for_each_entry_safe llist_node llist_head LLIST_HEAD llist_add llist_del_all llist_del_first cpus task tasks kworker hardirq softirq IRQF_NO_THREAD hrtimer HRTIMER_NORESTART HRTIMER_RESTART HRTIMER_MODE_REL_HARD HRTIMER_MODE_REL_SOFT hrtimer_start hrtimer_try_to_cancel hrtimer_cancel hrtimer_is_queued hrtimer_active wait_queue_head wait_event prepare_to_wait schedule finish_wait wake_up wake_up_locked waitqueue_active choose assert invariant eventually finished verified violates expect param variant select config configurations".split(
    " ",
  );
