import { adjustP, clopperPearson, mcnemarExact, normalUpperQuantile } from '@sluice/stats'
import type { ShadowFigure } from '@sluice/verdict'
import { classDrift, numericDrift, type Drift } from '../drift/drift.ts'
import { labelled, type Agreement } from '../models/agreement.ts'
import type { ClassificationTally } from '../models/classification.ts'
import type { FigureTally } from '../models/figures.ts'
import { kappa } from '../models/kappa.ts'
import type { ModelTally } from '../models/model-tally.ts'
import { areaUnderCurve, averagePrecision } from '../models/score-measures.ts'
import { noisy } from '../tally/discord.ts'
import { countOf, pointsOf, type Distribution, type DistributionData } from '../tally/distribution.ts'
import { totalOf } from '../tally/exact-sum.ts'

/** Agreement and, where the truth is known, accuracy on the same inputs. */
export function agreementFigures(a: Agreement, confidence: number): readonly ShadowFigure[] {
  if (a.n === 0) return []
  const agreement = {
    name: 'agreement',
    unit: 'share',
    value: a.agreed / a.n,
    ...clopperPearson(a.agreed, a.n, confidence),
  }
  const known = labelled(a)
  if (known === 0) return [agreement]
  const stable = (a.bothRight + a.stableOnly) / known
  const right = a.bothRight + a.candidateOnly
  return [
    agreement,
    {
      name: 'accuracy',
      unit: 'share',
      value: right / known,
      stable,
      ...clopperPearson(right, known, confidence),
    },
    { name: 'only the stable model is right', value: a.stableOnly, unit: 'inputs' },
    { name: 'only the candidate is right', value: a.candidateOnly, unit: 'inputs' },
    { name: "McNemar's exact p", value: mcnemarExact(a.stableOnly, a.candidateOnly) },
  ]
}

/** How often the stable model disagreed with itself, where it was asked twice. */
export function noiseFigures({ repeated, discord }: ModelTally): readonly ShadowFigure[] {
  return repeated === 0
    ? []
    : [{ name: 'the stable model agrees with itself', unit: 'share', value: 1 - noisy(discord) / repeated }]
}

/** What only classifiers have: kappa, one-sided flips, scores and how well they are calibrated. */
export function classificationFigures(tally: ClassificationTally): readonly ShadowFigure[] {
  const cells = tally.flips.cells()
  const agreement = kappa(cells)
  const { stable, candidate } = tally.quality
  const pairs = (name: string, of: (q: typeof stable) => number): readonly ShadowFigure[] =>
    stable.n === 0 ? [] : [{ name, value: of(candidate), stable: of(stable) }]
  return [
    ...(agreement === undefined ? [] : [{ name: "Cohen's kappa", value: agreement }]),
    ...meanFigure('score shift', tally.shift),
    ...pairs('Brier score', (q) => totalOf(q.brier) / q.n),
    ...pairs('log-loss', (q) => totalOf(q.logLoss) / q.n),
    ...pairs(
      'calibration error',
      (q) => q.bins.reduce((sum, bin) => sum + Math.abs(totalOf(bin.score) - bin.positives), 0) / q.n,
    ),
    ...pairs('area under the ROC curve', (q) =>
      areaUnderCurve(scored(q.positives.data(), q.negatives.data())),
    ),
    ...pairs('average precision', (q) => averagePrecision(scored(q.positives.data(), q.negatives.data()))),
  ].filter(({ value }) => Number.isFinite(value))
}

function scored(positives: DistributionData, negatives: DistributionData) {
  const groups = new Map<number, { positives: number; negatives: number }>()
  for (const [score, count] of pointsOf(positives)) groups.set(score, { positives: count, negatives: 0 })
  for (const [score, count] of pointsOf(negatives)) {
    groups.set(score, { positives: groups.get(score)?.positives ?? 0, negatives: count })
  }
  return [...groups].map(([score, counts]) => ({ score, ...counts })).sort((a, b) => b.score - a.score)
}

