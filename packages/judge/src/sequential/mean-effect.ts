import { findCrossing, type MeanBlock, type Side } from '@sluice/stats'
import type { Effect, Worse } from '@sluice/verdict'
import { meanTest, type MeanTerms } from './mean-test.ts'

/** The estimate with its confidence sequence: the ratios, or differences, of means that neither side rejects. */
export function meanEffect(
  blocks: readonly MeanBlock[],
  estimate: number | null,
  relative: boolean,
  terms: MeanTerms,
  worse: Worse,
): Effect {
  if (estimate === null) return { estimate, low: null, high: null }
  const size = Math.max(
    ...blocks.flatMap(({ candidate, baseline }) => [Math.abs(candidate.mean), Math.abs(baseline.mean)]),
  )
  const excess = (effect: number, side: Side) => {
    const line = relative ? { slope: effect, offset: 0 } : { slope: 1, offset: effect }
    const test = meanTest(line, side, terms, worse === 'either' || (worse === 'higher') === (side === 1))
    for (const block of blocks) test.add(block)
    return test.logE() + Math.log(terms.alpha)
  }
  const tolerance = (relative ? 1 : size) * 1e-7
  const bound = (side: Side) => {
    let [inner, outer] = [estimate, estimate]
    for (let step = tolerance * 64; excess(outer, side) <= 0; step *= 4) {
      if (!(step < tolerance * 1e12)) return null
      inner = outer
      outer -= side * step
    }
    return inner === outer
      ? estimate
      : findCrossing((effect) => excess(effect, side), outer, inner, tolerance)
  }
  return { estimate, low: bound(1), high: bound(-1) }
}
