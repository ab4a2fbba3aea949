// The commits that this library can be without. A model takes one out with `revert`; the names say what the code does with it.

import { commit } from "lockproof/dsl";

/** 020b40f35624 "io_uring: make ctx->timeout_lock a raw spinlock" (2024-12) */
export const timeout_lock_is_raw = commit("020b40f35624");
/** a9c83a0ab66a "io_uring/timeout: flush timeouts outside of the timeout lock" (2025-01) */
export const completes_outside_timeout_lock = commit("a9c83a0ab66a");
/** ea011ee10231 "io_uring: protect cq_timeouts with timeout_lock" (2022-12) */
export const flush_counts_under_timeout_lock = commit("ea011ee10231");
/** e677edbcabee "io_uring: fix race between timeout flush and removal" (2022-04, CVE-2022-29582) */
export const flush_removes_what_it_cancelled = commit("e677edbcabee");
/** 447c19f3b507 "io_uring: fix ltout double free on completion race" (2021-05, CVE-2021-47123) */
export const expired_link_leaves_chain_always = commit("447c19f3b507");
/** 5da0fb1ab34c "io_uring: consider the overflow of sequence for timeout req" (2019) */
export const sequences_wrap = commit("5da0fb1ab34c");
/** "io_uring: fix link timeout refs", a298232ee6b9 (2021-05, CVE-2021-47124) */
export const completion_alone_puts_link = commit("a298232ee6b9");
/** "io_uring: fix io_timeout_remove locking", ec3c3d0f3a27 (2021-08) */
export const remove_holds_completion_lock = commit("ec3c3d0f3a27");
