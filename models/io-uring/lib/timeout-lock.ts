// ctx->timeout_lock in both of its types. Macros: they have no frame in a call trace.

import type { irq_flags } from "lockproof/dsl";
import {
  is_raw,
  raw_spin_lock_irq,
  raw_spin_lock_irqsave,
  raw_spin_unlock_irq,
  raw_spin_unlock_irqrestore,
  spin_lock_irq,
  spin_lock_irqsave,
  spin_unlock_irq,
  spin_unlock_irqrestore,
} from "lockproof/dsl";
import type { io_ring_ctx } from "./ring.js";

export const timeout_lock_irq = (ctx: io_ring_ctx) => {
  if (is_raw(ctx.timeout_lock)) raw_spin_lock_irq(ctx.timeout_lock);
  else spin_lock_irq(ctx.timeout_lock);
};
export const timeout_unlock_irq = (ctx: io_ring_ctx) => {
  if (is_raw(ctx.timeout_lock)) raw_spin_unlock_irq(ctx.timeout_lock);
  else spin_unlock_irq(ctx.timeout_lock);
};
export const timeout_lock_irqsave = (ctx: io_ring_ctx): irq_flags => {
  if (is_raw(ctx.timeout_lock)) return raw_spin_lock_irqsave(ctx.timeout_lock);
  return spin_lock_irqsave(ctx.timeout_lock);
};
export const timeout_unlock_irqrestore = (ctx: io_ring_ctx, flags: irq_flags) => {
  if (is_raw(ctx.timeout_lock)) raw_spin_unlock_irqrestore(ctx.timeout_lock, flags);
  else spin_unlock_irqrestore(ctx.timeout_lock, flags);
};
