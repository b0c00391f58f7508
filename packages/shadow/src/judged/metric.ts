import type { Arm, Block, MetricPolicy, Samples } from '@sluice/verdict'
import type { NoiseMode } from '../comparison.ts'
import { differing, noisy, type PairedCounts } from '../tally/paired-counts.ts'
import { shareArm } from './arms.ts'
import type { ShadowSettings } from './settings.ts'

/** One question and the counts that answer it. */
export interface Metric {
  readonly policy: MetricPolicy
  readonly samples: Samples
}

/** Tells the judge that it counts differences, for the words of its reasons. */
export const DIFFERENCES = { counts: 'differences' } as const

/** What is not observed in the arm of the primary: a budget or a count has nothing to compare with. */
const UNOBSERVED: Arm = { kind: 'absent', absence: 'not_observed' }

/** Of so many pairs, so many had a repeat to tell noise by. */
export interface Pairs {
  readonly compared: number
  readonly repeated: number
}

/**
 * How often the candidate differs, beyond noise where there are repeats: of every pair, with McNemar's test; of some of them,
 * as two rates, so that what differs in pairs without a repeat counts as much. Without any all differences are real.
 */
export function differenceMetric(
  name: string,
  differed: PairedCounts,
  { compared, repeated }: Pairs,
  noise: NoiseMode,
  settings: ShadowSettings,
  margin = settings.maxDifferenceRate,
): Metric {
  const candidate = shareArm(differing(differed), compared)
  if (noise === 'none' || repeated === 0) return budgetMetric(name, candidate, settings, margin)
  const asked = { name, margin, settings: DIFFERENCES }
  if (noise === 'paired' && repeated < compared) {
    const baseline = shareArm(noisy(differed), repeated)
    return metric({ ...asked, test: 'rates' }, { baseline, candidate }, settings)
  }
  const baseline = shareArm(noisy(differed), compared)
  const paired = { candidateOnly: differed.candidateOnly, baselineOnly: differed.repeatOnly }
  const test = noise === 'diffy' ? 'diffy' : 'difference'
  return metric({ ...asked, test }, { baseline, candidate, paired }, settings)
}

/** A rate that must stay within a budget. */
export function budgetMetric(name: string, candidate: Arm, settings: ShadowSettings, margin: number): Metric {
  return metric({ name, margin, test: 'budget' }, { baseline: UNOBSERVED, candidate }, settings)
}

/** A count of everything there was, not of a sample. */
export function censusMetric(name: string, candidate: Arm, settings: ShadowSettings, margin: number): Metric {
  const census = { census: true }
  return metric(
    { name, margin, test: 'limit', settings: census },
    { baseline: UNOBSERVED, candidate },
    settings,
  )
}

/** A metric with one block, which is what a comparison that is looked at once has. */
export function metric(
  asked: {
    readonly name: string
    readonly margin: number
    readonly test: string
    readonly kind?: MetricPolicy['kind']
    readonly quantile?: number
    readonly ofBaseline?: boolean
    readonly critical?: boolean
    readonly unit?: string
    readonly settings?: Readonly<Record<string, unknown>>
  },
  arms: Pick<Block, 'baseline' | 'candidate' | 'paired'>,
  { window }: Pick<ShadowSettings, 'window'>,
): Metric {
  return {
    policy: {
      name: asked.name,
      kind: asked.kind ?? 'proportion',
      worse: 'higher',
      margin: { value: asked.margin, of: asked.ofBaseline === true ? 'baseline' : 'unit' },
      critical: asked.critical ?? true,
      weight: 1,
      judge: 'paired',
      ...(asked.quantile === undefined ? {} : { quantile: asked.quantile }),
      ...(asked.unit === undefined ? {} : { unit: asked.unit }),
      settings: { test: asked.test, ...asked.settings },
    },
    samples: { metric: asked.name, blocks: [{ ...window, weight: 100, ...arms }] },
  }
}
