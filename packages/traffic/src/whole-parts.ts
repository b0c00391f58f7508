import { UserError } from '@sluice/action'
import { shareText } from './shares.ts'

/** A share that whole numbers would change by more than a tenth of itself is not the one that was asked for. */
const LARGEST_CHANGE = 0.1

/**
 * The candidate's part of `total` for a share in percent, for platforms whose weights are whole numbers. Throws
 * `ROUTER_REFUSED` when the nearest part would give a clearly different share, such as 0 for 0.04 %.
 */
export function wholeParts(weight: number, total: number, platform: string): number {
  const part = Math.round((weight / 100) * total)
  const reached = (100 * part) / total
  if (Math.abs(reached - weight) <= Math.min(weight, 100 - weight) * LARGEST_CHANGE + 1e-9) return part
  throw new UserError(
    'ROUTER_REFUSED',
    `${platform} divides traffic into ${total} parts; the nearest to ${weight}% is ${shareText(reached)}`,
    'Choose a weight that is a multiple of the step, as its page in docs/routers says.',
  )
}
