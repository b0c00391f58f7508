import type { Values } from '@sluice/action'
import type { MetricQuery } from '@sluice/metrics'
import {
  readRolloutPlan,
  type ArmNames,
  type LifeCommand,
  type RolloutPlan,
  type RolloutRecord,
} from '@sluice/rollout'
import { digestOf, type MetricPolicy } from '@sluice/verdict'
import type { inputs } from './inputs.ts'
import type { Mode } from './modes.ts'
import type { WatchSettings } from './watch-field.ts'

/** The inputs as they are given. */
export type GivenInput = Values<typeof inputs>

/** What this action was asked to do, once it is known what a comment asks for. */
export type Input = Omit<GivenInput, 'command'> & { readonly command: LifeCommand }

/** Who serves now and who is to take over. */
export interface Colours {
  readonly target: string
  readonly previous: string
}

/** What a swap needs besides the common plan; it travels in the record, and holds no secret. */
export interface SwapDetails {
  readonly mode: Mode
  readonly watch: WatchSettings
  readonly confidence: number
  readonly policies: readonly MetricPolicy[]
  readonly queries: readonly MetricQuery[]
  /** Pull request that the commit came from, so that a later run finds its comment. */
  readonly pull?: number
}

/** One swap: between which colours, and by which plan. */
export interface SwapTask {
  readonly colours: Colours
  readonly details: SwapDetails
}

const GIVE_UP_MS = 72 * 60 * 60_000
const LEAST_GRACE_LOOKS = 2
const BLIND_LOOKS = 3

/** The whole plan of a swap, as the record keeps it. */
export function planOf(input: Input, pull: number | undefined): RolloutPlan {
  const { watch } = input
  const details: SwapDetails = {
    mode: input.mode,
    watch,
    confidence: input.confidence,
    policies: input.metrics?.policies ?? [],
    queries: input.metrics?.queries ?? [],
    ...(pull === undefined ? {} : { pull }),
  }
  return {
    ladder: watch.ladder,
    intervalMs: watch.everyMs,
    graceMs: LEAST_GRACE_LOOKS * watch.everyMs,
    blindForMs: BLIND_LOOKS * watch.everyMs,
    giveUpAfterMs: Math.max(GIVE_UP_MS, 2 * watch.ladder.length * watch.atMostMs),
    bakeMs: 0,
    holdBack: 0,
    betweenRuns: watch.perRunMs === undefined ? 'auto' : 'stay',
    finishes: false,
    watch: { forMs: watch.forMs, atMostMs: watch.atMostMs },
    retires: true,
    details,
  }
}

/** Binds plan, candidate and service together. */
export function planDigest(plan: RolloutPlan, identity: object, service: string): string {
  return digestOf({ plan, identity, service })
}

/** Names a swap as people wrote it: what was learned about noise differs from run to run, and its check is one. */
export function writtenDigest(plan: unknown, identity: object, service: string): string {
  const [own, details] = [readRolloutPlan(plan), detailsOf(plan)]
  if (own === undefined || details === undefined) return digestOf({ identity, service })
  const policies = details.policies.map(({ history: _, ...policy }) => policy)
  return planDigest({ ...own, details: { ...details, policies } }, identity, service)
}

/** What a swap keeps in a plan; undefined where the record is another action's. */
export function detailsOf(plan: unknown): SwapDetails | undefined {
  const details = readRolloutPlan(plan)?.details
  const whole = typeof details === 'object' && details !== null && 'watch' in details && 'mode' in details
  return whole ? (details as SwapDetails) : undefined
}

/** The colours of a record. */
export function coloursOf({ baseline, candidate }: ArmNames): Colours {
  return { target: candidate, previous: baseline }
}

/** A swap goes on by its own plan, whatever the workflow of the present run says. */
export function taskOf({ payload }: RolloutRecord, own: SwapDetails): SwapTask {
  return { colours: coloursOf(payload.arms), details: detailsOf(payload.plan) ?? own }
}
