import { NOTHING_PUBLISHED, type ToldExit } from '@sluice/publish'
import type { LifeEnding } from '@sluice/rollout'
import type { Verdict } from '@sluice/verdict'
import type { CanaryOutput } from './inputs.ts'
import type { Prepared } from './prepare.ts'
import { aboutOwn, failure, framingOf, isByEvidence, isTold, standingOf, verdictFor } from './tell.ts'
import { versionsOf } from './version.ts'

/** The one ending of every run: tells people what was read back, writes the outputs, and says how the step ends. */
export async function close(prepared: Prepared, ending: LifeEnding): Promise<ToldExit<CanaryOutput>> {
  const { input, connection, io } = prepared
  const telling = prepared.news.ended(ending)
  const about = aboutOwn(prepared, ending) ? ending.record : undefined
  const verdict = await verdictFor(prepared, about)
  const decision = ending.decision === 'claim' ? 'none' : ending.decision
  const failed = failure(prepared, ending, verdict)
  const said = `${input.service} in ${input.environment} ${ending.did}.`
  io.log.info(said)
  for (const problem of ending.problems ?? []) io.log.error(problem)
  const told = isTold(ending)
    ? { verdict, framing: framingOf(ending, verdict, failed === undefined) }
    : undefined
  const published =
    told === undefined
      ? NOTHING_PUBLISHED
      : await prepared
          .publisherFor(about)
          .final(verdict, told.framing, undefined, standingOf(ending, verdict))
  const { record } = ending
  await Promise.all([telling, about === undefined ? undefined : prepared.source.keep(about)])
  const arms = record?.payload.arms
  const baseline = arms?.baseline
  const asks = ending.decision === 'claim' && input.version !== undefined && baseline !== undefined
  const versions =
    asks && input.version !== undefined ? await versionsOf(input.version, baseline, io) : undefined
  return {
    outputs: {
      outcome: outcomeOf(ending, verdict),
      decision,
      reason: reasonOf(ending, verdict, io.signal.aborted),
      ...published,
      'deployment-id': record === undefined || connection.github === undefined ? '' : String(record.id),
      sha: record?.payload.identity.sha ?? '',
      weight: ending.weight === undefined ? '' : String(ending.weight),
      slot: arms?.candidate ?? '',
      deploy: String(ending.decision === 'claim'),
      'baseline-version': versions?.length === 1 ? (versions[0] ?? '') : '',
    },
    ...(failed === undefined ? {} : { failed: withHelp(failed, told?.framing.helpUrl) }),
    ...(told === undefined ? {} : { told }),
    said,
  }
}

function withHelp(failed: string, helpUrl: string | undefined): string {
  return helpUrl === undefined ? failed : `${failed}\nSee ${helpUrl}`
}

function outcomeOf({ decision, reason }: LifeEnding, verdict: Verdict): string {
  if (reason === 'already_decided')
    return { promote: 'pass', 'roll-back': 'fail' }[decision as string] ?? 'inconclusive'
  // Gross harm in a warm-up is no part of the verdict.
  if (decision === 'roll-back' && reason === 'regression_found') return 'fail'
  // A run that failed decided nothing, whatever its last look saw.
  return decision === 'error' ? 'inconclusive' : verdict.outcome
}

/** The verdict's own reason where the evidence decided, else the life's. */
function reasonOf({ decision, reason }: LifeEnding, verdict: Verdict, cancelled: boolean): string {
  if (cancelled && (decision === 'pause' || decision === 'error')) return 'CANCELLED'
  return reason !== 'regression_found' && isByEvidence(reason) ? verdict.reason : reason
}
