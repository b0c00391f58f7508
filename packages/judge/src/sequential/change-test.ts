import { lineGrowth, logMeanExp, type EventLaw, type RateLine, type TwoArms } from '@sluice/stats'
import type { FailWhen, Margin } from '@sluice/verdict'
import { equalityEvidence, lineEvidence, type Before, type EvidenceTerms } from './rate-evidence.ts'
import type { Direction } from './track.ts'

/** What was seen of a change, both ways; null where it cannot be stated. */
export interface SeenChange {
  readonly ratio: number | null
  readonly difference: number | null
}

/** The e-processes about a change in one direction, and the margin they are about. */
export interface ChangeTest {
  readonly add: (block: TwoArms, before: Before) => void
  readonly failLogE: () => number
  readonly passLogE: () => number
  /** Whether the change that was seen lies beyond the margin, and beyond its floor if it has one. */
  readonly beyond: (seen: SeenChange) => boolean
  readonly growth: (rate: number, share: number) => number
}

/** The rates of a candidate that uses up its margin exactly. */
export function marginLine(margin: Margin, direction: Direction): RateLine {
  return margin.of === 'baseline'
    ? { slope: Math.max(0, 1 + direction * margin.value), offset: 0 }
    : { slope: 1, offset: direction * margin.value }
}

/** The margin on the scale of the effect: 1.1 for 10 % of the baseline, the value itself for one in the unit. */
export function marginEffect(margin: Margin, direction: Direction): number {
  if (margin.of === 'baseline') return 1 + direction * margin.value
  return direction === 1 || margin.value === 0 ? margin.value : -margin.value
}

/** The margin, and its floor as a margin of its own; a change is tolerated that keeps either. */
export function marginsOf(margin: Margin): readonly Margin[] {
  return margin.floor === undefined ? [margin] : [margin, { value: margin.floor, of: 'unit' }]
}

/**
 * The tests of "not worse than the baseline" and "worse than the margin" in one direction. With a floor the null of a
 * pass is "worse than the margin and than the floor": the mean of the two e-values tests it, for both nulls hold then.
 */
export function changeTest(
  law: EventLaw,
  margin: Margin,
  failWhen: FailWhen,
  direction: Direction,
  terms: EvidenceTerms,
): ChangeTest {
  const margins = marginsOf(margin)
  const lines = margins.map((each) => marginLine(each, direction))
  const opposite: Direction = direction === 1 ? -1 : 1
  const fails =
    failWhen === 'certainly-beyond-margin'
      ? lines.map((line) => lineEvidence(law, direction, line, terms))
      : [equalityEvidence(law, direction, terms)]
  const passes = lines.map((line) => lineEvidence(law, opposite, line, terms))
  return {
    add: (block, before) => {
      for (const evidence of [...fails, ...passes]) evidence.add(block, before)
    },
    failLogE: () => Math.min(...fails.map((evidence) => evidence.logE())),
    passLogE: () => logMeanExp(passes.map((evidence) => evidence.logE())),
    beyond: (seen) =>
      margins.every((each) => {
        const value = each.of === 'baseline' ? seen.ratio : seen.difference
        return value !== null && direction * (value - marginEffect(each, direction)) > 0
      }),
    growth: (rate, share) => Math.max(...lines.map((line) => lineGrowth(law, line, rate, share))),
  }
}
