import { learnHistories, planFromPast, redrawOf, type PastPlan } from '@sluice/judge'
import { planDetect, planPass, type Plan } from '@sluice/stats'
import type { Block, MetricPolicy } from '@sluice/verdict'
import { smallestFloor } from './floor.ts'
import type { PlanHistory, PlanRequest } from './request.ts'
import { aboutTime } from './units.ts'

/** Requests of both arms together, and seconds at the given traffic. */
export interface Wait {
  readonly requests: number
  readonly seconds: number
}

/** One line of the plan: how long until the question is answered, for half, 80 % and 90 % of rollouts. */
export interface PlanRow {
  readonly question: 'detect' | 'pass'
  /** The candidate's rate over the baseline's. */
  readonly ratio: number
  readonly median: Wait
  readonly p80: Wait
  readonly p90: Wait
}

export interface CanaryPlan {
  readonly request: PlanRequest
  readonly rows: readonly PlanRow[]
  readonly advice: readonly string[]
}

/** Changes a plan tells the time to see. */
export const RATIOS = [1.1, 1.25, 1.5, 2, 5, 10] as const

/** How long a canary must run at a base rate, share, margin and traffic; ratios that would exceed a rate of 1 are left out. */
export function planCanary(request: PlanRequest): CanaryPlan {
  const { baseRate, share, margin, traffic, confidence } = request
  if (request.history !== undefined) return replayed(request, request.history)
  const alpha = 1 - confidence
  const waits = (plan: Plan) => ({
    median: waitFor(plan.median, traffic),
    p80: waitFor(plan.p80, traffic),
    p90: waitFor(plan.p90, traffic),
  })
  const seen = RATIOS.filter((ratio) => ratio * baseRate <= 1)
  const detect = seen.map((ratio): PlanRow => ({
    question: 'detect',
    ratio,
    ...waits(planDetect(baseRate, ratio, share, alpha)),
  }))
  const pass: PlanRow = { question: 'pass', ratio: 1, ...waits(planPass(baseRate, margin, share, alpha)) }
  return { request, rows: [...detect, pass], advice: advise(request, pass) }
}

/** The plan by replays of the past, in whole intervals: what one takes beyond 1,000 of them is infinite. */
function replayed(request: PlanRequest, history: PlanHistory): CanaryPlan {
  const { baseRate, share, margin, traffic, confidence } = request
  const wait = (blocks: number) => waitFor(blocks * history.seconds * traffic, traffic)
  const row = (question: PlanRow['question'], ratio: number): PlanRow => {
    const times = question === 'detect' ? ratio : null
    const { median, p80, p90 } = replay(history, { confidence, share, margin, times })
    return { question, ratio, median: wait(median), p80: wait(p80), p90: wait(p90) }
  }
  const detect = RATIOS.filter((ratio) => ratio * baseRate <= 1).map((ratio) => row('detect', ratio))
  const pass = row('pass', 1)
  return { request, rows: [...detect, pass], advice: advise(request, pass) }
}

interface Replay {
  readonly confidence: number
  readonly share: number
  readonly margin: number
  readonly floor?: number
  readonly times: number | null
}

/** Blocks until one question is answered, by replays of the past with the noise that it teaches. */
function replay(
  { counts, seconds }: PlanHistory,
  { confidence, share, margin, floor, times }: Replay,
): PastPlan {
  const metric: MetricPolicy = {
    name: 'history',
    kind: 'proportion',
    worse: 'higher',
    margin: { value: margin, of: 'baseline', ...(floor === undefined ? {} : { floor }) },
    critical: true,
    weight: 1,
    judge: 'sequential',
  }
  const blocks = counts.map(({ events, exposure }, i): Block => ({
    from: i * seconds * 1000,
    to: (i + 1) * seconds * 1000,
    weight: 0,
    candidate: { kind: 'absent', absence: 'not_observed' },
    baseline: { kind: 'proportion', events, trials: exposure },
  }))
  const wanted = {
    confidence,
    minTrials: 0,
    failWhen: 'beyond-margin',
    stages: 1,
    metrics: [metric],
  } as const
  const { policy } = learnHistories(wanted, [{ metric: metric.name, blocks }])
  const past = redrawOf(
    metric,
    blocks.map(({ baseline }) => baseline),
  )
  return planFromPast({
    policy,
    metric: policy.metrics[0] ?? metric,
    past,
    seconds,
    weight: 100 * share,
    times,
  })
}

function waitFor(requests: number, traffic: number): Wait {
  return { requests: Math.ceil(requests), seconds: Math.ceil(requests / traffic) }
}

const MARGINS = [0.25, 0.5, 1, 2]

/** What would help when a sound candidate is not likely to pass within the patience; empty when it is. */
function advise(request: PlanRequest, pass: PlanRow): readonly string[] {
  const patience = request.patienceMs / 1000
  if (pass.p80.seconds <= patience) return []
  const alpha = 1 - request.confidence
  const wait = (share: number, margin: number, floor?: number) => {
    const { history, confidence, baseRate, traffic } = request
    const largest = Math.max(margin, (floor ?? 0) / baseRate)
    if (history === undefined) return (1.9 * planPass(baseRate, largest, share, alpha).median) / traffic
    const asked = { confidence, share, margin, times: null, ...(floor === undefined ? {} : { floor }) }
    return replay(history, asked).p80 * history.seconds
  }
  const even = wait(0.5, request.margin)
  const wider = MARGINS.find((margin) => margin > request.margin && wait(request.share, margin) <= patience)
  const both = MARGINS.find((margin) => margin > request.margin && wait(0.5, margin) <= patience)
  const said = [
    `In 80% of rollouts, a sound candidate passes within ${aboutTime(pass.p80.seconds)}. You want to wait at most ${aboutTime(patience)}.`,
  ]
  if (request.share < 0.5 && even <= patience) said.push(`With a share of 50%, it takes ${aboutTime(even)}.`)
  if (wider !== undefined)
    said.push(`With a margin of ${100 * wider}%, it takes ${aboutTime(wait(request.share, wider))}.`)
  if (said.length === 1 && both !== undefined)
    said.push(`With a share of 50% and a margin of ${100 * both}%, it takes ${aboutTime(wait(0.5, both))}.`)
  if (said.length === 1) {
    const floor = smallestFloor((each) => wait(request.share, request.margin, each) <= patience)
    if (floor !== undefined)
      said.push(
        `With \`margin: ${Number((100 * request.margin).toPrecision(3))}%, at least ${Number((100 * floor).toPrecision(3))} points\`, it takes ${aboutTime(wait(request.share, request.margin, floor))}.`,
      )
  }
  if (said.length === 1)
    said.push(
      'A share of 50% and a wider margin are not enough. Judge an absolute limit, or a metric with more events.',
    )
  return said
}
