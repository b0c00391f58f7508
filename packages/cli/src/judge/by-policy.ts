import { judge } from '@sluice/compat'
import { UserError } from '@sluice/action'
import type { Verdict } from '@sluice/verdict'
import type { CliIo } from '../command.ts'
import { readDocument } from './documents.ts'
import type { JudgeOptions } from './options.ts'
import { policyFrom } from './policy-file.ts'
import { readSamplesFile } from './samples-file.ts'
import { verdictOf } from './verdict-of.ts'

/** Judges samples by a policy of ours. Throws `UserError`. */
export async function judgeByPolicy(options: JudgeOptions, io: CliIo): Promise<Verdict> {
  const policy = policyFrom(await readDocument(options.rules, io), options.rules)
  const samples = await readSamplesFile(options.data, io)
  const known = policy.metrics.map((metric) => metric.name)
  const strangers = samples.map((each) => each.metric).filter((name) => !known.includes(name))
  if (strangers.length > 0) {
    const message = `${options.data}: the policy has no metric named ${strangers.join(', ')}`
    throw new UserError('SAMPLES', message, `Its metrics are ${known.join(', ')}.`)
  }
  return verdictOf(judge(policy, samples), policy, options.subject)
}
