import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { events, setting } from './arbitrary-life.ts'
import { MINUTE, SECOND, type Setting, type TimedEvent } from './setting.ts'
import { Simulation } from './simulation.ts'

const LIVES = Number(process.env['LIVES'] ?? 2_000)
/** The same lives every time, so that a red build can be repeated; another seed explores others. */
const SEED = Number(process.env['LIFE_SEED'] ?? 20_261_130)

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
  finishes: true,
  swap: false,
  deadBaseline: false,
  betweenRuns: 'auto',
  faults: 0,
  lagMs: 0,
  seed: 1,
}

/** Lives that once broke a promise. */
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
]

describe('random lives of a rollout', () => {
  test.each(PINNED)('%s', async (_, given, events) => {
    for (let seed = 0; seed < 200; seed += 1) await new Simulation({ ...given, seed }).play(events)
  })

  test(`${LIVES} lives keep every promise`, { timeout: 600_000 }, async () => {
    const lives = fc.asyncProperty(setting, events, async (given, happens) => {
      await new Simulation(given).play(happens)
    })
    const run = await fc.check(lives, { numRuns: LIVES, seed: SEED })
    // The shortest life that breaks a promise, told from its beginning.
    const told = run.errorInstance instanceof Error ? run.errorInstance.message : ''
    expect(run.failed ? `${told}\n${JSON.stringify(run.counterexample)}` : '').toBe('')
    expect(run.numRuns).toBe(LIVES)
  })
})
