// Functions of the kernel that may sleep and say so in themselves: who calls one of them is what a report is about, not where in it
// `might_sleep`, `might_alloc` or the like stands. Names as in the sources of Linux, of which a file is named for each group, from 3.10
// to 6.14 (allocating functions end in `_noprof` since 6.10); compilers add `.part.0`, `.isra.0`.
// Those of locks are in `callers.ts`, as all reports have them.

const GROUPS: readonly RegExp[] = [
  // include/linux/sched/mm.h
  /might_alloc|fs_reclaim_(?:acquire|release)|__fs_reclaim_(?:acquire|release)/,
  // mm/slub.c, mm/slab.c, mm/slab.h, mm/slab_common.c, mm/failslab.c
  /slab_pre_alloc_hook|_{0,3}slab_alloc(?:_node)?|kmem_cache_(?:alloc|zalloc)\w*|__kmem_cache_alloc\w*|_{0,2}do_kmalloc\w*|_{0,2}k[mvz]alloc\w*|kcalloc\w*|_{0,2}krealloc\w*|kmem_cache_alloc_(?:lru|node|bulk|trace)\w*|kmalloc_order\w*|__should_failslab|should_failslab/,
  // mm/util.c, mm/vmalloc.c, mm/percpu.c, mm/mempool.c
  /_{0,2}kv[mz]?(?:alloc|calloc|realloc)\w*|kstrn?dup(?:_const)?(?:_noprof)?|kmemdup\w*|_{0,2}v[mz]alloc\w*|vfree|vunmap|vm_unmap_aliases|pcpu_alloc\w*|__alloc_percpu\w*|mempool_alloc\w*/,
  // mm/page_alloc.c, mm/mempolicy.c, include/linux/gfp.h
  /prepare_alloc_pages|_{0,2}alloc_(?:frozen_)?pages?\w*|alloc_pages_(?:current|mpol|node|vma)\w*|_{0,2}folio_alloc\w*|__?get_free_pages?\w*|get_zeroed_page\w*|alloc_pages_bulk\w*/,
  // include/linux/uaccess.h, lib/usercopy.c, lib/strncpy_from_user.c, mm/memory.c
  /_{0,2}copy_(?:from|to)_user\w*|_{0,2}(?:get|put|clear)_user\w*|strn(?:cpy_from|len)_user|_copy_(?:from|to)_iter/,
  // kernel/sched/core.c, kernel/sched/completion.c, kernel/locking/semaphore.c, kernel/time
  /_{0,2}cond_resched\w*|_{0,2}wait_for_common\w*|do_wait_for_common|wait_for_completion\w*|(?:__)?down(?:_(?:interruptible|killable|timeout))?|msleep(?:_interruptible)?|usleep_range\w*|fsleep/,
  // kernel/workqueue.c, kernel/time/timer.c, kernel/rcu, kernel/irq/manage.c
  /_{0,2}flush_(?:work|workqueue|delayed_work)|flush_scheduled_work|(?:__)?cancel_(?:delayed_)?work_(?:sync|timer)|synchronize_(?:s?rcu|irq|net|sched)\w*|_{0,2}wait_rcu_gp|__synchronize_srcu|rcu_barrier|(?:__)?free_irq|disable_irq/,
];
const SLEEPER = new RegExp(`^(?:${GROUPS.map(({ source }) => source).join("|")})(?:\\.\\w+)*$`);

export function maySleep(name: string): boolean {
  return SLEEPER.test(name);
}
