import { models } from '@sluice/shadow'
import { chiSquareSf, clopperPearson, mcnemarExact, normalSf, wilson } from '@sluice/stats'
import { classMeasures, confusionOf } from './class-measures.ts'
import type { Row } from './document.ts'
import { blandAltman, concordance, correlation, regressionMeasures } from './regression-measures.ts'
import { brierScore, byScore, calibrationError, logLoss, mean, symmetricKl } from './score-measures.ts'
import { mcnemarMidP, perArmForPower, pooledZ } from './methods/index.ts'

/** Figures of one group of model vectors, under the names that the vectors use. */
export function modelFigures(vector: Row): Row {
  return { ...classes(vector), ...probabilities(vector), ...numbersOf(vector), ...discordant(vector) }
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined
}

function numeric(value: unknown): readonly number[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'number') ? value : undefined
}

function classes(vector: Row): Row {
  const [truth, stable, candidate] = [
    strings(vector['truth']),
    strings(vector['stable']),
    strings(vector['candidate']),
  ]
  if (truth === undefined || stable === undefined || candidate === undefined) return {}
  const rightOf = (said: readonly string[]): readonly boolean[] => said.map((name, k) => name === truth[k])
  const [before, after] = [rightOf(stable), rightOf(candidate)]
  const found = classMeasures(confusionOf(truth, candidate))
  const between = confusionOf(stable, candidate)
  const cells = between.counts.flatMap((row, i) =>
    row.map((count, j) => [between.labels[i] ?? '', between.labels[j] ?? '', count] as const),
  )
  return {
    agreement: share(stable.map((name, k) => name === candidate[k])),
    acc_stable: share(before),
    acc_candidate: share(after),
    kappa_stable_candidate: models.kappa(cells)?.value,
    confusion_stable_rows_candidate_cols: between.counts,
    mcc_candidate: found.mcc,
    f1_macro_candidate: found.f1Macro,
    f1_weighted_candidate: found.f1Weighted,
    precision_per_class: found.precision,
    recall_per_class: found.recall,
    mcnemar: mcnemar(
      before.filter((is, k) => is && after[k] === false).length,
      before.filter((is, k) => !is && after[k] === true).length,
    ),
  }
}

/** McNemar's test in its three forms for b and c discordant pairs. */
export function mcnemar(b: number, c: number): Row {
  const corrected = b + c === 0 ? 0 : (Math.abs(b - c) - 1) ** 2 / (b + c)
  return {
    b,
    c,
    exact_p: mcnemarExact(b, c),
    mid_p: mcnemarMidP(b, c),
    chi2_cc: corrected,
    chi2_cc_p: chiSquareSf(corrected, 1),
  }
}

function probabilities(vector: Row): Row {
  const [truth, stable, candidate] = [
    numeric(vector['truth']),
    numeric(vector['p_stable']),
    numeric(vector['p_candidate']),
  ]
  if (truth === undefined || stable === undefined || candidate === undefined) return {}
  const positive = truth.map((label) => label === 1)
  const apart = stable.map((p, k) => Math.abs(p - (candidate[k] ?? 0)))
  return {
    stable: scores(stable, positive),
    candidate: scores(candidate, positive),
    agreement_at_0_5: share(stable.map((p, k) => p >= 0.5 === (candidate[k] ?? 0) >= 0.5)),
    mean_abs_prob_diff: mean(apart),
    max_abs_prob_diff: Math.max(...apart),
    mean_symmetric_kl: symmetricKl(stable, candidate),
  }
}

function scores(values: readonly number[], positive: readonly boolean[]): Row {
  const groups = byScore(values, positive)
  return {
    brier: brierScore(values, positive),
    log_loss: logLoss(values, positive),
    roc_auc: models.areaUnderCurve(groups).value,
    average_precision: models.averagePrecision(groups),
    ece_10_equal_width_right_closed: calibrationError(values, positive),
    mean_pred: mean(values),
  }
}

function numbersOf(vector: Row): Row {
  const [truth, stable, candidate] = [
    numeric(vector['truth']),
    numeric(vector['stable']),
    numeric(vector['candidate']),
  ]
  if (stable === undefined || candidate === undefined) return {}
  const errors = (said: readonly number[], suffix: string): Row => {
    if (truth === undefined) return {}
    const { mae, rmse, r2, bias, maxError, mape } = regressionMeasures(truth, said)
    const figures = { mae, rmse, r2, bias, max_error: maxError, mape, ccc: concordance(truth, said) }
    return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${name}_${suffix}`, value]))
  }
  const limits = blandAltman(stable, candidate)
  return {
    ...errors(stable, 'stable'),
    ...errors(candidate, 'candidate'),
    ccc: concordance(stable, candidate),
    pearson: correlation(stable, candidate),
    bland_altman: {
      ...limits,
      mean_diff: limits.mean,
      sd_diff: limits.sd,
      loa_low: limits.low,
      loa_high: limits.high,
    },
  }
}

/** Wilson, Clopper-Pearson and the like where a vector gives events and trials. */
function discordant(vector: Row): Row {
  const [k, n] = [Number(vector['k']), Number(vector['n'])]
  if (!Number.isInteger(k) || !Number.isInteger(n) || n === 0) return {}
  const [w, c] = [wilson(k, n), clopperPearson(k, n)]
  return { wilson: [w.low, w.high], clopper_pearson: [c.low, c.high] }
}

/** Pairs or requests that are needed, rounded up. */
export function sampleSize(vector: Row): number | undefined {
  const { rate, p0, p1, kind } = vector
  if (typeof rate === 'number') return Math.ceil(Math.log(0.05) / Math.log1p(-rate))
  if (typeof p0 !== 'number' || typeof p1 !== 'number' || !String(kind).startsWith('two-proportion'))
    return undefined
  return Math.ceil(perArmForPower(p0, p1, { power: 0.8, alpha: 0.05, sides: 2 }))
}

/** The unpaired test that misses what the paired one finds. */
export function unpaired(accStable: number, accCandidate: number, n: number): number {
  const x = { events: accStable * n, trials: n }
  const y = { events: accCandidate * n, trials: n }
  return 2 * normalSf(Math.abs(pooledZ(x, y)))
}

function share(flags: readonly boolean[]): number {
  return flags.filter(Boolean).length / flags.length
}
