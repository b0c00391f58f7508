import type { Exit } from '@sluice/action'
import { mayGoOn, NOTHING_PUBLISHED, type CheckStanding } from '@sluice/publish'
import {
  isQuiet,
  lifeReasonText,
  sameIdentity,
  subjectFor,
  type LifeEnding,
  type RolloutRecord,
} from '@sluice/rollout'
import type { Framing } from '@sluice/report'
import type { Verdict } from '@sluice/verdict'
import type { CanaryOutput } from './inputs.ts'
import type { Prepared } from './prepare.ts'
import { emptyVerdict } from './verdict.ts'
import { versionsOf } from './version.ts'

/** The one ending of every run: tells people what was read back, writes the outputs, and says how the step ends. */
export async function close(prepared: Prepared, ending: LifeEnding): Promise<Exit<CanaryOutput>> {
  const { input, connection, io } = prepared
  const telling = prepared.news.ended(ending)
  const about = aboutOwn(prepared, ending) ? ending.record : undefined
  const verdict = await verdictFor(prepared, about)
  const decision = ending.decision === 'claim' ? 'none' : ending.decision
  const failed = failure(prepared, ending, verdict)
  io.log.info(`${input.service} in ${input.environment} ${ending.did}.`)
  for (const problem of ending.problems ?? []) io.log.error(problem)
  const published =
    isReported(ending) || isQuiet(ending)
      ? NOTHING_PUBLISHED
      : await prepared
          .publisherFor(about)
          .final(
            verdict,
            framingOf(ending, verdict, failed === undefined),
            undefined,
            standingOf(ending, verdict),
          )
  await Promise.all([telling, prepared.superseded.told()])
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

/** What has been promoted has been reported, with its evidence. */
function isReported({ decision, reason, record }: LifeEnding): boolean {
  return decision === 'finish' || (record?.phase === 'promoted' && reason === 'finish_first')
}

/** Whether the record at hand is this run's business. One that another candidate could not pass is not. */
function aboutOwn({ request }: Prepared, { reason, record }: LifeEnding): boolean {
  if (record === undefined) return false
  return reason !== 'already_open' || sameIdentity(record.payload.identity, request.caller.identity)
}

/** An undecided rollout is open: check and deployment stay in progress. What the evidence did not decide has only ended. */
function standingOf({ decision, record }: LifeEnding, { outcome }: Verdict): CheckStanding {
  const waits = decision === 'hold' || decision === 'advance' || decision === 'pause'
  if (waits && record?.open === true) return 'open'
  return decision === 'promote' || (decision === 'roll-back' && outcome !== 'pass') || waits
    ? 'decided'
    : 'ended'
}

function framingOf(ending: LifeEnding, { outcome }: Verdict, go: boolean): Framing {
  const { decision, did, reason, problems = [] } = ending
  const told = isByEvidence(reason) && (reason !== 'regression_found' || outcome === 'fail')
  // What was done may say why; then the reason would say it again.
  const [what = did, why = lifeReasonText(reason)] = told ? [] : did.split(/: (.+)/s)
  return {
    decision: decision === 'claim' ? 'none' : decision,
    did: what,
    go,
    ...(told ? {} : { why }),
    ...(problems.length === 0 ? {} : { notices: problems }),
  }
}

/** The evidence of the last look; that of the main step where this is its post step. */
async function verdictFor(
  { looks, connection, request, io }: Prepared,
  record: RolloutRecord | undefined,
): Promise<Verdict> {
  const seen = record === undefined ? undefined : await looks.lastOf(record)
  const subject = subjectFor(connection.subject, record)
  return seen ?? emptyVerdict(subject, request.plan, io.now())
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

/** The verdict's own reason says it better. */
function isByEvidence(reason: LifeEnding['reason']): boolean {
  return ['promoted', 'within_margin', 'not_enough_data', 'regression_found'].includes(reason)
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
      return go || !input['fail-step'] ? undefined : `${told}: ${lifeReasonText(reason)}.`
    }
  }
}
