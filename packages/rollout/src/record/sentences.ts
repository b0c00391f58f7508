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
        ? `About to confirm ${percent(saying.to)} of traffic.`
        : `About to go from ${percent(saying.from)} to ${percent(saying.to)} of traffic.`
    case 'at':
      return `The candidate gets ${percent(saying.weight)} of traffic.`
    case 'home':
      return `Traffic goes back to 0%: ${ENDING[saying.then]}.`
    case 'hold':
      return saying.paused
        ? `Paused at ${percent(saying.weight)}; \`resume\` continues at ${percent(saying.rung)}.`
        : `Waits at ${percent(saying.weight)} for more evidence; the next run continues at ${percent(saying.rung)}.`
    case 'end':
      return `${FINAL[saying.as]} at ${percent(saying.weight)}.`
  }
}

const ASKED: Readonly<Record<AskKind, string>> = {
  release: 'let go: a newer release waits',
  abort: 'abort',
  pause: 'pause',
  promote: 'promote',
}

const ENDING: Readonly<Record<AfterHome, string>> = {
  held: 'the rollout waits',
  paused: 'the rollout is paused',
  finished: 'the stable version is up to date',
  'rolled-back': 'the candidate is rolled back',
  aborted: 'the rollout is aborted',
  superseded: 'another release takes its place',
  'given-up': 'the rollout never decided',
  rehearsed: 'the rehearsal is over',
  error: 'the run failed',
}

const FINAL: Readonly<Record<EndedAs, string>> = {
  promoted: 'Promoted',
  finished: 'Finished',
  'rolled-back': 'Rolled back',
  aborted: 'Aborted',
  superseded: 'Superseded',
  'given-up': 'Given up',
  refused: 'Refused',
  stayed: 'Stays',
  rehearsed: 'Rehearsed',
  error: 'Ended by an error',
}
