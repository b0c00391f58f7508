import { candidateShare, informsRatio, type TwoArms } from './ratio-eprocess.ts'

/** Blocks needed before the spread between them is worth reading. */
export const DISPERSION_BLOCKS = 10

/**
 * How much more than chance the blocks scatter around one ratio: Pearson's X²/(T - 1) over the T blocks with events,
 * at least 1, and 1 below {@link DISPERSION_BLOCKS}. A guard, not a theorem: evidence divided by it keeps the promised
 * level where errors come in bursts. `exact` takes the hypergeometric instead of the binomial variance.
 */
export function dispersion(blocks: readonly TwoArms[], ratio: number, exact = false): number {
  let [chi, count] = [0, 0]
  for (const block of blocks) {
    if (!informsRatio(block)) continue
    const { x, n, y, m } = block
    const share = candidateShare(block, ratio)
    const events = x + y
    const finite = exact ? Math.max(0, 1 - events / (n + m)) : 1
    const variance = events * share * (1 - share) * finite
    if (variance > 0) {
      chi += (x - events * share) ** 2 / variance
      count++
    }
  }
  return count < DISPERSION_BLOCKS ? 1 : Math.max(1, chi / (count - 1))
}
