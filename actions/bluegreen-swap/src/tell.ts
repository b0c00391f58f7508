import { reasonPage } from '@sluice/action'
import type { CheckStanding, Publisher } from '@sluice/publish'
import type { Framing } from '@sluice/report'
import { isQuiet, type KeptVerdict, type LifeEnding, type RolloutRecord } from '@sluice/rollout'
import type { Verdict } from '@sluice/verdict'
import type { Findings, SwapDriver } from './driver.ts'
import { coloursOf, type Colours } from './plan.ts'
import { sectionsOf } from './sections.ts'
import { verdictOf, type Observed } from './verdict.ts'
import { decisionOf, swapSentence, swapWords, type SwapDecision, type SwapWords } from './words.ts'

/** What it takes to tell people how a swap ended. */
export interface Telling extends Observed {
  readonly driver: SwapDriver
  /** What this run, or the one whose post step it is, has told of a swap. */
  readonly kept: KeptVerdict
  /** The publisher for a swap's own commit and pull request. */
  readonly publisherFor: (record: RolloutRecord | undefined) => Publisher
}

/** Completes check and comment of a swap that is about to end, this run's own or one that makes way for it. */
export async function conclude(telling: Telling, ending: LifeEnding): Promise<void> {
  const { record } = ending
  if (record === undefined || record.windows.length === 0 || !isTold(ending)) return
  const { input, driver, found, timeline, publisherFor } = telling
  const colours = coloursOf(record.payload.arms)
  const findings = driver.seen(colours)
  const decision = decisionOf(ending)
  const words = swapWords(ending, colours, found.homeProblem)
  const verdict = await verdictFor(telling, record, colours, findings)
  telling.kept.keep(verdict)
  const fails = failure(telling, ending, decision, `${input.service} ${swapSentence(words)}`) !== undefined
  const go = !fails && ending.reason !== 'superseded'
  const framing = framingOf(ending, decision, words, verdict, go)
  const sections = sectionsOf(found, colours, timeline.events(record.id), findings)
  await publisherFor(record).conclude(verdict, framing, standingOf(ending, decision, verdict), sections)
}

/** What has been found out; a post step has found nothing, and goes by what its main step has told. */
export async function verdictFor(
  telling: Telling,
  record: RolloutRecord | undefined,
  colours: Colours | undefined,
  findings: Findings,
): Promise<Verdict> {
  const own = verdictOf(telling, record, colours, findings)
  if (own.evidence.length > 0 || record === undefined) return own
  const kept = await telling.kept.read()
  return kept?.window.from === record.startedAt ? kept : own
}

/** Whether people are told: not of what has nothing to say, and a promotion has been told with its evidence. */
export function isTold(ending: LifeEnding): boolean {
  return !isQuiet(ending) && !isReported(ending) && ending.reason !== 'finish_first'
}

/** How a verdict is introduced. */
export function framingOf(
  { reason }: LifeEnding,
  decision: SwapDecision,
  { did, why, told }: SwapWords,
  verdict: Verdict,
  go: boolean,
): Framing {
  const isGood = decision === 'swapped' || reason === 'rehearsed'
  const isTold = told === verdict.outcome && verdict.evidence.length > 0
  return { decision, did, go, ...(isTold ? {} : { why }), ...(isGood ? {} : { helpUrl: reasonPage(reason) }) }
}

/** A run that only retires the previous colour: the swap was reported with its evidence by the run that made it. */
export function isReported({ decision }: LifeEnding): boolean {
  return decision === 'finish'
}

/** While the swap is open and undecided, check and deployment stay in progress. */
export function standingOf(
  { record }: LifeEnding,
  decision: SwapDecision,
  { outcome }: Verdict,
): CheckStanding {
  const waits = decision === 'waiting' || decision === 'pause'
  if (waits && record?.open === true) return 'open'
  return decision === 'swapped' || waits || outcome !== 'pass' ? 'decided' : 'ended'
}

/** Why the step must fail; undefined where later steps may go on. */
export function failure(
  { input, io }: Pick<Telling, 'input' | 'io'>,
  { decision: done, reason }: LifeEnding,
  decision: SwapDecision,
  told: string,
): string | undefined {
  switch (decision) {
    case 'swapped':
    case 'none':
      return undefined
    case 'error':
    case 'stayed':
      // Traffic that stays on a target which did not prove itself is no success: a person has to look.
      return `${told}.`
    case 'waiting':
      return input['when-held'] === 'fail' ? `${told}. The next run continues.` : undefined
    case 'swapped-back':
      if (done === 'rehearse' && reason === 'rehearsed') return undefined
      return input['fail-step'] ? `${told}.` : undefined
    case 'refused':
      return input['fail-step'] ? `${told}.` : undefined
    case 'pause':
    case 'abort': {
      const meant = input.command === decision && !io.signal.aborted
      return meant || !input['fail-step'] ? undefined : `${told}.`
    }
  }
}
