import { hodgesLehmann, normalCdf } from '@sluice/stats'
import {
  noData,
  passes,
  sameValues,
  type Doubt,
  type MetricClassification,
  type MetricSettings,
  type TestSettings,
} from './classification.ts'
import { mean } from './descriptive.ts'
import { cles } from './effect-size.ts'
import { armsOf, wilcoxonDiff, type ShiftInterval } from './mann-whitney.ts'
import { smallestP } from './smallest-p.ts'

const BY_RANKS_ALONE = 0.1

/**
 * Kayenta's classifier with its faults repaired (each is named in docs/kayenta.md): what can't be judged is `Unknown` or
 * `Nodata`, never `Pass`, and neither the unit nor the sign of a metric changes its label.
 */
export function classifyStrict(
  control: readonly number[],
  experiment: readonly number[],
  settings: MetricSettings,
  test: TestSettings,
): MetricClassification {
  const doubt = doubtAbout(control, experiment, settings, test)
  if (doubt !== undefined) return doubt
  const { low, high, estimate } = hodgesLehmann(experiment, control, test.confidence)
  const shift = { low, high, estimate }
  const deviation = relativeChange(control, experiment)
  if (sameValues(control, experiment)) return { ...passes(1, 'both arms hold the same values'), shift }
  const side = certainSide(control, experiment, shift, settings, test)
  if (side === undefined) return { ...passes(deviation), shift }
  const effect = settings.measure === 'cles' ? cles(control, experiment) : deviation
  return decide(side, effect, settings, deviation, shift)
}

/** Why these arms can't be judged at all, if so. */
function doubtAbout(
  control: readonly number[],
  experiment: readonly number[],
  settings: MetricSettings,
  test: TestSettings,
): MetricClassification | undefined {
  const [n, m] = [experiment.length, control.length]
  if (n === 0 || m === 0) return noData(settings, 'one arm or both')
  if (![...control, ...experiment].every(Number.isFinite))
    return unknown('infinite', 'there is an infinite value')
  const best = smallestP(n, m)
  if (best <= 1 - test.confidence) return undefined
  return unknown(
    'too_few',
    `${n} against ${m} points can't be told apart at ${test.confidence * 100}% confidence`,
  )
}

/** Mean of the experiment relative to the control's, 1 = no change, growing with the metric whatever its sign. */
function relativeChange(control: readonly number[], experiment: readonly number[]): number {
  const base = mean(control)
  const change = mean(experiment) - base
  if (change === 0) return 1
  return base === 0 ? Math.sign(change) * Infinity : 1 + change / Math.abs(base)
}

/** The side that is certain: by the interval, or by the ranks alone where the arms differ in part of their values only. */
function certainSide(
  control: readonly number[],
  experiment: readonly number[],
  shift: ShiftInterval,
  { direction }: MetricSettings,
  { tolerance, confidence }: TestSettings,
): 'High' | 'Low' | undefined {
  const bound = tolerance * Math.abs(shift.estimate)
  const z = wilcoxonDiff(armsOf(experiment, control), 0, 0)
  const byRanks = 2 * normalCdf(-Math.abs(z)) <= (1 - confidence) * BY_RANKS_ALONE
  if (direction !== 'decrease' && (shift.low > bound || (byRanks && z > 0))) return 'High'
  if (direction !== 'increase' && (shift.high < -bound || (byRanks && z < 0))) return 'Low'
  return undefined
}

function decide(
  side: 'High' | 'Low',
  effect: number,
  settings: MetricSettings,
  deviation: number,
  shift: ShiftInterval,
): MetricClassification {
  const allowed = side === 'High' ? settings.allowed.increase : settings.allowed.decrease
  if (!Number.isFinite(effect) && allowed !== 1) {
    return {
      ...unknown('zero_baseline', `an allowed change of ${allowed} has no meaning for a control mean of 0`),
      deviation,
      shift,
    }
  }
  const beyond = (limit: number): boolean => (side === 'High' ? effect >= limit : effect <= limit)
  if (!beyond(allowed)) return { ...passes(deviation, 'changed, within what is allowed'), shift }
  const limit = side === 'High' ? settings.criticalAt.increase : settings.criticalAt.decrease
  const critical = settings.critical && beyond(limit)
  const reason = `the metric was ${side.toLowerCase()}${critical ? ', and is critical' : ''}`
  return { label: side, reason, deviation, critical, shift }
}

function unknown(doubt: Doubt, reason: string): MetricClassification {
  return { label: 'Unknown', reason, deviation: 1, critical: false, doubt }
}
