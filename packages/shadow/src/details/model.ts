import { clopperPearson, mcnemarExact } from '@sluice/stats'
import type { ShadowFigure, ShadowModel } from '@sluice/verdict'
import type { Comparison } from '../comparison.ts'
import { numericDrift, type Drift } from '../drift/drift.ts'
import { labelled, type Agreement } from '../kinds/agreement.ts'
import { driftFigures } from '../kinds/figures/drift.ts'
import type { ModelTally } from '../kinds/model-tally.ts'
import { maskCredentials } from '../tally/credentials.ts'
import { noisy } from '../tally/paired-counts.ts'
import type { ShadowSummary } from '../tally/summary.ts'
import { modelSlices } from './model-slices.ts'

/** Classes shown in the confusion matrix: those with the most answers. */
const MOST_LABELS = 12
const MOST_FLIPS = 20
const MOST_EXAMPLES = 100

/** What two models said, as a report shows it. */
export function modelRows(
  summary: ShadowSummary,
  comparison: Comparison,
  confidence: number,
): ShadowModel | undefined {
  const { model } = summary
  if (model === undefined) return undefined
  const { detail, overall, examples } = model
  const told = detail.details(confidence)
  // Credentials are no class.
  const cells = told.cells.map(
    ([row, column, count]) => [maskCredentials(row), maskCredentials(column), count] as const,
  )
  const labels = mostCommon(cells)
  return {
    type: comparison.kind,
    figures: [
      ...agreementFigures(overall.agreement, confidence),
      ...noiseFigures(model, confidence),
      ...told.figures,
    ],
    labels,
    confusion: labels.map((row) =>
      labels.map((column) => cells.find(([a, b]) => a === row && b === column)?.[2] ?? 0),
    ),
    flips: cells
      .filter(([from, to]) => from !== to)
      .sort(([, , a], [, , b]) => b - a)
      .slice(0, MOST_FLIPS)
      .map(([from, to, count]) => ({ from, to, count })),
    slices: modelSlices(model.slices, comparison.kind, confidence),
    drift: driftFigures([...told.drift, ...inputDrift(model, comparison)], confidence),
    calibration: told.calibration,
    examples: examples.list().slice(0, MOST_EXAMPLES),
  }
}

function inputDrift(model: ModelTally, { model: paths }: Comparison): readonly (Drift | undefined)[] {
  return model.inputs.map(([stable, candidate], k) =>
    numericDrift(paths?.inputs[k]?.join('.') ?? 'an input', stable.data(), candidate.data()),
  )
}

function mostCommon(cells: readonly (readonly [string, string, number])[]): readonly string[] {
  const sizes = new Map<string, number>()
  for (const [row, column, count] of cells) {
    sizes.set(row, (sizes.get(row) ?? 0) + count)
    sizes.set(column, (sizes.get(column) ?? 0) + count)
  }
  return [...sizes]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MOST_LABELS)
    .map(([label]) => label)
}

/** Agreement and, where the truth is known, accuracy on the same inputs. */
function agreementFigures(a: Agreement, confidence: number): readonly ShadowFigure[] {
  if (a.n === 0) return []
  const agreement = shareFigure('agreement', a.agreed, a.n, confidence)
  const known = labelled(a)
  if (known === 0) return [agreement]
  const stable = (a.bothRight + a.stableOnly) / known
  return [
    agreement,
    { ...shareFigure('accuracy', a.bothRight + a.candidateOnly, known, confidence), stable },
    { name: 'only the stable model is right', value: a.stableOnly, unit: 'inputs' },
    { name: 'only the candidate is right', value: a.candidateOnly, unit: 'inputs' },
    { name: "McNemar's exact p", value: mcnemarExact(a.stableOnly, a.candidateOnly) },
  ]
}

/** How often the stable model agreed with itself, where it was asked twice. */
function noiseFigures({ repeated, differed }: ModelTally, confidence: number): readonly ShadowFigure[] {
  if (repeated === 0) return []
  return [
    shareFigure('the stable model agrees with itself', repeated - noisy(differed), repeated, confidence),
  ]
}

function shareFigure(name: string, events: number, n: number, confidence: number): ShadowFigure {
  return { name, unit: 'share', value: events / n, ...clopperPearson(events, n, confidence) }
}
