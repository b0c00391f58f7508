import type { Exit } from '@sluice/action'
import { mayGoOn, type PublishedOutputs } from '@sluice/publish'
import type { LifeEnding } from '@sluice/rollout'
import type { Verdict } from '@sluice/verdict'
import type { CanaryOutput } from './inputs.ts'
import { subjectFor } from './look.ts'
import type { Prepared } from './prepare.ts'
import { emptyVerdict } from './verdict.ts'
import { versionsOf } from './version.ts'

const NOTHING_PUBLISHED: PublishedOutputs = { verdict: '', report: '', 'check-url': '', 'comment-url': '' }

/** Reasons for which a run has nothing to say: no check, no comment. */
const QUIET: ReadonlySet<string> = new Set([
  'nothing_open',
  'owner_at_work',
  'newer_release',
  'paused',
  'status_only',
  'already_decided',
  'already_open',
  'claimed',
  'taken_over',
  'finish_first',
  'queued',
])

/** The one ending of every run: tells people what was read back, writes the outputs, and says how the step ends. */
export async function close(prepared: Prepared, ending: LifeEnding): Promise<Exit<CanaryOutput>> {
  const { input, connection, io } = prepared
  const verdict = verdictFor(prepared, ending)
  const decision = ending.decision === 'claim' ? 'none' : ending.decision
  const failed = failure(prepared, ending, verdict)
  io.log.info(`${input.service} in ${input.environment} ${ending.did}.`)
  const published = isQuiet(ending)
    ? NOTHING_PUBLISHED
    : await prepared
        .publisherFor(ending.record)
        .final(verdict, { decision, did: ending.did, go: failed === undefined }, undefined, isOpen(ending))
  const { record } = ending
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
      weight: ending.weight === undefined ? '' : String(ending.weight),
      slot: arms?.candidate ?? '',
      deploy: String(ending.decision === 'claim'),
      'baseline-version': versions?.length === 1 ? (versions[0] ?? '') : '',
    },
    ...(failed === undefined ? {} : { failed }),
  }
}

function isQuiet({ decision, reason }: LifeEnding): boolean {
  return QUIET.has(reason) && decision !== 'pause' && decision !== 'error'
}

/** The rollout is open and undecided: check and deployment stay in progress. */
function isOpen({ decision, record }: LifeEnding): boolean {
  return (decision === 'hold' || decision === 'advance' || decision === 'pause') && record?.open === true
}

function verdictFor({ looks, connection, request, io }: Prepared, { record }: LifeEnding): Verdict {
  const subject = record === undefined ? connection.subject : subjectFor(connection.subject, { record })
  return looks.last() ?? emptyVerdict(subject, request.plan, io.now())
}

function outcomeOf({ decision, reason }: LifeEnding, verdict: Verdict): string {
  if (reason === 'already_decided')
    return { promote: 'pass', 'roll-back': 'fail' }[decision as string] ?? 'inconclusive'
  // A run that failed decided nothing, whatever its last look saw.
  return decision === 'error' ? 'inconclusive' : verdict.outcome
}

/** The verdict's own reason where the evidence decided, else the life's. */
function reasonOf({ decision, reason }: LifeEnding, verdict: Verdict, cancelled: boolean): string {
  if (cancelled && (decision === 'pause' || decision === 'error')) return 'CANCELLED'
  const byEvidence = reason === 'promoted' || reason === 'within_margin' || reason === 'not_enough_data'
  return byEvidence ? verdict.reason : reason
}

/** Why the step must fail; undefined where later steps may go on. */
function failure({ input, io }: Prepared, ending: LifeEnding, verdict: Verdict): string | undefined {
  const { decision, reason, did } = ending
  const { service } = input
  const told = `${service} ${did}`
  switch (decision) {
    case 'error':
    case 'refuse':
    case 'stay':
      return `${told}.`
    case 'rehearse':
    case 'promote':
    case 'advance':
    case 'finish':
    case 'claim':
      return undefined
    case 'hold': {
      const waits = input['when-held'] === 'fail'
      return waits
        ? `${told}. It waits for ${reason === 'queued' ? 'another rollout' : 'more evidence'}; the next run continues.`
        : undefined
    }
    case 'none':
      return reason === 'slot_overwritten' && input['fail-step']
        ? `${told}: the slot runs something else.`
        : undefined
    case 'pause':
    case 'abort': {
      const meant = input.command === decision && !io.signal.aborted
      return meant || !input['fail-step'] ? undefined : `${told}.`
    }
    case 'roll-back': {
      const undecided = verdict.outcome === 'inconclusive' && reason === 'gave_up'
      const go = undecided && mayGoOn('inconclusive', input['when-inconclusive'])
      return go || !input['fail-step'] ? undefined : `${told}: ${reason}.`
    }
  }
}
