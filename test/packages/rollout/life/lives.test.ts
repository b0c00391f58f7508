import { describe, test } from 'vitest'
import { MINUTE, SECOND, type Setting, type TimedEvent } from './setting.ts'
import { Simulation } from './simulation.ts'

const sound: Setting = {
  natures: { A: 'sound', B: 'sound' },
  versions: true,
  regions: 1,
  claims: false,
  cas: false,
  slowMs: 0,
  saysPending: false,
  lies: false,
  bakeMs: 0,
  holdBack: 0,
  superseded: 'replace',
  skewMs: 0,
  finishes: true,
  swap: false,
  deadBaseline: false,
  retireMs: 0,
  betweenRuns: 'auto',
  faults: 0,
  lagMs: 0,
  seed: 1,
}

const PINNED: readonly (readonly [string, Setting, readonly TimedEvent[]])[] = [
  [
    'GitHub goes away while a promoted rollout is finished, and a person aborts',
    sound,
    [
      { afterMs: 0, event: { do: 'push', release: 'A' } },
      { afterMs: 540 * SECOND, event: { do: 'command', command: 'finish' } },
      { afterMs: 0, event: { do: 'github-away', ms: 3 * MINUTE } },
      { afterMs: 0, event: { do: 'command', command: 'abort' } },
    ],
  ],
  [
    'the runner is lost after the first rise, and GitHub goes away under the schedule that takes over',
    { ...sound, finishes: false },
    [
      { afterMs: 0, event: { do: 'push', release: 'A' } },
      { afterMs: 0, event: { do: 'kill', calls: 8, post: false } },
      { afterMs: MINUTE, event: { do: 'schedule' } },
      { afterMs: 3 * SECOND, event: { do: 'github-away', ms: 3 * MINUTE } },
    ],
  ],
  [
    'a promotion is asked for while the rise fails to be recorded',
    { ...sound, faults: 0.1, finishes: false },
    [
      { afterMs: 0, event: { do: 'rerun', release: 'A' } },
      { afterMs: 16 * SECOND, event: { do: 'command', command: 'promote' } },
      { afterMs: 0, event: { do: 'schedule' } },
    ],
  ],
  [
    'another release is deployed over the slot between the look at its version and the write',
    { ...sound, natures: { A: 'bad', B: 'sound' }, finishes: false },
    [
      { afterMs: 0, event: { do: 'push', release: 'A' } },
      { afterMs: 180 * SECOND, event: { do: 'push', release: 'B' } },
      { afterMs: 12 * SECOND, event: { do: 'push', release: 'A' } },
    ],
  ],
  [
    'a swap is killed between retiring its baseline and saying so',
    { ...sound, swap: true, finishes: false },
    [
      { afterMs: 0, event: { do: 'push', release: 'A' } },
      { afterMs: 500 * SECOND, event: { do: 'kill', calls: 10, post: true } },
    ],
  ],
  [
    'a swap is aborted while it retires its baseline',
    { ...sound, swap: true, finishes: false, slowMs: 40 * SECOND },
    [
      { afterMs: 0, event: { do: 'push', release: 'A' } },
      { afterMs: 551 * SECOND, event: { do: 'command', command: 'abort' } },
      { afterMs: 0, event: { do: 'command', command: 'abort' } },
    ],
  ],
  [
    'a swap is aborted while its baseline is kept for the time to retire it',
    { ...sound, swap: true, finishes: false, retireMs: 10 * MINUTE },
    [
      { afterMs: 0, event: { do: 'push', release: 'A' } },
      { afterMs: 15 * MINUTE, event: { do: 'command', command: 'abort' } },
    ],
  ],
  [
    'a person sends everyone back by hand while the baseline is kept',
    { ...sound, swap: true, finishes: false, retireMs: 10 * MINUTE },
    [
      { afterMs: 0, event: { do: 'push', release: 'A' } },
      { afterMs: 15 * MINUTE, event: { do: 'operator', weight: 0 } },
    ],
  ],
  [
    'nobody can read the router when a later run comes to retire the baseline',
    { ...sound, swap: true, finishes: false, retireMs: 6 * MINUTE },
    [
      { afterMs: 0, event: { do: 'push', release: 'A' } },
      { afterMs: 13 * MINUTE, event: { do: 'kill', calls: 1, post: false } },
      { afterMs: 3 * MINUTE, event: { do: 'operator', weight: 0 } },
      { afterMs: 0, event: { do: 'router-away', ms: 30 * MINUTE } },
      { afterMs: MINUTE, event: { do: 'schedule' } },
    ],
  ],
  [
    'the run that a person asked to promote is cancelled, and killed before it told anyone',
    { ...sound, swap: true, finishes: false },
    [
      { afterMs: 0, event: { do: 'push', release: 'B' } },
      { afterMs: 0, event: { do: 'kill', calls: 8, post: false } },
      { afterMs: MINUTE, event: { do: 'command', command: 'promote' } },
      { afterMs: 63 * SECOND, event: { do: 'cancel' } },
      { afterMs: MINUTE, event: { do: 'push', release: 'B' } },
    ],
  ],
  [
    'a run dies that made a second record of a commit, and the first one is promoted',
    { ...sound, finishes: false },
    [
      { afterMs: 0, event: { do: 'push', release: 'A' } },
      { afterMs: SECOND, event: { do: 'push', release: 'A' } },
      { afterMs: 0, event: { do: 'cancel' } },
      { afterMs: 0, event: { do: 'schedule' } },
    ],
  ],
]

describe('lives of a rollout that once broke a promise', () => {
  test.each(PINNED)('%s', async (_, given, events) => {
    for (let seed = 0; seed < 200; seed += 1) await new Simulation({ ...given, seed }).play(events)
  })
})
