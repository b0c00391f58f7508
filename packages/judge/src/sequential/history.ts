import { PRESUMED_EPS, type NoiseSummary } from '@sluice/stats'
import type { LearnedRate, LearnedTail, MetricHistory, MetricPolicy, Samples } from '@sluice/verdict'
import type { EvidenceTerms } from './rate-evidence.ts'

/** Blocks may be so many times longer or shorter than those of the history. */
const ALIKE = 2

/**
 * The metric without its history where the blocks are more than twice as long as those of the history, or less than half:
 * noise of minutes says little about noise of hours. The first block tells, so that later ones change no earlier look.
 */
export function withUsableHistory(metric: MetricPolicy, samples: Samples | undefined): MetricPolicy {
  const [first] = samples?.blocks ?? []
  const { history, ...rest } = metric
  if (history === undefined || first === undefined) return metric
  const times = (first.to - first.from) / 1000 / history.seconds
  return times <= ALIKE && times >= 1 / ALIKE ? metric : rest
}

/** What a history says of a rate, as the judge takes it; null presumes noise. */
export function noiseSummaryOf(
  history: MetricHistory | undefined,
  learned: LearnedRate | undefined,
): NoiseSummary | null {
  return history === undefined || learned === undefined ? null : { ...learned, blocks: history.blocks }
}

/** The terms of evidence about one rate. */
export function termsFor(alpha: number, learned: LearnedRate | undefined): EvidenceTerms {
  return learned === undefined
    ? { alpha, eps: PRESUMED_EPS }
    : { alpha, eps: learned.eps, expected: learned.rate }
}

/** What is known of a tail before anything is seen. */
export interface TailHistory {
  readonly noise: NoiseSummary | null
  readonly terms: EvidenceTerms
  /** The threshold of the first block; later ones have the baseline's own past. */
  readonly threshold: number | null
}

/** What a history says of the tail above a quantile. */
export function tailHistory({ history }: MetricPolicy, q: number, alpha: number): TailHistory {
  const tail: LearnedTail | undefined = history?.tails?.find(({ quantile }) => quantile === q)
  return {
    noise: noiseSummaryOf(history, tail),
    terms: termsFor(alpha, tail),
    threshold: tail?.threshold ?? null,
  }
}
