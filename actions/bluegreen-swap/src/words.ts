import type { LifeEnding, LifeReason } from '@sluice/rollout'
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
  shared_incompatible: 'a shared component does not suit both colours',
  regression_found: 'it broke a limit',
  candidate_silent: 'it answered nobody',
  not_enough_data: 'the watch ended undecided',
  nothing_measured: 'nothing was measured',
  source_unavailable: 'the metrics could not be read',
  sample_ratio_mismatch: 'traffic was not split as planned',
  candidate_has_traffic: 'it already gets traffic',
  roles_unclear: 'neither colour serves all traffic',
  already_open: 'another rollout is under way',
  no_way_back: 'the previous colour does not work either',
}

/** What was done, for the headline: "api in production WORDS: …". */
export function didWords(
  ending: LifeEnding,
  colours: Colours | undefined,
  problem: string | undefined,
): string {
  const { reason } = ending
  if (colours === undefined) return ending.did
  const { target, previous } = colours
  const because = WHY[reason] === undefined ? '' : ` (${WHY[reason]})`
  switch (decisionOf(ending)) {
    case 'swapped':
      if (ending.decision === 'finish') return `had swapped to ${target} before, and the swap is finished now`
      return reason === 'already_decided'
        ? `had swapped to ${target} before`
        : `swapped from ${previous} to ${target}`
    case 'swapped-back':
      if (reason === 'already_decided') return `had swapped back to ${previous} before`
      if (ending.decision === 'rehearse') return `rehearsed the swap to ${target} and is back on ${previous}`
      return `swapped back to ${previous}${because}`
    case 'refused':
      return `was not swapped to ${target}${because}`
    case 'stayed':
      return `stays on ${target} and needs a person${problem === undefined ? because : `, because ${previous} does not work: ${problem}`}`
    case 'waiting':
      return ending.weight === 0 ? `waits with all traffic on ${previous}` : `is on watch with ${target}`
    case 'pause':
      return `is paused with all traffic on ${previous}`
    case 'none':
    case 'abort':
    case 'error':
      return ending.did
  }
}
