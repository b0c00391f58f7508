import type { AfterHome, AskKind, EndedAs, Saying } from './word.ts'

const percent = (weight: number): string => `${Number(weight.toFixed(2))}%`

/** What people read for a word where the caller has nothing better to say; at most 100 characters. */
export function sentenceOf(saying: Saying): string {
  switch (saying.kind) {
    case 'take':
      return saying.then === undefined
        ? 'This run continues the rollout.'
        : `This run ends the rollout: ${ENDING[saying.then]}.`
    case 'ask':
      return `${saying.who === '' ? 'Another run' : saying.who} asks to ${ASKED[saying.ask]}.`
    case 'rise':
      return saying.from === saying.to
        ? `Confirming ${percent(saying.to)} of traffic.`
        : `Moving traffic from ${percent(saying.from)} to ${percent(saying.to)}.`
    case 'at':
      return `The candidate has ${percent(saying.weight)} of traffic.`
    case 'home':
      return `Moving traffic back to 0%: ${ENDING[saying.then]}.`
    case 'hold':
      return saying.paused
        ? `Paused at ${percent(saying.weight)}; \`resume\` continues at ${percent(saying.rung)}.`
        : `Waits at ${percent(saying.weight)} for more evidence; the next run continues at ${percent(saying.rung)}.`
    case 'end':
      return `${FINAL[saying.as]} at ${percent(saying.weight)}.`
  }
}

const ASKED: Readonly<Record<AskKind, string>> = {
  release: 'stop, because a newer release is waiting',
  abort: 'abort',
  pause: 'pause',
  promote: 'promote',
}

const ENDING: Readonly<Record<AfterHome, string>> = {
  held: 'the rollout waits',
  paused: 'the rollout is paused',
  finished: 'the stable version is up to date',
  'rolled-back': 'the candidate is being rolled back',
  aborted: 'the rollout is aborted',
  superseded: 'another release replaces it',
  'given-up': 'the rollout stayed undecided',
  rehearsed: 'the rehearsal is over',
  error: 'the run failed',
}

const FINAL: Readonly<Record<EndedAs, string>> = {
  promoted: 'Promoted',
  finished: 'Finished',
  'rolled-back': 'Rolled back',
  aborted: 'Aborted',
  superseded: 'Replaced',
  'given-up': 'Given up',
  refused: 'Refused',
  stayed: 'Stays',
  rehearsed: 'Rehearsed',
  error: 'Ended with an error',
}
