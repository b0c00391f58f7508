import { argo } from '@sluice/compat'
import { UserError } from '@sluice/action'
import type { Verdict } from '@sluice/verdict'
import type { CliIo } from '../command.ts'
import { readDocument } from './documents.ts'
import { readMeasurements } from './measurements.ts'
import type { JudgeOptions } from './options.ts'
import { policyOf, verdictOf } from './verdict-of.ts'

// Conditions test nothing by chance, but a policy names a confidence.
const NOMINAL_CONFIDENCE = 0.95

/** Judges recorded measurements by an Argo Rollouts analysis. Throws `UserError`. */
export async function judgeByArgo(options: JudgeOptions, io: CliIo): Promise<Verdict> {
  const template = argo.readTemplate(await readDocument(options.rules, io), options.args)
  const records = await readMeasurements(options.data, io)
  refuseStrangers(template, [...records.keys()], options.data)
  const { replay, evidence } = argo.judgeTemplate(template, records, options.compatible)
  const { phase, message, metrics, runSummary, dryRunSummary } = replay
  const details = {
    kind: 'argo-analysis',
    exact: options.compatible,
    phase,
    message,
    effect: argo.rolloutEffect(phase),
    phases: Object.fromEntries(metrics.map((metric) => [metric.name, metric.phase])),
    runSummary,
    dryRunSummary,
  }
  return verdictOf(evidence, policyOf(evidence, NOMINAL_CONFIDENCE), options.subject, details)
}

function refuseStrangers(template: argo.AnalysisTemplate, names: readonly string[], path: string): void {
  const known = template.metrics.map((metric) => metric.spec.name)
  const strangers = names.filter((name) => !known.includes(name))
  if (strangers.length === 0) return
  throw new UserError(
    'MEASUREMENTS',
    `${path}: the template has no metric named ${strangers.join(', ')}`,
    `Its metrics are ${known.join(', ')}.`,
  )
}
