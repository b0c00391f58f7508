import { endingParts, type LifeEnding, type LifeReason } from '@sluice/rollout'
import type { Outcome } from '@sluice/verdict'
import type { Colours } from './plan.ts'

/** The decision of this action for how a run of the rollout ended. Closed list: adding one is an API change. */
export type SwapDecision =
  'swapped' | 'swapped-back' | 'refused' | 'stayed' | 'waiting' | 'none' | 'pause' | 'abort' | 'error'

/** Nothing was moved, because a swap may not begin here and now. */
const REFUSALS: ReadonlySet<LifeReason> = new Set(['already_open', 'candidate_has_traffic', 'roles_unclear'])

export function decisionOf({ decision, reason }: Pick<LifeEnding, 'decision' | 'reason'>): SwapDecision {
  switch (decision) {
    case 'promote':
    case 'finish':
    case 'advance':
      return 'swapped'
    case 'roll-back':
    case 'rehearse':
      return 'swapped-back'
    case 'refuse':
      return 'refused'
    case 'stay':
      return 'stayed'
    case 'hold':
      return 'waiting'
    case 'claim':
    case 'none':
      return 'none'
    case 'pause':
    case 'abort':
      return decision
    case 'error':
      return REFUSALS.has(reason) ? 'refused' : 'error'
  }
}

/** Why a swap was refused or taken back, for people. */
const WHY: Readonly<Partial<Record<LifeReason, string>>> = {
  checks_failed: 'a check before the swap failed',
  checks_undecided: 'a check before the swap gave no answer',
  shared_incompatible: 'a shared component does not work with both colours',
  regression_found: 'a metric or the probe got worse than allowed',
  candidate_silent: 'it showed no requests',
  not_enough_data: 'there was not enough data to decide',
  nothing_measured: 'nothing was measured',
  source_unavailable: 'the metrics could not be read',
  sample_ratio_mismatch: 'traffic was not split as planned',
  candidate_has_traffic: 'it already has traffic',
  roles_unclear: 'neither colour serves all traffic',
  already_open: 'another rollout is open',
  no_way_back: 'the previous colour does not work either',
}

/** What was done and why: "SERVICE in ENVIRONMENT did: why". `why` is blank where the first half says it. */
export interface SwapWords {
  readonly did: string
  readonly why: string
  /** A verdict with this outcome tells why, and better than `why` does: it names the metric or the check. */
  readonly told?: Outcome
}

const TOLD: Readonly<Partial<Record<LifeReason, Outcome>>> = {
  promoted: 'pass',
  within_margin: 'pass',
  rehearsed: 'pass',
  regression_found: 'fail',
  checks_failed: 'fail',
  shared_incompatible: 'fail',
  not_enough_data: 'inconclusive',
  checks_undecided: 'inconclusive',
}

export function swapWords(
  ending: LifeEnding,
  colours: Colours | undefined,
  problem: string | undefined,
): SwapWords {
  const { reason } = ending
  if (colours === undefined) return endingParts(ending)
  const { target, previous } = colours
  const told = TOLD[reason]
  const explained = (did: string): SwapWords => ({
    did,
    why: WHY[reason] ?? '',
    ...(told === undefined ? {} : { told }),
  })
  const plainly = (did: string): SwapWords => ({ did, why: '' })
  switch (decisionOf(ending)) {
    case 'swapped':
      if (ending.decision === 'finish')
        return plainly(`was already swapped to ${target}, and the swap is finished now`)
      return reason === 'already_decided'
        ? plainly(`was already swapped to ${target}`)
        : explained(`was swapped from ${previous} to ${target}`)
    case 'swapped-back':
      if (reason === 'already_decided') return plainly(`was already swapped back to ${previous}`)
      return ending.decision === 'rehearse'
        ? explained(`rehearsed the swap to ${target} and is back on ${previous}`)
        : explained(`was swapped back to ${previous}`)
    case 'refused':
      return explained(`was not swapped to ${target}`)
    case 'stayed':
      return problem === undefined
        ? explained(`stays on ${target} and needs a person`)
        : {
            did: `stays on ${target} and needs a person, because ${previous} does not work`,
            why: problem,
          }
    case 'waiting':
      return ending.weight === 0
        ? {
            did: `waits with all traffic on ${previous}`,
            why: reason === 'queued' ? 'another rollout is open' : endingParts(ending).why,
          }
        : { did: `is being watched on ${target}`, why: 'more evidence is needed', told: 'inconclusive' }
    case 'pause':
      return plainly(`is paused with all traffic on ${previous}`)
    case 'none':
    case 'abort':
    case 'error':
      return endingParts(ending)
  }
}

/** One sentence without its full stop. */
export function swapSentence({ did, why }: SwapWords): string {
  return why === '' ? did : `${did}: ${why}`
}
