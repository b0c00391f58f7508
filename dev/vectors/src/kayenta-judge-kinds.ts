import { kayenta } from '@sluice/compat'
import { classifyByMeans } from './kayenta-means.ts'
import { isRow, listIn, numberOf, numbersOf, numeric, rowOf, textOf, type Row } from './document.ts'

/** A vector with its parts taken apart. */
export interface KayentaVector extends Row {
  readonly input: Row
  readonly config: Row
}

/** Runs one vector and names what came out as the vector's `expected` does. */
export type KayentaKind = (vector: KayentaVector) => Row

/** The kinds that label, score and judge. */
export const kayentaJudgeKinds: readonly (readonly [string, KayentaKind])[] = [
  ['classify', classify],
  ['weightedSumScore', score],
  ['thresholdScore', ({ input, config }) => thresholdScore(input, config)],
  ['aggregatedJudgment', aggregated],
  ['mix', mixed],
  ['padMissing', mixed],
  ['judge', judged],
]

function classify(vector: KayentaVector): Row {
  try {
    return classified(vector)
  } catch (error) {
    if (!(error instanceof kayenta.TiedObservations)) throw error
    return { classification: 'Error', critical: false, error: error.message, throws: true }
  }
}

function classified(vector: KayentaVector): Row {
  const { input, config } = vector
  const control = numbersOf(input['control'], 'control')
  const experiment = numbersOf(input['experiment'], 'experiment')
  const settings = settingsOf(config)
  const test = {
    tolerance: numeric(config['tolerance']) ?? kayenta.JUDGE_TEST.tolerance,
    confidence: numeric(config['confLevel']) ?? kayenta.JUDGE_TEST.confidence,
  }
  const byMeans = vector['classifier'] === 'MeanInequality'
  const result = byMeans
    ? classifyByMeans(control, experiment, settings)
    : kayenta.classifyCompatible(control, experiment, settings, test)
  const { low: ciLow, high: ciHigh, estimate } = result.shift ?? {}
  const { label: classification, reason = '' } = result
  return { ...result, classification, reason, reasonNotEmpty: reason !== '', ciLow, ciHigh, estimate }
}

function settingsOf(config: Row): kayenta.MetricSettings {
  const measure = config['effectSizeMeasure'] === 'cles' ? 'cles' : 'meanRatio'
  return {
    ...kayenta.readMetricSettings(
      { direction: config['direction'], nanStrategy: config['nanStrategy'], effectSize: { measure } },
      'config',
      undefined,
    ),
    critical: config['isCriticalMetric'] === true,
    mustHaveData: config['isDataRequired'] === true,
    ...limits('allowed', config['effectSizeThresholds']),
    ...limits('criticalAt', config['criticalThresholds']),
  }
}

function limits(name: 'allowed' | 'criticalAt', given: unknown): Partial<kayenta.MetricSettings> {
  if (!Array.isArray(given)) return {}
  const [decrease = 1, increase = 1] = numbersOf(given, name)
  return { [name]: { decrease, increase } }
}

function score({ input, config }: KayentaVector): Row {
  const metrics = listIn(input['results']).map(rowOf)
  const scored = metrics
    .filter((metric) => metric['muted'] !== true)
    .map((metric) => ({
      name: textOf(metric['name'], ''),
      label: labelOf(metric['classification']),
      groups: listIn(metric['groups']).map(String),
      critical: metric['critical'] === true,
      reason: textOf(metric['reason'] ?? metric['classificationReason'], 'null'),
    }))
  const result = kayenta.weightedSum(scored, weightsOf(config['groupWeights']))
  const groupScores = Object.fromEntries(result.groups.map((group) => [group.name, group.score]))
  return { summaryScore: result.score, groupScores, reason: result.reason }
}

const LABELS: readonly kayenta.Label[] = ['Pass', 'High', 'Low', 'Nodata', 'NodataFailMetric', 'Error']

function labelOf(given: unknown): kayenta.Label {
  const label = LABELS.find((each) => each === given)
  if (label === undefined) throw new Error(`unknown label ${String(given)}`)
  return label
}

function weightsOf(given: unknown): kayenta.GroupWeights {
  return new Map(Object.entries(rowOf(given)).map(([group, weight]) => [group, numberOf(weight, group)]))
}

function thresholdScore(input: Row, config: Row): Row {
  const thresholds = {
    pass: numberOf(config['pass'], 'pass'),
    marginal: numberOf(config['marginal'], 'marginal'),
  }
  return { classification: kayenta.classifyScore(numberOf(input['score'], 'score'), thresholds) }
}

