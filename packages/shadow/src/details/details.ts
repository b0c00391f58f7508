import type { Evidence, ShadowDetails, ShadowFigure } from '@sluice/verdict'
import type { Comparison } from '../comparison.ts'
import { lossesOf } from '../judged/not-compared.ts'
import { differing } from '../tally/paired-counts.ts'
import type { ShadowSummary } from '../tally/summary.ts'
import { measureRows } from './measures.ts'
import { modelRows } from './model.ts'
import { pathRows } from './paths.ts'
import { sliceRows } from './slices.ts'

/** What running two versions side by side cost, and how it was done. */
export interface Conduct {
  readonly cost: readonly ShadowFigure[]
  readonly said: readonly string[]
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
    conduct: conduct.said,
    ...(model === undefined ? {} : { model }),
  }
}
