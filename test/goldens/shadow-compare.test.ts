import { describe, test } from 'vitest'
import { close } from '../../actions/shadow-compare/src/close.ts'
import { asked, compared, comparison, ndjson } from '../packages/shadow/worlds.ts'
import { expectGolden, expectNoOthers, NOON } from './support/media.ts'

/** Answers to so many requests, and in how many of them the candidate's price is another. */
const CASES = {
  accept: { requests: 3000, changed: 0 },
  reject: { requests: 3000, changed: 300 },
  undecided: { requests: 40, changed: 0 },
} as const

type Given = Parameters<typeof close>

const log = (requests: number, changed: number): string =>
  ndjson(
    Array.from({ length: requests }, (_, id) => ({
      id,
      status: 200,
      price: id < changed ? 1250 : 1000 + (id % 50),
      name: `item ${id % 7}`,
    })),
  )

describe('what shadow-compare tells people when it ends with', () => {
  for (const [decision, { requests, changed }] of Object.entries(CASES)) {
    test(decision, async () => {
      await expectGolden('shadow-compare', decision, async (given, io) => {
        const words = { redact: 'values' }
        const watched = {
          asked: asked(words),
          comparison: comparison(words, '{"id":1,"status":200,"price":1,"name":"x"}'),
          summary: compared([log(requests, 0), log(requests, changed)], words),
          conduct: { cost: [], said: [] },
          part: undefined,
          window: { from: NOON - 600_000, to: NOON },
        } as Given[1]
        return await close({ ...given, publish: [...given.publish] } as unknown as Given[0], watched, io)
      })
    })
  }
  test('nothing else', () => expectNoOthers('shadow-compare', Object.keys(CASES)))
})