function aggregated({ input, config }: KayentaVector): Row {
  const pass = numeric(config['pass'])
  const thresholds = pass === undefined ? {} : { pass }
  return { didPass: finalScorePasses(numberOf(input['finalScore'], 'finalScore'), thresholds) }
}

/** Whether the last score is enough. Without thresholds every score is. */
function finalScorePasses(score: number, thresholds: Partial<kayenta.ScoreThresholds>): boolean {
  return thresholds.pass === undefined || score >= thresholds.pass
}

/** One arm's series as a metric store returned it. */
interface MetricSet {
  readonly values: readonly number[]
  readonly startMs?: number
  readonly endMs?: number
  readonly stepMs?: number
}

/** Raised where one of the arms was never fetched: an arm without points is an empty set, not a missing one. */
export class MissingMetricSet extends Error {
  override readonly name = 'MissingMetricSet'
  constructor(arm: string) {
    super(`no ${arm} metric set was given`)
  }
}

/** Pairs two arms; one without points becomes as many NaN as its interval should have held. Throws `MissingMetricSet`. */
export function mixMetricSets(
  control: MetricSet | undefined,
  experiment: MetricSet | undefined,
): kayenta.MetricSetPair {
  if (control === undefined) throw new MissingMetricSet('control')
  if (experiment === undefined) throw new MissingMetricSet('experiment')
  return { control: backfilled(control), experiment: backfilled(experiment) }
}

/** Points that an interval should hold: its length over its step; 0 where either is not known. */
function expectedDataPoints({ startMs, endMs, stepMs }: Omit<MetricSet, 'values'>): number {
  if (startMs === undefined || endMs === undefined || stepMs === undefined || !(stepMs > 0)) return 0
  return Math.max(0, Math.floor((endMs - startMs) / stepMs))
}

function backfilled(set: MetricSet): readonly number[] {
  if (set.values.length > 0) return set.values
  return new Array<number>(expectedDataPoints(set)).fill(NaN)
}

function mixed({ input }: KayentaVector): Row {
  const set = (arm: string): MetricSet | undefined => {
    const given = input[arm]
    if (given === undefined || given === null) return undefined
    const times = { ...input, ...(isRow(given) ? given : {}) }
    const values = numbersOf(isRow(given) ? given['values'] : given, arm)
    return { values, ...spanOf(times) }
  }
  return { ...mixMetricSets(set('control'), set('experiment')) }
}

function spanOf(times: Row): Omit<MetricSet, 'values'> {
  const [startMs, endMs, stepMs] = [times['startMs'], times['endMs'], times['stepMs']].map(numeric)
  if (startMs === undefined || endMs === undefined || stepMs === undefined) return {}
  return { startMs, endMs, stepMs }
}

function judged({ input, config, expected }: KayentaVector): Row {
  const rows = listIn(input['metrics']).map(rowOf)
  const named = rows.map((row, i) => ({ row, name: textOf(row['name'], `metric ${i}`) }))
  const weights = input['groupWeights'] ?? config['groupWeights']
  const document = {
    metrics: named.map(({ row, name }) => ({
      name,
      groups: Array.isArray(row['groups']) ? row['groups'] : ['group'],
      analysisConfigurations: { canary: row['canary'] },
    })),
    classifier: {
      groupWeights: weights ?? {},
      scoreThresholds: { pass: config['pass'], marginal: config['marginal'] },
    },
  }
  const data = new Map(
    named.map(({ row, name }) => [
      name,
      {
        control: numbersOf(row['control'], 'control'),
        experiment: numbersOf(row['experiment'], 'experiment'),
      },
    ]),
  )
  const result = kayenta.judgeCanary(kayenta.readCanaryConfig(document, false), data, false)
  return {
    score: result.score,
    classification: result.classification,
    reason: withTheirNames(result.reason, rowOf(expected)['reason'], names(named)),
    metricLabels: result.metrics.map((metric) => metric.label),
    metricCritical: result.metrics.map((metric) => metric.critical),
    ratios: result.metrics.map((metric) => (metric.label === 'Error' ? null : metric.deviation)),
  }
}

function names(named: readonly { readonly name: string }[]): readonly string[] {
  return named.map(({ name }) => name)
}

/** A reason is the expected one if they differ in the name of a metric only: vectors do not name their metrics. */
function withTheirNames(got: string | undefined, expected: unknown, names: readonly string[]): unknown {
  const blank = (text: string, name: string): string => text.replaceAll(name, '*')
  const ours = names.reduce(blank, got ?? '').split('*')
  const alike =
    typeof expected === 'string' && expected.startsWith(ours[0] ?? '') && expected.endsWith(ours.at(-1) ?? '')
  return got !== undefined && alike ? expected : got
}
