import { kayenta } from '@sluice/compat'
import { kayentaJudgeKinds, type KayentaKind, type KayentaVector } from './kayenta-judge-kinds.ts'
import { numberOf, numbersOf, rowOf, textOf, type Row } from './document.ts'
import { normalQuantile } from '@sluice/stats'

/** Every kind of Kayenta vector. */
export const kayentaKinds: ReadonlyMap<string, KayentaKind> = new Map<string, KayentaKind>([
  ['mannWhitneyCI', interval],
  ['wilcoxonDiff', difference],
  ['mannWhitneyIntermediate', intermediate],
  ['normalQuantile', ({ input }) => ({ value: normalQuantile(numberOf(input['p'], 'p')) })],
  ['summary', ({ input }) => ({ ...kayenta.summarise(values(input)) })],
  [
    'percentileR7',
    ({ input, config }) => ({ value: kayenta.percentile(values(input), numberOf(config['p'], 'p')) }),
  ],
  ['effectSize', effect],
  ['outlierDetect', (vector) => ({ outlier: detector(vector)(values(vector.input)) })],
  [
    'removeOutliers',
    (vector) => ({ values: kayenta.removeOutliers(values(vector.input), detector(vector)) }),
  ],
  ['removeNaNs', ({ input }) => ({ values: kayenta.removeNaNs(values(input)) })],
  ['replaceNaNs', replaced],
  ['addGaussianNoise', noisy],
  ...kayentaJudgeKinds,
])

function values(input: Row): readonly number[] {
  return numbersOf(input['values'], 'values')
}

function interval({ input, config }: KayentaVector): Row {
  const experiment = numbersOf(input['experiment'], 'experiment')
  const control = numbersOf(input['control'], 'control')
  const confidence = numberOf(config['confidenceLevel'] ?? config['confLevel'], 'confidenceLevel')
  const { low, high, estimate } = kayenta.mannWhitneyInterval(experiment, control, confidence)
  return { ciLow: low, ciHigh: high, ciLower: low, ciUpper: high, estimate }
}

function difference({ input, config }: KayentaVector): Row {
  const arms = kayenta.armsOf(numbersOf(input['x'], 'x'), numbersOf(input['y'], 'y'))
  return {
    value: kayenta.wilcoxonDiff(arms, numberOf(config['mu'], 'mu'), numberOf(config['quantile'], 'quantile')),
  }
}

function intermediate({ input, config }: KayentaVector): Row {
  const arms = kayenta.armsOf(numbersOf(input['x'], 'x'), numbersOf(input['y'], 'y'))
  const z = -normalQuantile((1 - numberOf(config['confidenceLevel'], 'confidenceLevel')) / 2)
  return {
    muMin: arms.muMin,
    muMax: arms.muMax,
    zqLower: z,
    zqUpper: -z,
    fLower1: kayenta.wilcoxonDiff(arms, arms.muMin, z),
    fUpper1: kayenta.wilcoxonDiff(arms, arms.muMax, z),
    fLower2: kayenta.wilcoxonDiff(arms, arms.muMin, -z),
    fUpper2: kayenta.wilcoxonDiff(arms, arms.muMax, -z),
    ciLower: kayenta.crossing(arms, z),
    ciUpper: kayenta.crossing(arms, -z),
    estimate: kayenta.crossing(arms, 0),
  }
}

function effect({ input, fn }: KayentaVector): Row {
  const experiment = numbersOf(input['experiment'], 'experiment')
  const control = numbersOf(input['control'], 'control')
  if (fn === 'cohenD') return { value: cohenD(control, experiment) }
  if (fn !== 'cles' && fn !== 'meanRatio') throw new Error(`unknown effect size ${String(fn)}`)
  return { value: kayenta.effectSize(fn, control, experiment) }
}

function detector(vector: KayentaVector): kayenta.Detector {
  const { config } = vector
  const name = textOf(vector['detector'] ?? config['detector'], '')
  if (name === 'KSigma') return kSigma(numberOf(config['k'], 'k'))
  if (name !== 'IQR') throw new Error(`unknown detector ${name}`)
  return kayenta.interquartile(numberOf(config['factor'], 'factor'), config['reduceSensitivity'] === true)
}

function replaced({ input, config }: KayentaVector): Row {
  return { values: kayenta.replaceNaNs(values(input), numberOf(config['value'] ?? 0, 'value')) }
}

function noisy({ input, config }: KayentaVector): Row {
  const gaussian = kayenta.javaGaussian(numberOf(config['seed'] ?? 0, 'seed'))
  const centre = numberOf(config['mean'], 'mean')
  const out = kayenta.addGaussianNoise(values(input), centre, numberOf(config['stdev'], 'stdev'), gaussian)
  const { mean, std, count } = kayenta.summarise(out)
  return { ...rowOf({ values: out }), mean, stdev: std, length: count }
}

/** |difference of means| over the pooled standard deviation. */
function cohenD(control: readonly number[], experiment: readonly number[]): number {
  const a = kayenta.summarise(experiment)
  const b = kayenta.summarise(control)
  const pooled = ((a.count - 1) * a.std ** 2 + (b.count - 1) * b.std ** 2) / (a.count + b.count - 2)
  return Math.abs(a.mean - b.mean) / Math.sqrt(pooled)
}

/** Population standard deviation (n), as the k-sigma detector uses it. */
function populationDeviation(values: readonly number[]): number {
  const n = values.length
  return n === 0 ? NaN : kayenta.standardDeviation(values) * Math.sqrt((n - 1) / n)
}

/** Further than `k` population standard deviations from the mean. The judge itself never uses it. */
function kSigma(k: number): kayenta.Detector {
  return (values) => {
    const centre = kayenta.mean(values)
    const reach = k * populationDeviation(values)
    return values.map((x) => Math.abs(x - centre) > reach)
  }
}
