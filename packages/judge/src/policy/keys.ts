import type { MetricKind, Worse } from '@sluice/verdict'

/** What each kind of metric asks a source for; every text is optional, for some sources find a metric by its name. */
export const TEXTS_OF: Readonly<Record<MetricKind, readonly TextKey[]>> = {
  proportion: ['events', 'trials'],
  count: ['events', 'exposure'],
  mean: ['value', 'n', 'mean', 'stddev'],
  quantile: ['histogram', 'value'],
  series: ['value'],
  scalar: ['value'],
}

export const TEXT_KEYS = [
  'events',
  'trials',
  'exposure',
  'histogram',
  'value',
  'n',
  'mean',
  'stddev',
] as const
export type TextKey = (typeof TEXT_KEYS)[number]

export const KINDS = Object.keys(TEXTS_OF).filter((kind): kind is MetricKind => kind in TEXTS_OF)

export const WORSE: readonly Worse[] = ['higher', 'lower', 'either']

/** Keys that any metric may have, whatever its kind. */
export const COMMON_KEYS = [
  'name',
  'kind',
  'worse',
  'margin',
  'critical',
  'weight',
  'judge',
  'limit',
  'unit',
  'settings',
] as const

/** The judge of a kind when none is named. */
export const JUDGE_OF: Readonly<Record<MetricKind, string>> = {
  proportion: 'sequential',
  count: 'sequential',
  mean: 'sequential',
  quantile: 'sequential',
  series: 'kayenta',
  scalar: 'threshold',
}

/** The relative margin of a kind when none is given and higher is worse: 25 % of an error rate, 10 % of a latency. */
export const MARGIN_OF: Readonly<Record<MetricKind, number>> = {
  proportion: 0.25,
  count: 0.25,
  mean: 0.1,
  quantile: 0.1,
  series: 0.1,
  scalar: 0.1,
}

/** Every key a metric of this kind may have. */
export function keysOf(kind: MetricKind): readonly string[] {
  return [...COMMON_KEYS, ...TEXTS_OF[kind], ...(kind === 'quantile' ? ['quantile'] : [])]
}
