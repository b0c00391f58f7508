import { reasonPage, type Io } from '@sluice/action'
import { mayGoOn, type CheckStanding, type Connection, type Publisher } from '@sluice/publish'
import { renderSentence, type Framing } from '@sluice/report'
import {
  endingParts,
  isQuiet,
  lifeReasonText,
  readRolloutPlan,
  sameIdentity,
  subjectFor,
  type LifeEnding,
  type LifeRequest,
  type RolloutRecord,
} from '@sluice/rollout'
import type { Verdict } from '@sluice/verdict'
import type { Looks } from './look.ts'
import type { Input } from './plan.ts'
import { emptyVerdict } from './verdict.ts'

/** What it takes to tell people how a rollout ended. */
export interface Telling {
  readonly input: Input
  readonly io: Io
  readonly connection: Connection
  readonly looks: Looks
  readonly request: LifeRequest
  /** The publisher for a rollout's own commit and pull request. */
  readonly publisherFor: (record: RolloutRecord | undefined) => Publisher
}

/** Completes check and comment of a rollout that is about to end, this run's own or one that makes way for it. */
export async function conclude(telling: Telling, ending: LifeEnding): Promise<void> {
  const { record } = ending
  // Of a rollout that never was to have traffic there is no check yet.
  if (record === undefined || record.windows.length === 0 || !isTold(ending)) return
  const verdict = await verdictFor(telling, record)
  const go = ending.reason !== 'superseded' && failure(telling, ending, verdict) === undefined
  await telling
    .publisherFor(record)
    .conclude(verdict, framingOf(ending, verdict, go), standingOf(ending, verdict))
}

/** Whether people are told: not of what has nothing to say, and what was promoted has been told with its evidence. */
export function isTold(ending: LifeEnding): boolean {
  const { decision, reason, record } = ending
  const isKnown = decision === 'finish' || (record?.phase === 'promoted' && reason === 'finish_first')
  return !isKnown && !isQuiet(ending)
}

/** Whether the record at hand is this run's business. One that another candidate could not pass is not. */
export function aboutOwn({ request }: Telling, { reason, record }: LifeEnding): boolean {
  if (record === undefined) return false
  return reason !== 'already_open' || sameIdentity(record.payload.identity, request.caller.identity)
}

/** An undecided rollout is open: check and deployment stay in progress. What the evidence did not decide has only ended. */
export function standingOf({ decision, record }: LifeEnding, { outcome }: Verdict): CheckStanding {
  const waits = decision === 'hold' || decision === 'advance' || decision === 'pause'
  if (waits && record?.open === true) return 'open'
  return decision === 'promote' || (decision === 'roll-back' && outcome !== 'pass') || waits
    ? 'decided'
    : 'ended'
}

/** How a verdict is introduced. */
export function framingOf(ending: LifeEnding, verdict: Verdict, go: boolean): Framing {
  const { decision, did, reason, problems = [] } = ending
  const told = isByEvidence(reason) && (reason !== 'regression_found' || verdict.outcome === 'fail')
  return {
    decision: decision === 'claim' ? 'none' : decision,
    ...(told ? { did } : endingParts(ending)),
    go,
    ...(GOOD.has(decision) ? {} : { helpUrl: reasonPage(told ? verdict.reason : reason) }),
    ...(problems.length === 0 ? {} : { notices: problems }),
  }
}

/** After these nobody has anything to do. */
const GOOD: ReadonlySet<LifeEnding['decision']> = new Set(['promote', 'advance', 'finish', 'rehearse'])

/** The evidence of the last look; that of the main step where this is its post step. */
export async function verdictFor(
  { looks, connection, request, io }: Telling,
  record: RolloutRecord | undefined,
): Promise<Verdict> {
  const seen = record === undefined ? undefined : await looks.lastOf(record)
  const subject = subjectFor(connection.subject, record)
  // The rollout's own plan, for its check is found by the policy in it.
  const own = record === undefined ? undefined : readRolloutPlan(record.payload.plan)
  return seen ?? emptyVerdict(subject, own ?? request.plan, io.now())
}

/** The verdict's own reason says it better. */
export function isByEvidence(reason: LifeEnding['reason']): boolean {
  return ['promoted', 'within_margin', 'not_enough_data', 'regression_found'].includes(reason)
}

/** Why the step must fail; undefined where later steps may go on. */
export function failure({ input, io }: Telling, ending: LifeEnding, verdict: Verdict): string | undefined {
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
      const why = reason === 'not_enough_data' ? ': more evidence is needed' : ''
      return input['when-held'] === 'fail' ? `${told}${why}. The next run continues.` : undefined
    }
    case 'none':
      return reason === 'slot_overwritten' && input['fail-step']
        ? `${told}: ${lifeReasonText(reason)}.`
        : undefined
    case 'pause':
    case 'abort': {
      const meant = input.command === decision && !io.signal.aborted
      return meant || !input['fail-step'] ? undefined : `${told}.`
    }
    case 'roll-back': {
      const undecided = verdict.outcome === 'inconclusive' && reason === 'gave_up'
      const go = undecided && mayGoOn('inconclusive', input['when-inconclusive'])
      if (go || !input['fail-step']) return undefined
      return renderSentence(verdict, framingOf(ending, verdict, false))
    }
  }
}
