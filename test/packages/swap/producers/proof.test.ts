import { describe, expect, test } from 'vitest'
import { handOverStep, shareOfTarget, startProof, type Reply, type StreamEvent } from '@sluice/swap'

const at = (position: number, key = 'k'): StreamEvent => ({ position, key })

function prove(...events: readonly StreamEvent[]) {
  const prover = startProof()
  prover.add(events)
  return prover.proof()
}

describe('the proof of a stream', () => {
  test('finds every gap, however large, and wherever it is', () => {
    expect(prove(at(5), at(6), at(9), at(12))).toMatchObject({
      first: 5,
      last: 12,
      missing: 4,
      duplicates: 0,
    })
    expect(prove()).toMatchObject({ events: 0, missing: 0 })
  })

  test('up to an earlier position, what is only late beyond it is not missing', () => {
    const prover = startProof()
    prover.add([at(1), at(2), at(3), at(7), at(9)])
    expect(prover.proof()).toMatchObject({ last: 9, missing: 4 })
    expect(prover.proof(3)).toMatchObject({ last: 3, missing: 0 })
    expect(prover.proof(8)).toMatchObject({ last: 8, missing: 4 })
    expect(prover.proof(7)).toMatchObject({ last: 7, missing: 3 })
    prover.add([at(4), at(5), at(6)])
    expect(prover.proof(7)).toMatchObject({ last: 7, missing: 0 })
    expect(prover.proof(20)).toMatchObject({ last: 9, missing: 1 })
  })

  test('a late event closes its gap and is counted as out of order only within its key', () => {
    expect(prove(at(1, 'a'), at(3, 'b'), at(2, 'a'))).toMatchObject({ missing: 0, disordered: 0 })
    expect(prove(at(1, 'a'), at(3, 'a'), at(2, 'a'))).toMatchObject({
      missing: 0,
      disordered: 1,
      duplicates: 0,
    })
  })

  test('counts every repetition, next to its original or long after, before or beyond a gap', () => {
    expect(prove(at(1), at(1), at(2), at(3), at(1), at(5), at(5))).toMatchObject({
      duplicates: 3,
      missing: 1,
      disordered: 0,
    })
  })

  test('an event from before the first one read is neither gap nor duplicate, until it is repeated', () => {
    expect(prove(at(10), at(9), at(9))).toMatchObject({ missing: 0, duplicates: 1 })
  })

  test('from a known position on counts what repeats the history as well, and ignores what came before it late', () => {
    const prover = startProof(10)
    prover.remember([at(8), at(9), at(9)])
    prover.add([at(10), at(9), at(11), at(12)])
    expect(prover.proof()).toEqual({
      events: 2,
      first: 11,
      last: 12,
      missing: 0,
      duplicates: 1,
      disordered: 0,
    })
  })
})

const running = (position: number): Reply => ({ state: 'running', position })
const paused = (position: number): Reply => ({ state: 'paused', position })

describe('a hand-over', () => {
  test.each([
    ['the one that runs is paused first', { from: running(7), to: paused(0) }, 7, false, { do: 'pause' }],
    ['even if both run', { from: running(7), to: running(7) }, 7, false, { do: 'pause' }],
    [
      'nobody starts before everything is in the stream',
      { from: paused(9), to: paused(0) },
      7,
      false,
      { do: 'wait' },
    ],
    [
      'then the other starts behind it',
      { from: paused(9), to: paused(0) },
      9,
      false,
      { do: 'start', after: 9 },
    ],
    [
      'also behind what came from elsewhere',
      { from: paused(9), to: paused(0) },
      11,
      false,
      { do: 'start', after: 11 },
    ],
    ['done once it runs', { from: paused(9), to: running(9) }, 9, false, { do: 'done' }],
    ['a silent one is waited for', { from: undefined, to: paused(3) }, 9, false, { do: 'wait' }],
    [
      'and after that the stream says how far it came',
      { from: undefined, to: paused(3) },
      9,
      true,
      { do: 'start', after: 9 },
    ],
  ] as const)('%s', (_, producers, last, gone, step) => {
    expect(handOverStep(producers, last, gone)).toEqual(step)
  })

  test('to a producer that does not answer fails before anything is paused', () => {
    expect(handOverStep({ from: running(1), to: undefined }, 1, true)).toMatchObject({ do: 'fail' })
  })
})

test('neither and both running is no colour, and one that was started and fell silent still has the stream', () => {
  const share = (target: Reply | undefined, previous: Reply | undefined, active?: 'target' | 'previous') =>
    shareOfTarget(target, previous, active)
  expect([share(running(1), paused(1)), share(paused(1), running(1))]).toEqual([100, 0])
  expect([share(paused(1), paused(1)), share(running(1), running(1)), share(undefined, paused(1))]).toEqual([
    50, 50, 50,
  ])
  expect([share(undefined, paused(1), 'target'), share(undefined, running(1), 'target')]).toEqual([100, 50])
})
