// The commits that this library can be without. A model takes one out with `revert`; the names say what the code does with it.

import { commit } from "lockproof/dsl";

/** "io_uring: make ctx->timeout_lock a raw spinlock", 020b40f35624 (2024-12) */
export const timeout_lock_is_raw = commit("020b40f35624");
/** "io_uring/timeout: flush timeouts outside of the timeout lock", a9c83a0ab66a (2025-01) */
export const completes_outside_timeout_lock = commit("a9c83a0ab66a");
/** "io_uring: protect cq_timeouts with timeout_lock", ea011ee10231 (2022-12) */
export const flush_counts_under_timeout_lock = commit("ea011ee10231");
/** "io_uring: fix race between timeout flush and removal", e677edbcabee (2022-04), CVE-2022-29582 */
export const flush_removes_what_it_cancelled = commit("e677edbcabee");
/** "io_uring: fix ltout double free on completion race", 447c19f3b507 (2021-05), CVE-2021-47123 */
export const expired_link_leaves_chain_always = commit("447c19f3b507");
/** "io_uring: consider the overflow of sequence for timeout req", 5da0fb1ab34c (2019) */
export const sequences_wrap = commit("5da0fb1ab34c");
/** "io_uring: fix link timeout refs", a298232ee6b9 (2021-05), CVE-2021-47124 */
export const completion_alone_puts_link = commit("a298232ee6b9");
/** "io_uring: fix mis-refcounting linked timeouts", 6df1db6b5424 (2020) */
export const link_is_prepared_once = commit("6df1db6b5424");
/** "io_uring: fail links of cancelled timeouts", 2ae2eb9dde18 (2021-09) */
export const cancelled_timeout_fails = commit("2ae2eb9dde18");
/** "io_uring/timeout: fix multishot updates", c83c846231db (2025-01) */
export const update_stores_time = commit("c83c846231db");
/** "io_uring: improve task exit timeout cancellations" (2022-06), whose hash we do not know */
export const kill_counts_what_it_killed = commit("improve task exit timeout cancellations");
/** "io_uring/tw: serialize ctx->retry_llist with ->uring_lock", 17666e2d7592 (2026-04) */
export const retry_list_is_moved_under_uring_lock = commit("17666e2d7592");
/** "io_uring: fix link lookup racing with link timeout", 9a472ef7a369 (2020) */
export const chain_is_matched_under_timeout_lock = commit("9a472ef7a369");
/** "io_uring: fix io_prep_async_link locking", 44eff40a32e8 (2021-07) */
export const chain_is_prepared_under_timeout_lock = commit("44eff40a32e8");
/** "io_uring/eventfd: ensure io_eventfd_signal() defers another RCU period", c9a40292a44e (2025-01), CVE-2025-21655 */
export const deferred_signal_frees_after_grace_period = commit("c9a40292a44e");
/** "io_uring: fail cancellation for EXITING tasks", 617a89484deb (2021-11) */
export const cancels_for_living_tasks_only = commit("617a89484deb");
/** "io_uring: fix inconsistent lock state", 9ae1f8dd372e (2021-02) */
export const expired_link_puts_master_in_task_work = commit("9ae1f8dd372e");
