import { kayenta } from '@sluice/compat'

export interface Series {
  readonly control: readonly number[]
  readonly experiment: readonly number[]
  readonly canary?: Readonly<Record<string, unknown>>
  readonly groups?: readonly string[]
}

/** A canary of the given metrics, judged as Kayenta does (`strict: false`) or repaired. */
export function canaryOf(
  series: readonly Series[],
  strict: boolean,
  groupWeights: Readonly<Record<string, number>> = {},
): kayenta.CanaryJudgement {
  const document = {
    metrics: series.map(({ canary = {}, groups = ['group'] }, i) => ({
      name: `metric ${i}`,
      groups,
      analysisConfigurations: { canary },
    })),
    classifier: { groupWeights },
  }
  const data = new Map(series.map((pair, i) => [`metric ${i}`, pair]))
  return kayenta.judgeCanary(kayenta.readCanaryConfig(document, strict), data, strict)
}

export interface Answer {
  readonly label: kayenta.Label | undefined
  readonly score: number
  readonly canary: kayenta.ScoreClass
}

/** The label of the only metric, and what the canary came to. */
export function answerOf(series: Series, strict: boolean): Answer {
  const { metrics, score, classification } = canaryOf([series], strict)
  return { label: metrics[0]?.label, score, canary: classification }
}

export function both(series: Series): { readonly compatible: Answer; readonly strict: Answer } {
  return { compatible: answerOf(series, false), strict: answerOf(series, true) }
}

/** Repeatable deviates for simulations. */
export function deviates(seed: number): kayenta.Gaussian {
  return kayenta.javaGaussian(seed)
}

export function sample(count: number, draw: () => number): readonly number[] {
  return Array.from({ length: count }, draw)
}