/** The figures of other kinds of models: means with intervals, root mean square errors, concordance. */
export function numberFigures(tally: FigureTally): readonly ShadowFigure[] {
  const mean = (name: string): number | undefined => {
    const found = tally.figures.get(name)
    return found === undefined || found.n === 0 ? undefined : totalOf(found.data().sum) / found.n
  }
  const hidden = /squared|product/
  const shown = [...tally.figures].filter(([name]) => !hidden.test(name)).sort(([a], [b]) => (a < b ? -1 : 1))
  const [before, after] = [mean('stable squared error'), mean('candidate squared error')]
  const rmse =
    before === undefined || after === undefined
      ? []
      : [{ name: 'root mean square error', value: Math.sqrt(after), stable: Math.sqrt(before) }]
  return [...shown.flatMap(([name, figure]) => meanFigure(name, figure)), ...rmse, ...concordanceFigure(mean)]
}

function concordanceFigure(mean: (name: string) => number | undefined): readonly ShadowFigure[] {
  const [x, y] = [mean('stable prediction'), mean('candidate prediction')]
  const [xx, yy, xy] = [mean('stable squared'), mean('candidate squared'), mean('product')]
  if (x === undefined || y === undefined || xx === undefined || yy === undefined || xy === undefined)
    return []
  const spread = xx - x * x + yy - y * y + (x - y) ** 2
  return spread <= 0 ? [] : [{ name: 'concordance correlation', value: (2 * (xy - x * y)) / spread }]
}

function meanFigure(name: string, distribution: Distribution): readonly ShadowFigure[] {
  const data = distribution.data()
  const n = countOf(data)
  if (n === 0) return []
  const value = totalOf(data.sum) / n
  if (n === 1) return [{ name: `mean ${name}`, value }]
  const m2 = pointsOf(data).reduce((sum, [at, count]) => sum + count * (at - value) ** 2, 0)
  const reach = normalUpperQuantile(0.025) * Math.sqrt(m2 / (n - 1) / n)
  return [{ name: `mean ${name}`, value, low: value - reach, high: value + reach }]
}

/** Drift of outputs and inputs, flagged with the false-discovery rate controlled. */
export function driftFigures(
  drifts: readonly (Drift | undefined)[],
  confidence: number,
): readonly ShadowFigure[] {
  const found = drifts.filter((drift) => drift !== undefined)
  const adjusted = adjustP(
    found.map(({ p }) => Math.min(1, Math.max(0, p))),
    'benjamini-hochberg',
  )
  return found.map((drift, i) => ({
    name: `drift of ${drift.name}`,
    value: drift.distance,
    note: noteOf(drift, adjusted[i] ?? 1),
    flagged: (adjusted[i] ?? 1) <= 1 - confidence,
  }))
}

function noteOf({ stability, jensenShannon, wasserstein }: Drift, p: number): string {
  const number = (value: number): string => String(Number(value.toPrecision(3)))
  const moved = wasserstein === undefined ? '' : `, Wasserstein ${number(wasserstein)}`
  return `corrected p ${number(p)}, PSI ${number(stability)}, Jensen-Shannon ${number(jensenShannon)}${moved}`
}

/** Drift of the classes that a classifier gives. */
export function answerDrift(tally: ClassificationTally): readonly (Drift | undefined)[] {
  const counts = new Map<string, [number, number]>()
  for (const [row, column, count] of tally.flips.cells()) {
    for (const [name, arm] of [
      [row, 0],
      [column, 1],
    ] as const) {
      const known = counts.get(name) ?? [0, 0]
      known[arm] += count
      counts.set(name, known)
    }
  }
  return [
    classDrift('the predicted classes', [...counts.values()]),
    numericDrift('the scores', tally.scores.stable.data(), tally.scores.candidate.data()),
  ]
}
