import {
  decideLook,
  sameWeight,
  type Act,
  type LookState,
  type RolloutPlan,
  type Sight,
} from '@sluice/rollout'
import { describe, expect, test } from 'vitest'

const MINUTE = 60_000
const NOW = 100 * MINUTE

const PLAN: RolloutPlan = {
  ladder: [5, 25, 100],
  intervalMs: MINUTE,
  graceMs: 2 * MINUTE,
  blindForMs: 3 * MINUTE,
  giveUpAfterMs: 90 * MINUTE,
  bakeMs: 0,
  holdBack: 0,
  betweenRuns: 'auto',
  finishes: false,
  details: {},
}
const BAKES = { bakeMs: 10 * MINUTE, holdBack: 2 }
const STEP = { ladder: [5, 25] }
const WATCHED = { watch: { forMs: 5 * MINUTE, atMostMs: 10 * MINUTE } }

const SEEN: Sight = {
  harm: false,
  pass: false,
  silentMs: 0,
  blind: false,
  mismatch: false,
  calm: true,
  intervals: 3,
}

interface Given extends Partial<Omit<LookState, 'plan' | 'sight'>> {
  readonly plan?: Partial<RolloutPlan>
  readonly sight?: Partial<Sight>
}

/** At 5 % for four minutes, nothing found yet, nobody asks. */
function decided({ plan, sight, ...state }: Given): Act {
  return decideLook({
    ...{ weight: 5, rung: 5, found: state.weight ?? 5, tolerance: 0.1, versionMatches: true },
    ...{ now: NOW, startedAt: NOW - 30 * MINUTE, arrivedAt: NOW - 4 * MINUTE },
    ...{ blindSince: undefined, mismatchSince: undefined, asked: undefined },
    ...{ cancelled: false, timeIsUp: false, somebodyComes: false },
    ...state,
    plan: { ...PLAN, ...plan },
    sight: { ...SEEN, ...sight },
  })
}

const rollBack = (reason: string) => ({ do: 'roll-back', reason })
const home = (then: string, reason: string) => ({ do: 'home', then, reason })
const pass = { pass: true }
const harm = { harm: true }

