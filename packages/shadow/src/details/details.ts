import type { Evidence, ShadowDetails, ShadowFigure } from '@sluice/verdict'
import type { Comparison } from '../comparison.ts'
import { causesOf } from '../judged/causes.ts'
import { guardsSaid, missedClasses } from '../judged/model-metrics.ts'
import { lossesOf, unansweredBy } from '../judged/not-compared.ts'
import { maskCredentials } from '../tally/credentials.ts'
import { differing } from '../tally/paired-counts.ts'
import type { ShadowSummary } from '../tally/summary.ts'
import { causeRows } from './causes.ts'
import { measureRows } from './measures.ts'
import { modelRows } from './model.ts'
import { pathRows } from './paths.ts'
import { sliceRows } from './slices.ts'

/** What running two versions side by side cost, and how it was done. */
export interface Conduct {
  readonly cost: readonly ShadowFigure[]
  readonly said: readonly string[]
}

/** Who did not answer, and to which requests. */
function unansweredSaid(summary: ShadowSummary): readonly string[] {
  const { candidateOnly } = unansweredBy(summary)
  if (candidateOnly === 0) return []
  const names = summary.unanswered.map(({ id }) => id)
  const such = names.length === 0 ? '' : `, such as ${names.join(', ')}`
  return [
    `The candidate gave no answer that can be read to ${candidateOnly} requests that the primary answered${such}.`,
  ]
}

/** The classes of which the candidate misses more than the stable model does. */
function missedSaid({ model }: ShadowSummary): readonly string[] {
  return missedClasses(model).map(
    ({ label, n, stable, candidate }) =>
      `The candidate misses ${candidate} of ${n} "${maskCredentials(label)}", the stable model ${stable}.`,
  )
}

/** Everything a shadow report shows besides the evidence. */
export function detailsOf(
  summary: ShadowSummary,
  comparison: Comparison,
  evidence: readonly Evidence[],
  conduct: Conduct,
  confidence: number,
): ShadowDetails {
  const { rows, omitted } = pathRows(summary, evidence)
  const worse = new Set(rows.filter(({ status }) => status === 'worse').map(({ path }) => path))
  const causes = causeRows(
    causesOf(summary, (path) => worse.has(path)),
    summary.compared,
  )
  const model = modelRows(summary, comparison, confidence)
  return {
    kind: 'shadow',
    noise: comparison.noise,
    redacted: comparison.redact,
    compared: summary.compared,
    repeated: summary.repeated,
    differing: differing(summary.any),
    paths: rows,
    pathsOmitted: omitted,
    slices: sliceRows(summary, confidence),
    measures: measureRows(summary.measures, confidence),
    lost: lossesOf(summary),
    cost: conduct.cost,
    conduct: [
      ...unansweredSaid(summary),
      ...conduct.said,
      ...missedSaid(summary),
      ...guardsSaid(summary.model),
    ],
    ...(model === undefined ? {} : { model }),
    ...(causes.length === 0 ? {} : { causes }),
  }
}
