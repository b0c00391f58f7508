import { adjustP, binomialAtLeast, clopperPearson, mcnemarExact } from '@sluice/stats'
import type { ShadowFigure, ShadowModel } from '@sluice/verdict'
import type { Comparison } from '../comparison.ts'
import { labelled, type Agreement } from '../models/agreement.ts'
import { ClassificationTally } from '../models/classification.ts'
import { kappa } from '../models/kappa.ts'
import type { Summary } from '../tally/summary.ts'

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
  const cells = model.detail instanceof ClassificationTally ? model.detail.flips.cells() : []
  const labels = mostCommon(cells)
  return {
    type: comparison.kind,
    figures: [...agreementFigures(model.overall, confidence), ...kappaFigure(cells)],
    labels,
    confusion: labels.map((row) =>
      labels.map((column) => cells.find(([a, b]) => a === row && b === column)?.[2] ?? 0),
    ),
    flips: cells
      .filter(([from, to]) => from !== to)
      .sort(([, , a], [, , b]) => b - a)
      .slice(0, MOST_FLIPS)
      .map(([from, to, count]) => ({ from, to, count })),
    slices: sliceRows(model.slices, confidence),
    drift: [],
    calibration: [],
  }
}

function agreementFigures(a: Agreement, confidence: number): readonly ShadowFigure[] {
  if (a.n === 0) return []
  const agreement = { name: 'agreement', value: a.agreed / a.n, ...clopperPearson(a.agreed, a.n, confidence) }
  const known = labelled(a)
  if (known === 0) return [agreement]
  const stable = a.bothRight + a.stableOnly
  const right = a.bothRight + a.candidateOnly
  return [
    agreement,
    {
      name: 'accuracy',
      value: right / known,
      stable: stable / known,
      ...clopperPearson(right, known, confidence),
    },
    { name: 'only the stable model is right', value: a.stableOnly, unit: 'inputs' },
    { name: 'only the candidate is right', value: a.candidateOnly, unit: 'inputs' },
    { name: "McNemar's exact p", value: mcnemarExact(a.stableOnly, a.candidateOnly) },
  ]
}

function kappaFigure(cells: readonly (readonly [string, string, number])[]): readonly ShadowFigure[] {
  const value = kappa(cells)
  return value === undefined ? [] : [{ name: "Cohen's kappa", value }]
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

function sliceRows(slices: ReadonlyMap<string, Agreement>, confidence: number): ShadowModel['slices'] {
  const all = [...slices].sort(([a], [b]) => (a < b ? -1 : 1))
  const adjusted = adjustP(
    all.map(([, { stableOnly, candidateOnly }]) =>
      stableOnly + candidateOnly === 0 ? 1 : binomialAtLeast(stableOnly, stableOnly + candidateOnly, 0.5),
    ),
    'benjamini-hochberg',
  )
  return all
    .map(([name, a], i) => {
      const known = labelled(a)
      const loss = known === 0 ? {} : { loss: (a.stableOnly - a.candidateOnly) / known, p: adjusted[i] ?? 1 }
      return {
        name,
        pairs: a.n,
        agreement: a.n === 0 ? 0 : a.agreed / a.n,
        flagged: (adjusted[i] ?? 1) <= 1 - confidence,
        ...loss,
      }
    })
    .sort(
      (x, y) =>
        Number(y.flagged) - Number(x.flagged) || x.agreement - y.agreement || (x.name < y.name ? -1 : 1),
    )
}