describe('a look', () => {
  test.each<[string, Given, unknown]>([
    ['waits while nothing is found', {}, { do: 'wait' }],
    ['goes to the first rung from nothing', { weight: 0, rung: 0 }, { do: 'rise', to: 5 }],
    ['climbs back to the rung it left', { weight: 0, rung: 25 }, { do: 'rise', to: 25 }],
    [
      'climbs from the first rung again where the router goes one way',
      { weight: 0, rung: 25, oneWay: true },
      { do: 'rise', to: 5 },
    ],
    [
      'does not climb back while nobody can see',
      { weight: 0, rung: 25, sight: { blind: true } },
      { do: 'wait' },
    ],
    [
      'begins although nobody has seen anything yet',
      { weight: 0, rung: 0, sight: { blind: true } },
      { do: 'rise', to: 5 },
    ],
    ['goes up on a pass', { sight: pass }, { do: 'rise', to: 25 }],
    ['takes no pass from before this weight', { sight: { ...pass, intervals: 0 } }, { do: 'wait' }],
    ['promotes from the last rung below the end', { weight: 25, sight: pass }, { do: 'promote' }],
    ['ends the step after the last rung of one', { plan: STEP, weight: 25, sight: pass }, { do: 'advance' }],
    ['promotes what everyone has', { weight: 100 }, { do: 'promote' }],
  ])('%s', (_, given, expected) => expect(decided(given)).toEqual(expected))

  test.each<[string, Given, unknown]>([
    ['goes to the hold-back first', { plan: BAKES, weight: 25, sight: pass }, { do: 'rise', to: 98 }],
    ['does not go up from there on a pass', { plan: BAKES, weight: 98, sight: pass }, { do: 'wait' }],
    [
      'promotes when the time is over, to the minute',
      { plan: BAKES, weight: 98, arrivedAt: NOW - 10 * MINUTE },
      { do: 'promote' },
    ],
    [
      'does not promote while nobody can see',
      { plan: BAKES, weight: 98, arrivedAt: NOW - 20 * MINUTE, sight: { blind: true } },
      { do: 'wait' },
    ],
    [
      'goes to 100 where nothing is held back',
      { plan: { ...BAKES, holdBack: 0 }, weight: 25, sight: pass },
      { do: 'rise', to: 100 },
    ],
    [
      'is still judged at 100',
      { plan: { ...BAKES, holdBack: 0 }, weight: 100, sight: harm },
      rollBack('regression_found'),
    ],
    ['is not cut short at 100', { plan: { ...BAKES, holdBack: 0 }, weight: 100 }, { do: 'wait' }],
  ])('with a bake %s', (_, given, expected) => expect(decided(given)).toEqual(expected))

  test.each<[string, Given, unknown]>([
    ['begins at the first rung', { plan: WATCHED, weight: 0, rung: 0 }, { do: 'rise', to: 5 }],
    ['climbs back', { plan: WATCHED, weight: 0, rung: 25 }, { do: 'rise', to: 25 }],
    ['does not take a pass before its time', { plan: WATCHED, sight: pass }, { do: 'wait' }],
    [
      'goes up on a pass at its time, to the minute',
      { plan: WATCHED, sight: pass, arrivedAt: NOW - 5 * MINUTE },
      { do: 'rise', to: 25 },
    ],
    [
      'takes no pass from before this weight',
      { plan: WATCHED, sight: { ...pass, intervals: 0 }, arrivedAt: NOW - 6 * MINUTE },
      { do: 'wait' },
    ],
    ['waits for doubt to end', { plan: WATCHED, arrivedAt: NOW - 9 * MINUTE }, { do: 'wait' }],
    [
      'goes home when its time is over, to the minute',
      { plan: WATCHED, arrivedAt: NOW - 10 * MINUTE },
      home('rolled-back', 'not_enough_data'),
    ],
    [
      'says what it doubted',
      { plan: WATCHED, arrivedAt: NOW - 10 * MINUTE, sight: { doubt: 'nothing_measured' } },
      home('rolled-back', 'nothing_measured'),
    ],
    [
      'promotes after the last rung',
      { plan: WATCHED, weight: 100, sight: pass, arrivedAt: NOW - 6 * MINUTE },
      { do: 'promote' },
    ],
    [
      'promotes what is above the last rung',
      { plan: { ...WATCHED, ladder: [98] }, weight: 100 },
      { do: 'promote' },
    ],
    ['still judges at 100', { plan: WATCHED, weight: 100 }, { do: 'wait' }],
  ])('of a watch %s', (_, given, expected) => expect(decided(given)).toEqual(expected))
})

describe('danger comes before doubt', () => {
  test.each<[string, Given, unknown]>([
    ['harm, whatever passes', { sight: { ...harm, ...pass } }, rollBack('regression_found')],
    [
      'harm of another kind',
      { sight: { ...harm, harmReason: 'shared_incompatible' } },
      rollBack('shared_incompatible'),
    ],
    ['harm before anybody is asked', { sight: harm, asked: 'promote' }, rollBack('regression_found')],
    ['harm before a cancel', { sight: harm, cancelled: true }, rollBack('regression_found')],
    ['harm at home', { weight: 0, sight: harm }, rollBack('regression_found')],
    ['silence after the grace', { sight: { silentMs: 1 } }, rollBack('candidate_silent')],
    [
      'silence at the end of the grace, to the minute',
      { sight: { silentMs: 1 }, arrivedAt: NOW - 2 * MINUTE },
      rollBack('candidate_silent'),
    ],
    ['no silence within the grace', { sight: { silentMs: 1 }, arrivedAt: NOW - MINUTE }, { do: 'wait' }],
    ['no silence without traffic', { weight: 0, sight: { silentMs: 1 } }, { do: 'rise', to: 5 }],
    ['blindness that lasts', { blindSince: NOW - 4 * MINUTE }, rollBack('source_unavailable')],
    ['no blindness that may still end', { blindSince: NOW - 3 * MINUTE }, { do: 'wait' }],
    ['a wrong split that lasts', { mismatchSince: NOW - 4 * MINUTE }, rollBack('sample_ratio_mismatch')],
    ['no wrong split that may still end', { mismatchSince: NOW - 3 * MINUTE }, { do: 'wait' }],
    ['another version', { versionMatches: false, sight: harm }, home('superseded', 'slot_overwritten')],
    ['no version that nobody can tell', { versionMatches: undefined }, { do: 'wait' }],
    ['a weight set by hand', { found: 50 }, { do: 'leave', found: 50 }],
    ['a weight set by hand under harm', { found: 50, sight: harm }, { do: 'leave', found: 50 }],
    ['a way home by hand under harm', { found: 0, sight: harm }, rollBack('regression_found')],
    ['a way home by hand', { found: 0 }, { do: 'leave', found: 0 }],
    ['no weight that was only rounded', { found: 5.05 }, { do: 'wait' }],
    ['no weight that could not be read', { found: undefined }, { do: 'wait' }],
    ['parts that disagree', { torn: true }, home('aborted', 'weight_changed')],
    ['parts that disagree under harm', { torn: true, sight: harm }, rollBack('regression_found')],
  ])('%s', (_, given, expected) => expect(decided(given)).toEqual(expected))
})

