import { digestOf, type Policy } from '@sluice/verdict'
import type { Rung } from './plan.ts'

/** What the deployment's payload keeps of a rollout. It is written once, when the rollout begins. */
export interface RolloutPlan {
  readonly sluice: 1
  readonly service: string
  readonly ladder: readonly number[]
  readonly intervalMs: number
  readonly baseline: string
  readonly candidate: string
  /** The weight to restore when a rollout ends without a verdict. */
  readonly before: number
  readonly startedAt: number
  /** The run that began it, as `RUN.ATTEMPT`. */
  readonly run: string
  /** Milliseconds after which a run that said nothing more no longer owns the rollout. */
  readonly lease: number
  /** Digest of policy, ladder, interval and arms: a later job continues only the very same analysis. */
  readonly digest: string
}

/** One line of a rollout's history, kept as the description of a deployment status. */
export type Mark =
  | { readonly kind: 'rung'; readonly weight: number; readonly from: number; readonly run: string }
  | { readonly kind: 'held'; readonly weight: number; readonly run: string }
  | { readonly kind: 'taken'; readonly weight: number; readonly run: string }

export function planDigest(
  plan: Omit<RolloutPlan, 'digest' | 'before' | 'startedAt' | 'run' | 'lease' | 'sluice'>,
  policy: Policy,
): string {
  return digestOf({ ...plan, policy })
}

/** At most 140 characters, readable by people: `5% since 2026-11-23T12:00:00.000Z (run 17.1)`. */
export function describe(mark: Mark): string {
  switch (mark.kind) {
    case 'rung':
      return `${mark.weight}% since ${new Date(mark.from).toISOString()} (run ${mark.run})`
    case 'held':
      return `held at ${mark.weight}%, waiting for more evidence (run ${mark.run})`
    case 'taken':
      return `continued at ${mark.weight}% (run ${mark.run})`
  }
}

const RUNG = /^(\d+(?:\.\d+)?)% since (\S+) \(run ([^)]*)\)$/
const HELD = /^held at (\d+(?:\.\d+)?)%, waiting for more evidence \(run ([^)]*)\)$/
const TAKEN = /^continued at (\d+(?:\.\d+)?)% \(run ([^)]*)\)$/

/** Reads a status description back; undefined for any text that is not a mark of ours. */
export function readMark(description: string): Mark | undefined {
  const rung = RUNG.exec(description)
  const from = rung === null ? Number.NaN : Date.parse(rung[2] ?? '')
  if (rung !== null && Number.isFinite(from)) {
    return { kind: 'rung', weight: Number(rung[1]), from, run: rung[3] ?? '' }
  }
  const held = HELD.exec(description)
  if (held !== null) return { kind: 'held', weight: Number(held[1]), run: held[2] ?? '' }
  const taken = TAKEN.exec(description)
  return taken === null ? undefined : { kind: 'taken', weight: Number(taken[1]), run: taken[2] ?? '' }
}

/** The rungs climbed so far, in order. */
export function rungsOf(marks: readonly Mark[]): readonly Rung[] {
  return marks.flatMap((mark) => (mark.kind === 'rung' ? [{ weight: mark.weight, from: mark.from }] : []))
}

/** The payload of a deployment as a plan of ours, or undefined when it is someone else's. */
export function readPlan(payload: unknown): RolloutPlan | undefined {
  if (typeof payload !== 'object' || payload === null || !('sluice' in payload)) return undefined
  const plan = payload as Partial<RolloutPlan>
  const whole =
    plan.sluice === 1 &&
    typeof plan.service === 'string' &&
    Array.isArray(plan.ladder) &&
    plan.ladder.every((rung) => typeof rung === 'number') &&
    [plan.intervalMs, plan.before, plan.startedAt, plan.lease].every((n) => typeof n === 'number') &&
    [plan.baseline, plan.candidate, plan.run, plan.digest].every((s) => typeof s === 'string')
  return whole ? (plan as RolloutPlan) : undefined
}
