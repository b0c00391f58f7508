import type { ShadowModel } from '@sluice/verdict'
import type { Comparison } from '../comparison.ts'
import { numericDrift, type Drift } from '../drift/drift.ts'
import type { KindTally } from '../models/answers.ts'
import { ClassificationTally } from '../models/classification.ts'
import { FigureTally } from '../models/figures.ts'
import type { ModelTally } from '../models/model-tally.ts'
import { totalOf } from '../tally/exact-sum.ts'
import { maskCredentials } from '../tally/credentials.ts'
import type { Summary } from '../tally/summary.ts'
import { agreementFigures, noiseFigures } from './figures/agreement.ts'
import { classFigures } from './figures/classes.ts'
import { answerDrift, driftFigures } from './figures/drift.ts'
import { numberFigures } from './figures/numbers.ts'
import { modelSlices } from './model-slices.ts'

/** Classes shown in the confusion matrix: those with the most answers. */
const MOST_LABELS = 12
const MOST_FLIPS = 20

/** What two models said, as a report shows it. */
export function modelRows(
  summary: Summary,
  comparison: Comparison,
  confidence: number,
): ShadowModel | undefined {
  const { model } = summary
  if (model === undefined) return undefined
  const { detail, overall } = model
  const classes = detail instanceof ClassificationTally ? detail : undefined
  // Credentials are no class.
  const cells = (classes?.flips.cells() ?? []).map(
    ([row, column, count]) => [maskCredentials(row), maskCredentials(column), count] as const,
  )
  const labels = mostCommon(cells)
  return {
    type: comparison.kind,
    figures: [
      ...agreementFigures(overall.agreement, confidence),
      ...noiseFigures(model, confidence),
      ...(classes === undefined ? [] : classFigures(classes, confidence)),
      ...(detail instanceof FigureTally ? numberFigures(detail, confidence) : []),
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
    drift: driftFigures([...outputDrift(detail), ...inputDrift(model, comparison)], confidence),
    calibration:
      classes === undefined ? [] : [classes.quality.stable, classes.quality.candidate].map(calibrationOf),
  }
}

function outputDrift(detail: KindTally): readonly (Drift | undefined)[] {
  if (detail instanceof ClassificationTally) return answerDrift(detail)
  if (!(detail instanceof FigureTally)) return []
  const [stable, candidate] = ['stable prediction', 'candidate prediction'].map((name) =>
    detail.figures.get(name),
  )
  if (stable === undefined || candidate === undefined) return []
  return [numericDrift('the predictions', stable.data(), candidate.data())]
}

function inputDrift(model: ModelTally, { model: paths }: Comparison): readonly (Drift | undefined)[] {
  return model.inputs.map(([stable, candidate], k) =>
    numericDrift(paths?.inputs[k]?.join('.') ?? 'an input', stable.data(), candidate.data()),
  )
}

function calibrationOf({ bins }: ClassificationTally['quality']['stable']): readonly (readonly number[])[] {
  return bins
    .filter(({ n }) => n > 0)
    .map(({ n, positives, score }) => [totalOf(score) / n, positives / n, n])
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
