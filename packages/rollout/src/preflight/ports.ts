import type { MetricKind } from '@sluice/verdict'

/** What the preflight asks of a router; `openRouter` of the traffic package returns one. */
export interface PreflightRouter {
  readonly can: {
    readonly step: number
    readonly survivesRestart: boolean
    /** A user stays with an arm while the weight does not change. */
    readonly sticky?: boolean
  }
  readonly read: (signal: AbortSignal) => Promise<{
    readonly weight: readonly { readonly arm: string; readonly share: number }[]
    readonly pending: boolean
  }>
  readonly health?: (
    arm: string,
    signal: AbortSignal,
  ) => Promise<{ readonly up: number; readonly total: number; readonly why?: string }>
  /** Of a router whose engine climbs its own steps: where it stops, and what is wrong with its steps. */
  readonly ladder?: (signal: AbortSignal) => Promise<{
    readonly stops: readonly number[]
    readonly findings: readonly {
      readonly level: 'problem' | 'note'
      readonly message: string
      readonly hint?: string
    }[]
  }>
}

/** What one text of a metric finds now in one arm. */
export interface PreflightProbe {
  /** Which text of the metric: `events`, `trials`, `histogram`… */
  readonly part: string
  /** The query as it was sent, with arm and window filled in. */
  readonly asked: string
  /** Series, rows or points that came back. */
  readonly found: number
  /** Why nothing came back, or what exists instead: one sentence each. */
  readonly hints: readonly string[]
  /** The question itself failed: nobody answered, or nobody may ask it. */
  readonly failed?: true
}

/** What the preflight asks of a metric source; `openSource` of the metrics package returns one. */
export interface PreflightSource<Q> {
  /** Asks every text of one metric of one arm over the last `windowMs`. */
  readonly probe?: (
    query: Q,
    arm: string,
    windowMs: number,
    signal: AbortSignal,
  ) => Promise<readonly PreflightProbe[]>
}

export interface PreflightQuery {
  readonly name: string
  readonly kind: MetricKind
}

/** A permission of the token, and whether it is there; `undefined` where nobody can tell without writing. */
export interface TokenPermission {
  /** As a workflow spells it: `deployments: write`. */
  readonly permission: string
  readonly granted: boolean | undefined
  /** What does not work without it, as the rest of a sentence: "keep the record of the rollout". */
  readonly neededTo: string
  /** The rollout cannot begin without it. */
  readonly required: boolean
}

/** Ports of the preflight. Opening or asking may reject; what it says becomes a finding. */
export interface PreflightPorts<Q extends PreflightQuery> {
  readonly openRouter?: () => PreflightRouter
  readonly openSource?: () => PreflightSource<Q>
  readonly permissions?: (signal: AbortSignal) => Promise<readonly TokenPermission[]>
  /** Who holds the rollout, as a sentence: "Rollout 17 of 3f6400f is open at 25%, owned by run 55.". */
  readonly holder?: (signal: AbortSignal) => Promise<string | undefined>
}

/** What is about to be rolled out. */
export interface PreflightQuestion<Q> {
  readonly queries: readonly Q[]
  readonly baseline: string
  readonly candidate: string
  /** Weights to climb, in percent. */
  readonly ladder: readonly number[]
  /** The weight at which the candidate is watched after the last pass, where it is. */
  readonly bakesAt?: number | undefined
  /** The arm of the router that is not deployed yet, so that nothing is asked of its servers. */
  readonly notDeployed?: 'baseline' | 'candidate'
  /** Metrics that are judged by requests although they could be judged by users. */
  readonly byRequests?: readonly string[]
  /** Set where the baseline is a control beside the stable version: the candidate's part of the requests of both, 0 to 1. */
  readonly share?: number
  /** How far back queries are asked; default one hour. */
  readonly windowMs?: number
}
