import {
  preflight,
  type PreflightFinding,
  type PreflightQuestion,
  type PreflightRouter,
} from '@sluice/rollout'
import { describe, expect, test } from 'vitest'

type Engine = Awaited<ReturnType<NonNullable<PreflightRouter['ladder']>>>

const never = new AbortController().signal

async function problems(
  engine: Partial<Engine>,
  question: Partial<PreflightQuestion<never>> = {},
): Promise<readonly PreflightFinding[]> {
  const router: PreflightRouter = {
    can: { step: 0, survivesRestart: true },
    read: async () => await Promise.resolve({ weight: [{ arm: 'baseline', share: 100 }], pending: false }),
    ladder: async () => await Promise.resolve({ stops: [5, 50], findings: [], ...engine }),
  }
  const asked = { queries: [], baseline: 'a', candidate: 'b', ladder: [5, 50, 100], ...question }
  return await preflight(asked, { openRouter: () => router }, never)
}
const messages = (found: readonly PreflightFinding[]): readonly string[] =>
  found.map(({ level, message }) => `${level}: ${message}`)

describe('the ladder and the stops of an engine', () => {
  test.each<[string, Partial<Engine>, Partial<PreflightQuestion<never>>, readonly string[]]>([
    ['are the same', {}, {}, []],
    [
      'differ: each difference is told',
      {},
      { ladder: [5, 25, 100] },
      [
        'problem: the rollout asks for 25%, but the engine stops at 5%, 50%',
        'problem: the engine stops at 50%, which is not in the ladder',
      ],
    ],
    ['differ above a last rung that promotes nobody', {}, { ladder: [5] }, []],
    [
      'differ below it',
      {},
      { ladder: [50] },
      ['problem: the engine stops at 5%, which is not in the ladder'],
    ],
    [
      'has none',
      { stops: [] },
      { ladder: [5] },
      ['problem: the rollout asks for 5%, but the engine stops at no weight between 0% and 100%'],
    ],
    ['with a bake that leaves a share', { stops: [5, 50, 95] }, { bakesAt: 95 }, []],
    [
      'with a bake at a weight that the engine has not',
      {},
      { bakesAt: 95 },
      ['problem: the rollout asks for 95%, but the engine stops at 5%, 50%'],
    ],
    [
      'with a bake of everyone',
      {},
      { bakesAt: 100 },
      ['problem: `bake` watches the candidate at 100%, and from there this router cannot go back'],
    ],
    ['is not asked for where nothing is climbed', { stops: [] }, { ladder: [] }, []],
    [
      'has faults of its own, which are told as well',
      { findings: [{ level: 'problem', message: 'it is paused', hint: 'Resume it.' }] },
      {},
      ['problem: it is paused'],
    ],
  ])('%s', async (_, engine, question, expected) => {
    expect(messages(await problems(engine, question))).toEqual(expected)
  })
})
