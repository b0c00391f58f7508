import { at } from './numbers.ts'
import type { Bins } from './bins.ts'

/**
 * The edge of `bins` above which a share of about 1 - q of the values lies (nearest in log; the highest of
 * those with nothing between them), or null where no edge has
 * values on both sides. Taken from earlier blocks it is a threshold that the next block cannot have chosen.
 */
export function tailThreshold({ upper, counts, total }: Bins, q: number): number | null {
  let above = total
  let best: number | null = null
  let miss = Infinity
  for (let i = 0; i < counts.length; i++) {
    above -= at(counts, i)
    const edge = at(upper, i)
    if (!(above > total * 1e-12) || edge === Infinity) break
    const off = Math.abs(Math.log(above / total / (1 - q)))
    if (off <= miss) [best, miss] = [edge, off]
  }
  return best
}
