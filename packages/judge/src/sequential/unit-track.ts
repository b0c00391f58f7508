import {
  FEWEST_UNITS,
  logMeanExp,
  REGRESSION_LOG_WEIGHTS,
  unitArm,
  unitArmOfSums,
  unitLogE,
  type RateLine,
  type TwoArms,
  type UnitArm,
  type UnitTally,
} from '@sluice/stats'
import type { Effect, MetricPolicy, Policy } from '@sluice/verdict'
import type { Tally } from './arms.ts'
import { alphaOf } from './budget.ts'
import { certainHarm, FEWEST_TRIALS } from './certain-harm.ts'
import { marginEffect, marginLine, marginsOf } from './change-test.ts'
import { boundOf } from './invert.ts'
import type { Kind, Traffic } from './kind.ts'
import { unitNote } from './notes.ts'
import { directionsOf, type Direction, type FailPart, type Track } from './track.ts'
import { readUnits, type UnitBlock, type UnitReading } from './unit-arm.ts'

/** Events, and effective units, that an arm needs before its variance is believed. */
const FEWEST_EVENTS = 10
/** As for other metrics, two blocks never decide: see `addTempered`. */
const SHARE_OF_GOAL = 0.49
const FEWEST_BLOCKS = 3
const WIDEST = 40

interface ArmState {
  readonly each: Map<number, UnitTally>
  sums: UnitArm | null
}

type Pair<T> = Readonly<Record<'candidate' | 'baseline', T>>

/** A share of trials or a mean of values, of which units and not requests are independent. */
export function unitKind(metric: MetricPolicy, policy: Policy): Kind<UnitBlock> {
  const seen = { candidate: new Set<number>(), baseline: new Set<number>() }
  const planned: { weight: number | null } = { weight: null }
  const fresh = (arm: keyof typeof seen, reading: UnitReading): number => {
    if (reading.kind === 'sums') return 0
    const before = seen[arm].size
    for (const unit of reading.tallies.keys()) seen[arm].add(unit)
    return seen[arm].size - before
  }
  return {
    read: (block) => {
      const reading = readUnits(block)
      // Totals since the beginning hold the units of all weights, and sums of squares cannot be taken apart again.
      const whole = 'value' in reading && reading.value.candidate.kind === 'sums'
      return whole && policy.stages > 1 ? { missing: 'wrong_samples' } : reading
    },
    track: () => unitTrack(metric, policy),
    traffic: (block): Traffic | null => {
      planned.weight ??= block.weight
      // A new weight moves units that are known already, which says nothing about how new ones are split.
      if (block.weight !== planned.weight) return null
      return { candidate: fresh('candidate', block.candidate), baseline: fresh('baseline', block.baseline) }
    },
  }
}

/**
 * The track of a metric with units: what both arms show now, not what each block adds, is the evidence. On a ladder it
 * ends with the weight it began with, and keeps what it has then: arms that are pooled over several weights differ by the
 * drift of both. An e-process that stops stays one.
 */
function unitTrack(metric: MetricPolicy, policy: Policy): Track<UnitBlock> {
  const alpha = alphaOf(policy)
  const directions = directionsOf(metric.worse)
  const margins = marginsOf(metric.margin)
  const state = { candidate: armState(), baseline: armState() }
  const harm = unitHarm(metric, directions)
  let blocks = 0
  let weight: number | null = null
  let ended = false
  let known: Pair<UnitArm> | null = null
  const arms = () => (known ??= { candidate: armNow(state.candidate), baseline: armNow(state.baseline) })
  const enough = (arm: UnitArm, sums: boolean) =>
    arm.effective >= (sums ? FEWEST_UNITS.sums : FEWEST_UNITS.each) &&
    (metric.kind !== 'proportion' || arm.sum >= FEWEST_EVENTS)
  const ready = () => {
    const { candidate, baseline } = arms()
    return enough(candidate, state.candidate.sums !== null) && enough(baseline, state.baseline.sums !== null)
  }
  const most = () => (blocks >= FEWEST_BLOCKS ? Infinity : SHARE_OF_GOAL * blocks * -Math.log(alpha))
  const logE = (line: RateLine, side: Direction): number => {
    if (blocks === 0 || !ready()) return 0
    const { candidate, baseline } = arms()
    return Math.min(most(), unitLogE(candidate, baseline, line, side, REGRESSION_LOG_WEIGHTS))
  }
  const linesOf = (direction: Direction) => margins.map((margin) => marginLine(margin, direction))
  const estimates = () => {
    const { candidate, baseline } = arms()
    return { baseline: candidate.rate / baseline.rate, unit: candidate.rate - baseline.rate }
  }
  const failOf = (direction: Direction): FailPart => {
    const nulls =
      policy.failWhen === 'certainly-beyond-margin' ? linesOf(direction) : [{ slope: 1, offset: 0 }]
    const seen = blocks === 0 ? { baseline: NaN, unit: NaN } : estimates()
    const beyond = margins.every(
      (margin) => direction * (seen[margin.of] - marginEffect(margin, direction)) > 0,
    )
    return {
      logE: Math.min(...nulls.map((line) => logE(line, direction))),
      share: 1 / directions.length,
      counts: policy.failWhen !== 'beyond-margin' || beyond,
      about: 'change',
    }
  }
  return {
    add: (block) => {
      weight ??= block.weight
      ended ||= policy.stages > 1 && block.weight !== weight
      if (ended) return
      blocks++
      known = null
      take(state.candidate, block.candidate)
      take(state.baseline, block.baseline)
      harm.add(block, state)
    },
    fails: () => directions.map(failOf),
    certain: harm.found,
    pass: () => ({
      logE: Math.min(
        ...directions.map((direction) =>
          logMeanExp(linesOf(direction).map((line) => logE(line, direction === 1 ? -1 : 1))),
        ),
      ),
      by: 'margin',
      ...(blocks > 0 && !ready() ? { blocked: 'too_few_units' as const } : {}),
    }),
    effect: () =>
      blocks === 0 || !ready()
        ? { estimate: null, low: null, high: null }
        : effectOf(metric, estimates()[metric.margin.of], arms(), logE, -Math.log(alpha)),
    observed: () => ({
      baseline: seenOf(arms().baseline, metric),
      candidate: seenOf(arms().candidate, metric),
    }),
    candidateTrials: () => arms().candidate.count,
    needed: () => undefined,
    notes: () => (blocks === 0 ? [] : [unitNote(metric.units ?? 'units', arms())]),
  }
}

