import type { EndedAs } from '../record/word.ts'
import type { LifeEnding, LifeReason } from './ending.ts'

const CLAUSES: Readonly<Record<LifeReason, string>> = {
  regression_found: 'the candidate is worse than the baseline',
  candidate_silent: 'the candidate shows no requests while the baseline does',
  source_unavailable: 'the metrics could not be read',
  sample_ratio_mismatch: 'traffic was not split as planned',
  slot_overwritten: 'the slot runs another version',
  weight_changed: 'someone else changed the weight',
  aborted: 'a person aborted it',
  paused: 'it was paused',
  superseded: 'a newer release replaces it',
  gave_up: 'it stayed undecided for too long',
  within_margin: 'every metric is within its margin',
  not_enough_data: 'there is not enough data yet',
  nothing_open: 'no rollout is open',
  owner_at_work: 'another run is working on it',
  newer_release: 'a newer release has started',
  status_only: 'only the status was asked for',
  already_decided: 'it was already decided',
  taken_over: 'another run continues it',
  queued: 'another rollout is still open',
  claimed: 'the slot is claimed',
  claim_lost: 'the run that claimed the slot ended before the rollout started',
  promoted: 'every step passed',
  finished: 'the stable version is up to date',
  finish_first: 'the promoted release must be finished first',
  not_deployed: 'the slot does not run the candidate',
  interrupted: 'the step was killed',
  preflight_failed: 'the preflight found problems',
  nothing_measured: 'nothing was measured',
  shared_incompatible: 'a shared component does not work with both versions',
  checks_failed: 'the candidate failed its checks',
  checks_undecided: 'a check gave no answer',
  no_way_back: 'the baseline does not work',
  rehearsed: 'it was a rehearsal',
  record_unavailable: 'the record could not be read or written',
  router_unavailable: 'the router could not be reached',
  router_refused: 'the router refused the new weight',
  router_not_confirmed: 'the router did not confirm the new weight in time',
  unconfirmed: 'the router did not confirm that traffic is back on the baseline',
  candidate_has_traffic: 'the candidate already has traffic',
  roles_unclear: 'neither slot serves all traffic',
  already_open: 'another rollout is open',
}

/** Why a run ended, as a clause for people: "the candidate is worse than the baseline". No machine word is in it. */
export function lifeReasonText(reason: LifeReason): string {
  return CLAUSES[reason]
}

/** Reasons that what was done says already: "was paused, with all traffic on the baseline". */
const SAID: ReadonlySet<LifeReason> = new Set([
  'aborted',
  'already_decided',
  'claimed',
  'finished',
  'paused',
  'queued',
  'rehearsed',
  'status_only',
  'superseded',
  'taken_over',
  'unconfirmed',
])

/** The two halves of the sentence about an ending: what was done, and why; `why` is blank where the first half says it. */
export function endingParts({ did, reason }: Pick<LifeEnding, 'did' | 'reason'>): {
  readonly did: string
  readonly why: string
} {
  const [what = did, after] = did.split(/: (.+)/s)
  return { did: what, why: after ?? (SAID.has(reason) ? '' : CLAUSES[reason]) }
}

/** How many problems must be fixed first, as a clause. */
export function preflightWords({ length }: readonly string[]): string {
  return `the preflight found ${length === 1 ? 'a problem' : `${length} problems`}`
}

/** A weight for people: `5%`. */
export function percentText(weight: number): string {
  return `${Number(weight.toFixed(2))}%`
}

/** What a router was last seen at, as a clause: "the router was last seen at 5%". */
export function lastSeenText(weight: number | undefined): string {
  return weight === undefined
    ? 'the router could not be read'
    : `the router was last seen at ${percentText(weight)}`
}

/** What became of the rollout and of its traffic, for a sentence whose subject is the service. */
export function endedText(as: EndedAs, from: number, to: number): string {
  const [before, after] = [percentText(from), percentText(to)]
  switch (as) {
    case 'promoted':
      return `was promoted to ${after}`
    case 'finished':
      return to === 0 ? 'was finished, with all traffic on the stable version' : `was finished at ${after}`
    case 'stayed':
      return `stays at ${after}`
    case 'rehearsed':
      return to === 0 ? 'was rehearsed, with all traffic back on the baseline' : `was rehearsed at ${after}`
    case 'rolled-back':
      return from === to ? `was rolled back to ${after}` : `was rolled back from ${before} to ${after}`
    case 'aborted':
    case 'superseded':
    case 'given-up':
    case 'refused':
    case 'error':
      return `${WORDS[as]}${from === to ? ` at ${after}` : `, and traffic went back from ${before} to ${after}`}`
  }
}

const WORDS = {
  aborted: 'was aborted',
  superseded: 'was replaced',
  'given-up': 'was given up',
  refused: 'was refused',
  error: 'ended with an error',
} as const satisfies Partial<Record<EndedAs, string>>
