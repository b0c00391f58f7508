import type { RateLine } from '@sluice/stats'
import type { Effect } from '@sluice/verdict'
import { boundOf } from './invert.ts'
import { lineEvidence, type EvidenceTerms } from './rate-evidence.ts'
import { exceedances, type Judged } from './tail-test.ts'

const SAME: RateLine = { slope: 1, offset: 0 }

/**
 * Confidence sequence for how far a quantile moved (a ratio, or a difference): the moves that the exceedance test
 * rejects on neither side. The same tail must exceed the moved threshold as exceeds the baseline's own. Values in a
 * bucket that a moved threshold divides count against the bound: nobody knows where in the bucket they are. A bound is null
 * where the blocks exclude nothing on its side; the lower bound of a ratio is then 0.
 */
export function quantileEffect(
  judged: readonly Judged[],
  estimate: number | null,
  relative: boolean,
  terms: EvidenceTerms,
): Effect {
  if (judged.length === 0 || estimate === null) return { estimate, low: null, high: null }
  const reach = -Math.log(terms.alpha)
  const size = Math.max(...judged.map(({ threshold }) => Math.abs(threshold)))
  const line = (move: number): RateLine =>
    relative ? { slope: move, offset: 0 } : { slope: 1, offset: move }
  const excess = onceForEach(cellsOf(judged, line), (move: number, side: 1 | -1) => {
    const evidence = lineEvidence('bernoulli', side, SAME, terms)
    const inside = side === 1 ? 'below' : 'above'
    for (const entry of judged) evidence.add(exceedances(entry, line(move), inside), entry.before)
    return evidence.logE() - reach
  })
  const tolerance = relative ? 1e-6 : 1e-6 * size
  const farthest = tolerance * 1e10
  const bound = (side: 1 | -1) => {
    const end = side === 1 && relative ? 0 : estimate - side * farthest
    const search = { around: estimate, step: tolerance * 4096, end, tolerance }
    return boundOf((move) => excess(move, side), side, search)
  }
  return { estimate, low: bound(1) ?? (relative ? 0 : null), high: bound(-1) }
}

type Excess = (move: number, side: 1 | -1) => number

/** Blocks in buckets tell moves apart only by the bucket that each threshold falls into: each such cell is tried once. */
function onceForEach(cellOf: ((move: number) => string) | null, excess: Excess): Excess {
  if (cellOf === null) return excess
  const known = new Map<string, number>()
  return (move, side) => {
    const cell = `${side} ${cellOf(move)}`
    const found = known.get(cell) ?? excess(move, side)
    known.set(cell, found)
    return found
  }
}

/** Names the buckets that the moved thresholds fall into; null where a block is not a histogram. */
function cellsOf(
  judged: readonly Judged[],
  line: (move: number) => RateLine,
): ((move: number) => string) | null {
  const distinct = new Map<string, { readonly threshold: number; readonly edges: readonly number[] }>()
  for (const { block, threshold } of judged) {
    if (!block.layout.startsWith('histogram')) return null
    const edges = [Number(block.candidate.lower[0]), ...Array.from(block.candidate.upper)]
    distinct.set(`${threshold} ${block.layout}`, { threshold, edges })
  }
  return (move) => {
    const { slope, offset } = line(move)
    return [...distinct.values()]
      .map(({ threshold, edges }) => {
        const moved = slope * threshold + offset
        return `${edges.filter((edge) => edge < moved).length}:${edges.filter((edge) => edge <= moved).length}`
      })
      .join(' ')
  }
}
