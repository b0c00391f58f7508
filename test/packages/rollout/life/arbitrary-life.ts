import fc from 'fast-check'
import { MINUTE, SECOND, type LifeEvent, type Setting, type TimedEvent } from './setting.ts'

const release = fc.constantFrom('A' as const, 'B' as const)
const event: fc.Arbitrary<LifeEvent> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('push' as const), release }) },
  { weight: 4, arbitrary: fc.constant({ do: 'schedule' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rerun' as const), release }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('kill' as const),
      calls: fc.integer({ min: 1, max: 30 }),
      post: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'cancel' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('command' as const),
      command: fc.constantFrom('abort', 'pause', 'resume', 'promote', 'retry', 'finish', 'continue'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        do: fc.constant('operator' as const),
        weight: fc.constantFrom(0, 20, 100),
        part: fc.constant(1),
      },
      { requiredKeys: ['do', 'weight'] },
    ),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deploy' as const), release }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'github-away' as const,
        'router-away' as const,
        'blind' as const,
        'mismatch' as const,
      ),
      ms: fc.integer({ min: 1, max: 10 }).map((n) => n * MINUTE),
    }),
  },
)
const timed: fc.Arbitrary<TimedEvent> = fc.record({
  afterMs: fc.oneof(
    fc.integer({ min: 0, max: 40 }).map((n) => n * SECOND),
    fc.integer({ min: 0, max: 30 }).map((n) => n * MINUTE),
  ),
  event,
})
const nature = fc.constantFrom('sound' as const, 'sound' as const, 'bad' as const, 'silent' as const)
/** What the world of a life is like. */
export const setting: fc.Arbitrary<Setting> = fc.record({
  natures: fc.record({ A: nature, B: nature }),
  versions: fc.constant(true),
  regions: fc.constantFrom(1 as const, 1 as const, 2 as const),
  claims: fc.constantFrom(false, false, true),
  cas: fc.boolean(),
  slowMs: fc.constantFrom(0, 0, 0, 5 * SECOND, 40 * SECOND),
  saysPending: fc.boolean(),
  lies: fc.constantFrom(false, false, false, true),
  bakeMs: fc.constantFrom(0, 0, 5 * MINUTE),
  holdBack: fc.constantFrom(0 as const, 5 as const),
  superseded: fc.constantFrom('replace' as const, 'replace' as const, 'queue' as const, 'refuse' as const),
  skewMs: fc.constantFrom(0, 0, 0, 5 * MINUTE),
  finishes: fc.boolean(),
  swap: fc.boolean(),
  deadBaseline: fc.constantFrom(false, false, false, true),
  betweenRuns: fc.constantFrom('auto' as const, 'stay' as const, 'home' as const),
  faults: fc.constantFrom(0, 0, 0.02, 0.1),
  lagMs: fc.constantFrom(0, 4 * SECOND, 9 * SECOND),
  seed: fc.integer(),
  retireMs: fc.constantFrom(0, 0, 6 * MINUTE),
})

/** The world of an engine that climbs its own steps: it says what is pending, and has one place. */
export const oneWaySetting: fc.Arbitrary<Setting> = setting.map((given) => ({
  ...given,
  ...{ oneWay: true, cas: true, saysPending: true, lies: false, regions: 1, claims: false },
  ...{ swap: false, finishes: false, deadBaseline: false },
  // A bake at 100% is refused by the preflight, because no way leads back from there.
  holdBack: given.bakeMs > 0 ? 5 : 0,
}))

/** What happens in a life. */
export const events: fc.Arbitrary<readonly TimedEvent[]> = fc.array(timed, { minLength: 1, maxLength: 7 })
