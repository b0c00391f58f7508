export type MetricKind = 'proportion' | 'count' | 'mean' | 'quantile' | 'series' | 'scalar'
export type Worse = 'higher' | 'lower' | 'either'
export type FailWhen = 'beyond-margin' | 'any-regression' | 'certainly-beyond-margin'

/** Largest change for the worse that is tolerated: a share of the baseline (0.1 = 10 %), or in the metric's own unit. */
export interface Margin {
  readonly value: number
  readonly of: 'baseline' | 'unit'
  /** Beside a share of the baseline: a change this small, in the metric's own unit, is tolerated whatever the share is. */
  readonly floor?: number
}

/** Noise that one version has by itself, beyond chance: what blocks of the baseline's past showed. */
export interface LearnedNoise {
  /** Long-run variance beyond chance: of rates relative to the squared rate, of mean ranks as it is. */
  readonly lrv: number
  /** Long-run variance by the variance of one block: 1 where blocks do not remember each other. */
  readonly memory: number
  /** Share of blocks that may be anything. */
  readonly eps: number
  /** Standard deviation of a block by what chance alone makes it; for people. */
  readonly times: number
  /** Variance of one block beyond chance with what both versions share, where `lrv` is of two halves and leaves that out. */
  readonly alone?: number
}

export interface LearnedRate extends LearnedNoise {
  /** The rate to expect before anything is seen. */
  readonly rate: number
}

/** Of a quantile: how many values lie above a threshold that the past has set. */
export interface LearnedTail extends LearnedRate {
  readonly quantile: number
  readonly threshold: number
}

/** Of a mean: `lrv` is relative to the square of `spread`. */
export interface LearnedMean extends LearnedNoise {
  /** The mean to expect before anything is seen. */
  readonly level: number
  /** Standard deviation of one value within a block. */
  readonly deviation: number
  /** Standard deviation of the mean of a usual block. */
  readonly spread: number
}

/** What the baseline's past says about the noise of a metric. */
export interface MetricHistory {
  /** Blocks with data, and the seconds that each of them lasts. */
  readonly blocks: number
  readonly seconds: number
  /** Learned from how two halves of the baseline's instances differed, so that what both versions share is left out. */
  readonly halves?: true
  /** Of events among trials or over an exposure. */
  readonly rate?: LearnedRate
  /** Of a quantile: its own tail, the far tail, and the ranks of all values. */
  readonly tails?: readonly LearnedTail[]
  readonly ranks?: LearnedNoise
  /** Of means of values. */
  readonly mean?: LearnedMean
}

/** How one metric is judged. Plain data: it travels in the verdict, so that anyone can judge again. */
export interface MetricPolicy {
  readonly name: string
  readonly kind: MetricKind
  readonly worse: Worse
  readonly margin: Margin
  /** A metric that is not critical is judged and shown, but never decides. */
  readonly critical: boolean
  /** Share of the false-alarm budget, relative to the other critical metrics. */
  readonly weight: number
  /** Name of a judge in `@sluice/judge`. */
  readonly judge: string
  /** Which quantile a `quantile` metric is about, e.g. 0.95. */
  readonly quantile?: number
  /** Absolute limit (a service-level objective) that the candidate must keep whatever the baseline does. */
  readonly limit?: number
  /** Unit for people, e.g. `s`, `ms`, `points`. */
  readonly unit?: string
  /** What is independent of each other instead of requests, for people: `users`, `sessions`, `devices`. */
  readonly units?: string
  /** Settings of the named judge, checked by that judge. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** Learned before anyone met the candidate; without it the judge presumes noise. */
  readonly history?: MetricHistory
}

/** Everything besides the samples that a verdict depends on. */
export interface Policy {
  /** 1 - alpha: the promised chance, over the whole analysis and all metrics, of not raising a false alarm. */
  readonly confidence: number
  /** No metric passes before the candidate has had this many trials at the weight it is judged at. */
  readonly minTrials: number
  readonly failWhen: FailWhen
  /** Number of weights at which the analysis is planned to stand (rungs of a ladder that are judged). */
  readonly stages: number
  /** The candidate's planned part of the requests that are compared, 0 to 1, where it is not the weight of a block. */
  readonly share?: number
  readonly metrics: readonly MetricPolicy[]
}

/** The policy as people wrote it, without what was learned for one rollout. */
export function writtenPolicy(policy: Policy): Policy {
  return { ...policy, metrics: policy.metrics.map(({ history: _, ...metric }) => metric) }
}
