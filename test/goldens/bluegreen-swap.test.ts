import { judge } from '@sluice/compat'
import { connect, openPublisher } from '@sluice/publish'
import { describe, test } from 'vitest'
import { close } from '../../actions/bluegreen-swap/src/close.ts'
import { nothingFound } from '../../actions/bluegreen-swap/src/world.ts'
import { expectGolden, expectNoOthers, NOON } from './support/media.ts'
import { POLICY, samplesOf, type Seen } from './support/metrics.ts'

type Given = Parameters<typeof close>
type Swapped = Given[1]['swapped']

interface Case {
  readonly seen: Seen
  readonly swapped: Pick<Swapped, 'decision' | 'why' | 'homeProblem' | 'marks'>
}

const at = (minutesBefore: number): number => NOON - minutesBefore * 60_000
const begun = [
  { what: 'checked', at: at(12) },
  { what: 'shifting', share: 100, at: at(11) },
  { what: 'live', share: 100, at: at(10) },
] as const

const CASES: Readonly<Record<string, Case>> = {
  swapped: {
    seen: 'sound',
    swapped: {
      decision: 'swapped',
      marks: [...begun, { what: 'passed', share: 100, at: at(1) }, { what: 'kept', at: at(0) }],
    },
  },
  'swapped-back': {
    seen: 'failing',
    swapped: {
      decision: 'swapped-back',
      why: 'regression_found',
      marks: [
        ...begun,
        { what: 'returning', why: 'regression_found', at: at(1) },
        { what: 'returned', why: 'regression_found', at: at(0) },
      ],
    },
  },
  refused: {
    seen: 'failing',
    swapped: {
      decision: 'refused',
      why: 'checks_failed',
      marks: [{ what: 'refused', why: 'checks_failed', at: at(0) }],
    },
  },
  waiting: { seen: 'few', swapped: { decision: 'waiting', marks: begun } },
  stranded: {
    seen: 'failing',
    swapped: {
      decision: 'swapped',
      why: 'no_way_back',
      homeProblem: 'http://blue.example/healthz answered 503',
      marks: [...begun, { what: 'stayed', why: 'no_way_back', at: at(0) }],
    },
  },
}

describe('what bluegreen-swap tells people when it ends as', () => {
  for (const [name, { seen, swapped }] of Object.entries(CASES)) {
    test(name, async () => {
      await expectGolden('bluegreen-swap', name, async (given, io) => {
        const connection = connect(given, io)
        const plan = { target: 'green', previous: 'blue', mode: 'router' }
        const prepared = {
          input: { ...given, mode: 'router', watch: { ladder: [100] } },
          ...{ io, plan, subject: connection.subject },
          stand: {
            colours: { target: 'green', previous: 'blue' },
            close: async () => ({
              details: {},
              lines: [],
              outputs: { 'downtime-ms': '0', 'failed-probes': '0' },
            }),
          },
          publisher: openPublisher(
            'bluegreen-swap',
            { ...given, publish: [...given.publish] },
            connection,
            io,
          ),
        } as unknown as Given[0]
        const found = { ...nothingFound(), looked: judge(POLICY, samplesOf(seen)) }
        const entry = { id: '7', plan, marks: swapped.marks, closed: false }
        return await close(prepared, {
          swapped: { ...swapped, entry, already: false } as unknown as Swapped,
          found,
        } as Given[1])
      })
    })
  }
  test('nothing else', () => expectNoOthers('bluegreen-swap', Object.keys(CASES)))
})
