import { conclude, digestOf, type Evidence, type Policy, type Verdict } from '@sluice/verdict'
import type { JudgeOptions } from './options.ts'

/** Evidence as a verdict document about the subject that was named. */
export function verdictOf(
  evidence: readonly Evidence[],
  document: Policy,
  subject: JudgeOptions['subject'],
  details?: Verdict['details'],
): Verdict {
  const blocks = evidence.flatMap((each) => each.samples.blocks)
  return {
    schema: 1,
    action: 'judge',
    subject,
    ...conclude(evidence),
    evidence,
    window: {
      from: blocks.reduce((least, block) => Math.min(least, block.from), blocks[0]?.from ?? 0),
      to: blocks.reduce((most, block) => Math.max(most, block.to), blocks[0]?.to ?? 0),
    },
    policy: { digest: digestOf(document), document },
    ...(details === undefined ? {} : { details }),
  }
}

/** The policy behind evidence of judges that test nothing sequentially. */
export function policyOf(evidence: readonly Evidence[], confidence: number): Policy {
  return {
    confidence,
    minTrials: 0,
    failWhen: 'any-regression',
    stages: 1,
    metrics: evidence.map((each) => each.policy),
  }
}