describe('what people ask for comes before the evidence', () => {
  test.each<[string, Given, unknown]>([
    ['abort', { asked: 'abort', sight: pass }, home('aborted', 'aborted')],
    ['pause', { asked: 'pause', sight: pass }, home('paused', 'paused')],
    ['promote', { asked: 'promote' }, { do: 'promote' }],
    ['release', { asked: 'release', sight: pass }, home('superseded', 'superseded')],
    ['release of what everyone has', { asked: 'release', weight: 100 }, { do: 'promote' }],
    [
      'release at 100 during a watch',
      { plan: WATCHED, asked: 'release', weight: 100 },
      home('superseded', 'superseded'),
    ],
    ['a cancel', { cancelled: true, sight: pass }, home('paused', 'paused')],
    ['no cancel of what everyone has', { cancelled: true, weight: 100 }, { do: 'promote' }],
    ['giving up', { startedAt: NOW - 91 * MINUTE }, home('given-up', 'gave_up')],
    ['not giving up before the time is over', { startedAt: NOW - 90 * MINUTE }, { do: 'wait' }],
    ['not giving up what everyone has', { startedAt: NOW - 91 * MINUTE, weight: 100 }, { do: 'promote' }],
    [
      'everyone on it with a hold-back left to end',
      { plan: { ...WATCHED, holdBack: 2, ladder: [98] }, weight: 100, cancelled: true },
      { do: 'promote' },
    ],
  ])('%s', (_, given, expected) => expect(decided(given)).toEqual(expected))
})

describe('at the end of the time of a run', () => {
  const held = home('held', 'not_enough_data')
  test.each<[string, Given, unknown]>([
    ['traffic goes home where nobody comes', {}, held],
    ['traffic stays where somebody comes', { somebodyComes: true }, { do: 'stay' }],
    ['traffic stays where the plan says so', { plan: { betweenRuns: 'stay' } }, { do: 'stay' }],
    [
      'traffic goes home where the plan says so',
      { plan: { betweenRuns: 'home' }, somebodyComes: true },
      held,
    ],
    ['traffic goes home after an uneasy look', { somebodyComes: true, sight: { calm: false } }, held],
    [
      'traffic at home stays there',
      { weight: 0, rung: 5, somebodyComes: true, sight: { blind: true } },
      held,
    ],
    ['a pass still goes up', { sight: pass }, { do: 'rise', to: 25 }],
  ])('%s', (_, given, expected) => expect(decided({ timeIsUp: true, ...given })).toEqual(expected))
})

test.each([
  [5, 5.1, 0.1, true],
  [5.2, 5, 0.1, false],
  [5.004, 5, 0, true],
  [5.006, 5, 0, false],
  [0.001, 0, 1, false],
  [99.999, 100, 1, false],
  [100, 100, 0, true],
])('a weight of %f is the one asked for, %f, within %f: %s', (seen, asked, tolerance, same) => {
  expect(sameWeight(seen, asked, tolerance)).toBe(same)
})