/**
 * Certain harm by units: each of them is one trial, and the share of its own trials that are bad is what it adds, so that
 * no heavy one decides. It is looked for in each block and in all so far, once the baseline has shown enough units. Sums
 * over units do not tell how many of them were harmed.
 */
function unitHarm({ kind }: MetricPolicy, directions: readonly Direction[]) {
  const rules = () => (kind === 'proportion' ? directions.map(certainHarm) : [])
  const [inBlock, inAll] = [rules(), rules()]
  return {
    add: ({ candidate, baseline }: UnitBlock, state: Pair<ArmState>) => {
      if (candidate.kind === 'sums' || baseline.kind === 'sums') return
      if (state.baseline.each.size < FEWEST_TRIALS) return
      const block = harmedOf({ candidate: candidate.tallies, baseline: baseline.tallies })
      const all = harmedOf({ candidate: state.candidate.each, baseline: state.baseline.each })
      for (const rule of inBlock) rule.add(block)
      for (const rule of inAll) rule.add(all)
    },
    found: () => [...inBlock, ...inAll].some((rule) => rule.found()),
  }
}

function harmedOf(arms: Pair<ReadonlyMap<number, UnitTally>>): TwoArms {
  const of = (tallies: ReadonlyMap<number, UnitTally>): Tally => ({
    events: [...tallies.values()].reduce((total, [sum, count]) => total + sum / count, 0),
    exposure: tallies.size,
  })
  const [candidate, baseline] = [of(arms.candidate), of(arms.baseline)]
  return { x: candidate.events, n: candidate.exposure, y: baseline.events, m: baseline.exposure }
}

function armState(): ArmState {
  return { each: new Map(), sums: null }
}

function armNow({ each, sums }: ArmState): UnitArm {
  return sums ?? unitArm([...each.values()])
}

function take(state: ArmState, reading: UnitReading): void {
  if (reading.kind === 'sums') state.sums = unitArmOfSums(reading.since)
  else
    for (const [unit, [sum, count]] of reading.tallies) {
      const [known, times] = state.each.get(unit) ?? [0, 0]
      state.each.set(unit, [known + sum, times + count])
    }
}

function seenOf({ sum, count, rate }: UnitArm, { kind }: MetricPolicy) {
  const value = count > 0 ? rate : null
  return { trials: count, value, ...(kind === 'proportion' ? { events: sum } : {}) }
}

function effectOf(
  { margin }: MetricPolicy,
  estimate: number,
  { candidate, baseline }: Pair<UnitArm>,
  logE: (line: RateLine, side: Direction) => number,
  reach: number,
): Effect {
  const relative = margin.of === 'baseline'
  if (!Number.isFinite(estimate) || (relative && !(estimate > 0)))
    return { estimate: null, low: null, high: null }
  const sd = Math.sqrt(candidate.logVariance + baseline.logVariance)
  const step = relative ? sd : sd * Math.abs(baseline.rate || candidate.rate)
  const around = relative ? Math.log(estimate) : estimate
  const bound = (side: Direction) =>
    boundOf(
      (effect) =>
        logE(relative ? { slope: Math.exp(effect), offset: 0 } : { slope: 1, offset: effect }, side) - reach,
      side,
      { around, step, end: around - side * WIDEST * Math.max(step, 1e-12), tolerance: step * 1e-6 },
    )
  const [low, high] = [bound(1), bound(-1)]
  if (!relative) return { estimate, low, high }
  return { estimate, low: low === null ? 0 : Math.exp(low), high: high === null ? null : Math.exp(high) }
}
