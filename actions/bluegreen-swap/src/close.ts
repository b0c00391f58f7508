import { NOTHING_PUBLISHED, type ToldExit } from '@sluice/publish'
import type { LifeEnding } from '@sluice/rollout'
import { renderSentence } from '@sluice/report'
import type { Verdict } from '@sluice/verdict'
import type { Findings } from './driver.ts'
import type { outputs } from './inputs.ts'
import { hasServed } from './look.ts'
import { coloursOf } from './plan.ts'
import type { Prepared } from './prepare.ts'
import { sectionsOf } from './sections.ts'
import { failure, framingOf, isReported, isTold, standingOf, verdictFor } from './tell.ts'
import { decisionOf, swapSentence, swapWords, type SwapDecision } from './words.ts'

type Outputs = (typeof outputs)[number]

/** Watching requests after the way back: whole, and in what is left of a cancelled job. */
const PROOF_MS = 5_000
const CANCELLED_MS = 500

/** The one ending of every run: tells people what was read back, writes the outputs, and says how the step ends. */
export async function close(
  prepared: Prepared,
  ending: LifeEnding,
  stopped?: string,
): Promise<ToldExit<Outputs>> {
  const { input, io, driver, found, timeline, connection } = prepared
  const { record, weight } = ending
  const problem = ending.reason === 'roles_unclear' ? prepared.roleProblem() : undefined
  if (problem !== undefined) throw problem
  const colours = record === undefined ? undefined : coloursOf(record.payload.arms)
  const returns = record !== undefined && ending.reason !== 'already_decided' && hasServed(record)
  if (stopped !== undefined || (weight === 0 && returns))
    await driver.proveHome?.(io.signal.aborted ? CANCELLED_MS : PROOF_MS)
  const findings = await driver.close(colours)
  if (stopped !== undefined && decisionOf(ending) === 'none')
    return stoppedExit(prepared, ending, stopped, findings)
  const decision = decisionOf(ending)
  const words = swapWords(ending, colours, found.homeProblem)
  const did = swapSentence(words)
  const verdict = await verdictFor(prepared, record, colours, findings)
  const failed = failure(prepared, ending, decision, `${input.service} ${did}`)
  const said = `${input.service} in ${input.environment} ${did}.`
  io.log.info(said)
  await tellEnd(prepared, ending, decision)
  const sections = sectionsOf(found, colours, timeline.events(record?.id), findings)
  const told = isTold(ending)
    ? { verdict, framing: framingOf(ending, decision, words, verdict, failed === undefined) }
    : undefined
  const published =
    told === undefined
      ? NOTHING_PUBLISHED
      : await prepared
          .publisherFor(record)
          .final(verdict, told.framing, sections, standingOf(ending, decision, verdict))
  return {
    outputs: {
      outcome: outcomeOf(ending, decision, verdict),
      decision,
      reason: reasonOf(ending, verdict, io.signal.aborted),
      ...published,
      'deployment-id': record === undefined || connection.github === undefined ? '' : String(record.id),
      live:
        colours === undefined ? '' : weight === 100 ? colours.target : weight === 0 ? colours.previous : '',
      slot: colours?.target ?? '',
      deploy: String(ending.decision === 'claim'),
      ...findings.outputs,
    },
    ...(failed === undefined ? {} : { failed: told === undefined ? failed : failureText(failed, told) }),
    ...(told === undefined ? {} : { told }),
    said,
  }
}

/** An emergency stop with nothing open: the version had been promoted, or its record is gone. */
function stoppedExit(
  { input, io }: Prepared,
  { record }: LifeEnding,
  target: string,
  { lines, outputs }: Findings,
): ToldExit<Outputs> {
  const said = `${input.service} in ${input.environment} was stopped: nobody is told to run ${target} any more. ${lines[0] ?? ''}`
  io.log.info(said)
  return {
    outputs: {
      ...{ outcome: 'inconclusive', decision: 'abort', reason: 'aborted', ...NOTHING_PUBLISHED },
      'deployment-id': record === undefined ? '' : String(record.id),
      ...{ live: '', slot: target, deploy: 'false' },
      ...outputs,
    },
    said,
  }
}

/** The message of a failed step: what the report says first, and where it is explained. */
function failureText(failed: string, { verdict, framing }: NonNullable<ToldExit<Outputs>['told']>): string {
  const said = framing.decision === 'waiting' ? failed : renderSentence(verdict, framing)
  return framing.helpUrl === undefined ? said : `${said}\nSee ${framing.helpUrl}`
}

function outcomeOf(ending: LifeEnding, decision: SwapDecision, verdict: Verdict): string {
  if (ending.reason === 'already_decided' || isReported(ending))
    return decision === 'swapped' ? 'pass' : decision === 'none' ? 'inconclusive' : 'fail'
  // A run that failed decided nothing, whatever its last look saw.
  return decision === 'error' ? 'inconclusive' : verdict.outcome
}

/** The verdict's own reason where the evidence decided, else the rollout's. */
function reasonOf({ decision, reason }: LifeEnding, verdict: Verdict, cancelled: boolean): string {
  if (cancelled && (decision === 'pause' || decision === 'error')) return 'CANCELLED'
  const byEvidence = reason === 'promoted' || reason === 'within_margin'
  return byEvidence ? verdict.reason : reason
}

async function tellEnd({ tell }: Prepared, ending: LifeEnding, decision: SwapDecision): Promise<void> {
  const { reason, weight } = ending
  if (reason === 'already_decided' || isReported(ending)) return
  switch (decision) {
    case 'swapped':
      await tell('promoted', '', weight)
      return
    case 'swapped-back':
      await tell('rolled-back', reason, weight)
      return
    case 'waiting':
    case 'pause':
      await tell('held', reason, weight)
      return
    case 'refused':
    case 'stayed':
    case 'error':
      await tell('needs-person', reason, weight)
      return
    case 'none':
    case 'abort':
  }
}
