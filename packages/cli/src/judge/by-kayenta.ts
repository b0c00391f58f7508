import { kayenta } from '@sluice/compat'
import { UserError } from '@sluice/action'
import type { Verdict } from '@sluice/verdict'
import type { CliIo } from '../command.ts'
import { readCanaryData } from './canary-data.ts'
import { readDocument } from './documents.ts'
import type { JudgeOptions } from './options.ts'
import { policyOf, verdictOf } from './verdict-of.ts'

/** Judges two arms by a Kayenta canary config. Throws `UserError`. */
export async function judgeByKayenta(options: JudgeOptions, io: CliIo): Promise<Verdict> {
  const strict = !options.compatible
  const thresholds = { ...kayenta.USUAL_THRESHOLDS, ...given(options) }
  const config = kayenta.readCanaryConfig(await readDocument(options.rules, io), strict, thresholds)
  const data = await readCanaryData(options.data, io)
  refuseStrangers(config, data, options.data)
  const { judgement, evidence } = kayenta.judgeCanaryConfig(config, data, strict)
  const { score, classification, reason = '', groups } = judgement
  const details = {
    kind: 'kayenta',
    strict,
    score,
    classification,
    reason,
    groups,
    labels: labelsOf(judgement),
  }
  return verdictOf(evidence, policyOf(evidence, kayenta.JUDGE_TEST.confidence), options.subject, details)
}

function given({ pass, marginal }: JudgeOptions): Partial<kayenta.ScoreThresholds> {
  return { ...(pass === undefined ? {} : { pass }), ...(marginal === undefined ? {} : { marginal }) }
}

function refuseStrangers(config: kayenta.CanaryConfig, data: kayenta.CanaryData, path: string): void {
  const known = config.metrics.map((metric) => metric.name)
  const strangers = [...data.keys()].filter((name) => !known.includes(name))
  if (strangers.length === 0) return
  throw new UserError(
    'CANARY_DATA',
    `${path}: the config has no metric named ${strangers.join(', ')}`,
    `Its metrics are ${known.join(', ')}.`,
  )
}

function labelsOf({ metrics }: kayenta.CanaryJudgement): Readonly<Record<string, string>> {
  return Object.fromEntries(metrics.map((metric) => [metric.name, metric.label]))
}
