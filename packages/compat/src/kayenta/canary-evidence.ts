import type { Arm, Block, Evidence, MetricPolicy, Samples } from '@sluice/verdict'
import { judgeThreshold } from '../argo/threshold-judge.ts'
import type { CanaryConfig } from './canary-config.ts'
import { judgeCanary, type CanaryData, type CanaryJudgement } from './canary-judge.ts'
import { judgeKayenta } from './kayenta-judge.ts'

const SCORE_METRIC = 'canary score'

/** A whole canary, judged: Kayenta's own answer, and the same as evidence in which only the score decides. */
export interface CanaryEvidence {
  readonly judgement: CanaryJudgement
  readonly evidence: readonly Evidence[]
}

/**
 * Judges a canary config. A single metric may be High in a canary whose score still passes, so metrics are shown without
 * deciding; the score decides, held against the config's thresholds, and can be judged again from its own evidence.
 */
export function judgeCanaryConfig(config: CanaryConfig, data: CanaryData, strict: boolean): CanaryEvidence {
  const judgement = judgeCanary(config, data, strict)
  const metrics = config.metrics.map(({ name, given }) =>
    judgeKayenta(metricPolicy(name, { ...given, strict }), samplesOf(name, data)),
  )
  return { judgement, evidence: [...metrics, scoreEvidence(config, judgement, strict)] }
}

function scoreEvidence({ thresholds }: CanaryConfig, judgement: CanaryJudgement, strict: boolean): Evidence {
  const arm: Arm =
    judgement.classification === 'Inconclusive'
      ? {
          kind: 'absent',
          absence: 'not_observed',
          detail: judgement.reason ?? 'not every metric could be judged',
        }
      : { kind: 'scalar', value: judgement.score }
  const policy: MetricPolicy = {
    ...metricPolicy(SCORE_METRIC, {
      successCondition: `result >= ${thresholds.pass}`,
      failureCondition: `result < ${thresholds.marginal}`,
    }),
    kind: 'scalar',
    worse: 'lower',
    critical: true,
    judge: 'threshold',
  }
  const evidence = judgeThreshold(policy, { metric: SCORE_METRIC, blocks: [block(0, ABSENT, arm)] })
  const label = `Kayenta ${strict ? 'repaired' : 'as it is'}: ${judgement.classification}, score ${judgement.score}`
  const why = judgement.reason === undefined ? '' : ` (${judgement.reason})`
  return { ...evidence, unit: 'points', notes: [`${label}${why}.`, ...(evidence.notes ?? [])] }
}

const ABSENT: Arm = { kind: 'absent', absence: 'not_observed' }

function metricPolicy(name: string, settings: Readonly<Record<string, unknown>>): MetricPolicy {
  return {
    name,
    kind: 'series',
    worse: 'either',
    margin: { value: 0, of: 'baseline' },
    critical: false,
    weight: 1,
    judge: 'kayenta',
    settings,
  }
}

function samplesOf(name: string, data: CanaryData): Samples {
  const { control = [], experiment = [] } = data.get(name) ?? {}
  return { metric: name, blocks: [block(0, valuesArm(control), valuesArm(experiment))] }
}

function valuesArm(values: readonly number[]): Arm {
  return { kind: 'values', values }
}

function block(at: number, baseline: Arm, candidate: Arm): Block {
  return { from: at, to: at, weight: 50, baseline, candidate }
}
