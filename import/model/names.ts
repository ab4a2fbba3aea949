// Identifiers of a model: those of the report where they can be used, each only once.

/** Not to be declared again: reserved words, and what the skeletons import. */
const RESERVED: ReadonlySet<string> = new Set(
  [
    "break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield let static async await package private protected public interface implements arguments eval undefined of",
    "configurations expect violates task kworker softirq hardirq IRQF_NO_THREAD pool might_sleep flags",
    "spinlock_t raw_spinlock_t rwlock_t mutex rw_semaphore rcu_read_lock rcu_read_unlock rcu_read_lock_bh rcu_read_unlock_bh rcu_read_lock_sched rcu_read_unlock_sched rcu_dereference rcu_dereference_bh rcu_dereference_protected synchronize_rcu ref local_irq_disable local_irq_enable local_bh_disable local_bh_enable preempt_disable preempt_enable",
    ...["spin", "raw_spin", "read", "write"].flatMap((kind) =>
      ["", "_irq", "_bh", "_nested"]
        .flatMap((end) => [`${kind}_lock${end}`, `${kind}_unlock${end}`])
        .concat(`${kind}_lock_irqsave`, `${kind}_unlock_irqrestore`),
    ),
    "mutex_lock mutex_lock_nested mutex_unlock down_read down_read_nested up_read down_write down_write_nested up_write",
  ].flatMap((words) => words.split(" ")),
);

export class Names {
  readonly #used = new Set<string>();

  /** `foo.part.0` becomes `foo`; what is taken gets a number. */
  unique(wanted: string): string {
    const plain =
      wanted
        .replace(/\..*$/, "")
        .replace(/\W+/g, "_")
        .replace(/^(?=\d)/, "_") || "_";
    for (let number = 1; ; number++) {
      const name = number === 1 ? plain : `${plain}_${number}`;
      if (this.#used.has(name) || RESERVED.has(name)) continue;
      this.#used.add(name);
      return name;
    }
  }
}

/** `&ctx->wqh#2` is `wqh`, `&(&x->lock)->rlock` is `x_lock`. */
export function lockIdentifier(className: string): string {
  const words = (className.replace(/#\d+$/, "").match(/[A-Za-z_]\w*/g) ?? ["lock"]).filter(
    (word, index) => word !== "rlock" || index === 0,
  );
  const last = words.at(-1) ?? "lock";
  const before = words.at(-2);
  return before !== undefined && /^(?:lock|mutex|sem|lock_key|key|work)$/.test(last) ? `${before}_${last}` : last;
}
