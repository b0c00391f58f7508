import { setTimeout as delay } from 'node:timers/promises'
import type { Io } from '@sluice/action'
import type { MetricSource } from '@sluice/metrics'
import {
  readRolloutPlan,
  subjectFor,
  type ArmNames,
  type KeptVerdict,
  type LookQuestion,
  type RolloutRecord,
  type Sight,
} from '@sluice/rollout'
import type { Router } from '@sluice/traffic'
import type { Samples, Subject, Verdict } from '@sluice/verdict'
import { detailsOf, type CanaryDetails } from './plan.ts'
import { pick, sightOf } from './sight.ts'
import { intervalsOf, type Interval } from './slots.ts'
import { afterColdStart, besideControl, underSticky } from './sample-notes.ts'
import { verdictOf } from './verdict.ts'

/** A look and what it came to; the last verdict is what gets published. */
export interface Looks {
  readonly look: (question: LookQuestion) => Promise<Sight>
  readonly last: () => Verdict | undefined
  /** The verdict of the last look, of this process or of the one before it; else what one look finds now. */
  readonly lastOf: (record: RolloutRecord) => Promise<Verdict | undefined>
}

/** A look that only the report needs is worth so long. */
const LAST_LOOK_MS = 10_000

const UNSEEN: Sight = {
  harm: false,
  pass: false,
  silentMs: 0,
  blind: true,
  mismatch: false,
  calm: false,
  intervals: 0,
}

/** The source that a look at so many intervals of a record asks. */
type SourceForLook = (
  record: RolloutRecord,
  intervals: number,
) => Promise<Pick<MetricSource, 'observe' | 'lagMs'>>

/** Looks at evidence by the record's own plan: every interval since the rollout began is asked for, every time. */
export function openLooks(
  source: SourceForLook,
  router: Router,
  routerArms: (question: LookQuestion) => ArmNames,
  subject: Subject,
  kept: KeptVerdict,
  io: Io,
): Looks {
  let last: Verdict | undefined
  let downSince: number | undefined
  const isDown = async (question: LookQuestion): Promise<boolean> => {
    if (router.health === undefined || question.weight === 0) return false
    const { candidate, baseline } = routerArms(question)
    const [ours, theirs] = await Promise.all(
      [candidate, baseline].map(async (arm) => await router.health?.(arm, io.signal).catch(() => undefined)),
    )
    return ours !== undefined && ours.total > 0 && ours.up === 0 && (theirs?.up ?? 0) > 0
  }
  const see = async (question: LookQuestion): Promise<Seen | undefined> => {
    const details = detailsOf(question.plan)
    if (details === undefined) return undefined
    try {
      const now = io.now()
      const seen = await observe(source, question, details, now, io.signal)
      const { arms } = question.record.payload
      const samples = besideControl(
        underSticky(seen.samples, details.policy, router.can.sticky),
        details.policy,
        arms,
      )
      const { intervals, lagMs } = seen
      const window = { from: question.record.startedAt, to: now }
      const about = subjectFor(subject, question.record)
      const judged = (all: readonly Samples[], which: (interval: Interval) => boolean): Verdict =>
        verdictOf(about, details.policy, pick(all, intervals, which), window)
      const counted = judged(samples, ({ counts }) => counts === 'yes')
      // Time in which nobody confirmed the weight may show harm all the same; then it is told with its evidence.
      const isUnsure = intervals.some(({ counts }) => counts === 'no')
      const notWarm = ({ counts }: Interval): boolean => counts !== 'warm-up'
      const whole = isUnsure ? judged(samples, notWarm) : counted
      if (whole.outcome !== 'fail') return { verdict: counted, samples, intervals, lagMs, now }
      const told = afterColdStart(samples, whole, details.warmUpMs, intervals)
      const verdict = told === samples ? whole : judged(told, notWarm)
      return { verdict, samples, intervals, lagMs, now }
    } catch (error) {
      if (!io.signal.aborted)
        io.log.warning(
          `The metrics could not be read: ${error instanceof Error ? error.message : String(error)}`,
        )
      return undefined
    }
  }
  return {
    last: () => last,
    look: async (question) => {
      const down = isDown(question).catch(() => false)
      const seen = await see(question)
      if (seen === undefined) return UNSEEN
      const { verdict, samples, intervals, lagMs, now } = seen
      last = verdict
      kept.keep(verdict)
      // Harm waits for nobody: whether the router reports servers down is of no interest then.
      const harmed = verdict.outcome === 'fail'
      downSince = !harmed && (await down) ? (downSince ?? now) : undefined
      return sightOf({
        verdict,
        samples,
        intervals,
        intervalMs: question.plan.intervalMs,
        lagMs,
        now,
        weight: question.weight,
        arrivedAt: question.arrivedAt,
        downMs: downSince === undefined ? 0 : now - Math.max(downSince, question.arrivedAt),
      })
    },
    lastOf: async (record) => {
      const known = [last, await kept.read()].find((verdict) => verdict?.window.from === record.startedAt)
      const plan = readRolloutPlan(record.payload.plan)
      if (known !== undefined || plan === undefined || record.windows.length === 0) return known
      const { windows, lastAt: arrivedAt } = record
      const late = delay(LAST_LOOK_MS, undefined, { ref: false })
      const seen = await Promise.race([see({ record, plan, windows, weight: 0, arrivedAt }), late])
      return seen?.verdict
    },
  }
}

/** What one look at the metrics brought. */
interface Seen {
  readonly verdict: Verdict
  readonly samples: readonly Samples[]
  readonly intervals: ReturnType<typeof intervalsOf>
  readonly lagMs: number
  readonly now: number
}

async function observe(
  source: SourceForLook,
  { record, plan, windows }: LookQuestion,
  { queries, warmUpMs }: CanaryDetails,
  now: number,
  signal: AbortSignal,
): Promise<Pick<Seen, 'samples' | 'intervals' | 'lagMs'>> {
  const { intervalMs } = plan
  const intervals = intervalsOf(windows, intervalMs, warmUpMs, now)
  const slots = intervals.map(({ from, to, weight }) => ({ from, to, weight }))
  const span = { slots, intervalMs, ...record.payload.arms }
  const asked = await source(record, intervals.length)
  return { samples: await asked.observe(queries, span, signal), intervals, lagMs: asked.lagMs }
}
