import type { LifeCommand, RolloutPlan, WhenSuperseded } from '@sluice/rollout'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const SETTLE = 10 * SECOND

export type Nature = 'sound' | 'bad' | 'silent'

export interface Setting {
  /** What the two releases are like. */
  readonly natures: { readonly A: Nature; readonly B: Nature }
  /** Whether anybody can ask a slot for its version. */
  readonly versions: boolean
  /** Load balancers, one a region: a write may reach some of them only. */
  readonly regions: 1 | 2
  /** A release claims its slot before it is deployed. */
  readonly claims: boolean
  /** The router drives an engine that goes up its own steps, to 0 and to 100, and starts again with what is deployed. */
  readonly oneWay?: boolean
  /** Whether the router knows versions of its own settings. */
  readonly cas: boolean
  /** Milliseconds until a write takes effect, and whether the router says that it is pending. */
  readonly slowMs: number
  readonly saysPending: boolean
  /** It takes longer than it says: nobody knows that a write is still to come. */
  readonly lies: boolean
  readonly bakeMs: number
  /** Percent that stay on the baseline during a bake. */
  readonly holdBack: 0 | 5
  readonly superseded: WhenSuperseded
  /** Runners' clocks differ from GitHub's by this, one way or the other. */
  readonly skewMs: number
  readonly finishes: boolean
  /** A swap: every weight is watched, everyone's too, the baseline is retired at the end, and it may be dead. */
  readonly swap: boolean
  readonly deadBaseline: boolean
  /** How long a swap keeps its baseline before it retires it. */
  readonly retireMs: number
  readonly betweenRuns: RolloutPlan['betweenRuns']
  /** Chance of one call to fail before or after its effect. */
  readonly faults: number
  /** How long a list may lag behind writes; shorter than the settle time. */
  readonly lagMs: number
  readonly seed: number
}

export type LifeEvent =
  | { readonly do: 'push' | 'rerun'; readonly release: 'A' | 'B' }
  | { readonly do: 'schedule' }
  | { readonly do: 'command'; readonly command: Exclude<LifeCommand, 'run' | 'claim' | 'status'> }
  | { readonly do: 'cancel' }
  /** The process dies after so many more effects; the post step comes, or the whole runner is lost. */
  | { readonly do: 'kill'; readonly calls: number; readonly post: boolean }
  /** Of one region only, where `part` names it. */
  | { readonly do: 'operator'; readonly weight: number; readonly part?: number }
  | { readonly do: 'deploy'; readonly release: 'A' | 'B' }
  | { readonly do: 'github-away'; readonly ms: number }
  | { readonly do: 'router-away'; readonly ms: number }
  | { readonly do: 'blind' | 'mismatch'; readonly ms: number }

export interface TimedEvent {
  readonly afterMs: number
  readonly event: LifeEvent
}

/** What a life broke; its message is what a failing test prints. */
export class Broken extends Error {
  override readonly name = 'Broken'
}

/** A small random generator (mulberry32): the same seed gives the same life. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** How a simulated call can go wrong. */
export interface Ways {
  readonly awayUntil?: () => number
  readonly awayMs?: number
  readonly writes?: boolean
  /** It never fails, and is no effect at which a run could die. */
  readonly sure?: boolean
}
