import { UserError } from '@sluice/action'
import { canonicalJson, type Effect, type Evidence, type MetricPolicy, type Verdict } from '@sluice/verdict'
import { judgeWith } from './judge.ts'
import type { Judges } from './registry.ts'

// Two builds of the runtime may round a logarithm differently in its last place.
const ROUNDING = 1e-9

// A later release may draw an interval a little wider or narrower. While finding, reason and estimate agree that changes
// nothing, and must not close a gate on yesterday's verdicts.
const BOUNDS = 0.2

/** Who may state what cannot be recomputed: smoke, parity and shared checks of a swap, conditions of a gate. */
const STATED: Readonly<Record<string, readonly string[]>> = {
  'bluegreen-swap': ['check'],
  'promote-gate': ['check'],
}

/**
 * Judges the samples that a verdict carries again, under the policy it carries, and says where its evidence differs:
 * a finding, a reason, an effect, a metric left out or added. Empty when the evidence is what its samples give.
 * What a swap or a gate checked once (its judge is `check`) is a statement and cannot be recomputed; any other judge that
 * is not ours is refused, or a made-up name would turn a fail into a statement.
 */
export function rejudgeWith(judges: Judges, verdict: Verdict): readonly string[] {
  const isOurs = (name: string): boolean => Object.hasOwn(judges, name)
  const policy = verdict.policy.document
  const own = policy.metrics.filter((metric) => isOurs(metric.judge))
  const strangers = verdict.evidence.filter((each) => isOurs(each.judge) && !named(own, each.metric))
  const problems = [
    ...strangers.map((each) => `${each.metric}: is judged but not named by the policy`),
    ...verdict.evidence
      .filter((each) => each.finding !== 'unknown' && !isOurs(each.judge))
      .filter((each) => !(STATED[verdict.action] ?? []).includes(each.judge))
      .map((each) => `${each.metric}: there is no judge called ${each.judge}`),
  ]
  const carried = own.flatMap((metric) => verdict.evidence.filter((each) => each.metric === metric.name))
  try {
    const again = judgeWith(
      judges,
      policy,
      carried.map((each) => each.samples),
    )
    const recomputed = again.filter((each) => named(own, each.metric))
    return [...problems, ...recomputed.flatMap((expected) => contradictions(expected, carried))]
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return [...problems, `its policy cannot be judged by: ${error.message}`]
  }
}

function named(metrics: readonly MetricPolicy[], name: string): boolean {
  return metrics.some((metric) => metric.name === name)
}

function contradictions(expected: Evidence, carried: readonly Evidence[]): readonly string[] {
  const [given, ...more] = carried.filter((each) => each.metric === expected.metric)
  const of = expected.metric
  if (given === undefined) return [`${of}: the policy names it but there is no evidence`]
  const older = given.judge === 'sequential' && given.noise === undefined && expected.noise !== undefined
  const found = differences(given, expected, more)
  return older && found.length > 0
    ? [
        `${of}: was judged by the rules of an earlier version of Sluice, which give another result now; judge it again`,
      ]
    : found
}

function differences(given: Evidence, expected: Evidence, more: readonly Evidence[]): readonly string[] {
  const of = expected.metric
  const fields = ['finding', 'reason', 'margin', 'observed', 'critical', 'judge', 'policy'] as const
  return [
    ...(more.length === 0 ? [] : [`${of}: there is evidence twice`]),
    ...(given.samples.metric === of ? [] : [`${of}: its samples are of ${given.samples.metric}`]),
    ...fields
      .filter((field) => !same(given[field], expected[field]))
      .map(
        (field) => `${of}: ${field} is ${told(given[field])} but its samples give ${told(expected[field])}`,
      ),
    ...(sameEffect(given.effect, expected.effect)
      ? []
      : [`${of}: effect is ${told(given.effect)} but its samples give ${told(expected.effect)}`]),
  ]
}

function sameEffect(given: Effect, expected: Effect): boolean {
  const { low, high } = expected
  const near = (a: number | null, b: number | null): boolean =>
    same(a, b) ||
    (a !== null && b !== null && low !== null && high !== null && Math.abs(a - b) <= BOUNDS * (high - low))
  return same(given.estimate, expected.estimate) && near(given.low, low) && near(given.high, high)
}

function told(value: unknown): string {
  return typeof value === 'string' ? value : canonicalJson(value)
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return a === b || Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b))
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  const kept = left.filter(([, value]) => value !== undefined)
  const known = [...right].filter(([, value]) => value !== undefined)
  return (
    kept.length === known.length &&
    kept.every(([key, value]) => right.has(key) && same(value, right.get(key)))
  )
}
