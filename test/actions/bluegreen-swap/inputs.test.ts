import { describe, expect, test } from 'vitest'
import { armOf, routerColours } from '../../../actions/bluegreen-swap/src/colours.ts'
import { proofChecks } from '../../../actions/bluegreen-swap/src/proof-checks.ts'
import { retireField } from '../../../actions/bluegreen-swap/src/retire-field.ts'
import { beforeAndAfter, candidateOnly, slotsBetween } from '../../../actions/bluegreen-swap/src/slots.ts'
import { watchField } from '../../../actions/bluegreen-swap/src/watch-field.ts'
import { probePolicy, watchPolicy } from '../../../actions/bluegreen-swap/src/watch-policy.ts'

describe('the target', () => {
  test('is the colour that serves nobody', () => {
    expect([routerColours(undefined, 0)?.target, routerColours('idle', 100)?.target]).toEqual([
      'green',
      'blue',
    ])
  })

  test('has no default while both serve', () => {
    expect(routerColours(undefined, 30)).toBeUndefined()
    expect(routerColours('blue', 30)).toEqual({ target: 'blue', previous: 'green' })
  })

  test('is one of the two arms of the router', () => {
    expect(['green', 'blue'].map(armOf)).toEqual(['candidate', 'baseline'])
    expect(() => armOf('canary')).toThrow('a router has blue and green')
  })
})

describe('the watch', () => {
  test('is a duration, or a mapping', () => {
    expect(watchField.parse('5m')).toMatchObject({
      forMs: 300_000,
      everyMs: 15_000,
      ladder: [100],
      probe: undefined,
    })
    expect(watchField.parse('{ for: 1m, every: 5s, hold-back: 2% }').ladder).toEqual([98])
    expect(watchField.parse('{ for: 1m, ladder: [5, 25, 100] }').ladder).toEqual([5, 25, 100])
  })

  test.each([
    '{ ladder: [5, 100], hold-back: 2% }',
    '{ ladder: [25, 5] }',
    '{ for: 5s }',
    '{ fro: 5m }',
    '{ probe: here }',
  ])('refuses %s', (given) => expect(() => watchField.parse(given)).toThrow())

  test('without limits is refused after a full swap, and accepted with a control', () => {
    const metric = { ...probePolicy('probe failures', 0.01), name: 'errors' }
    const { limit, ...unlimited } = metric
    expect(() => watchPolicy(0.95, [unlimited], [100])).toThrow('errors has no `limit`')
    expect(watchPolicy(0.95, [unlimited], [98]).metrics).toHaveLength(1)
    expect(watchPolicy(0.95, [{ ...unlimited, critical: false }, metric], [100]).metrics).toHaveLength(2)
    expect(limit).toBe(0.01)
  })

  test('of nothing is refused', () => {
    expect(() => watchPolicy(0.95, [], [100])).toThrow('nothing would show whether the target works')
  })
})

test('retire is keep, a time, or a command after a time', () => {
  expect(retireField.parse('keep')).toEqual({ afterMs: 0, run: undefined })
  expect(retireField.parse('30m').afterMs).toBe(1_800_000)
  expect(retireField.parse('{ after: 1m, run: [./down.sh, $colour] }').run).toEqual(['./down.sh', '$colour'])
  expect(() => retireField.parse('never')).toThrow()
})

describe('intervals', () => {
  test('are whole, and none is older than the swap', () => {
    expect(slotsBetween(1000, 1999, 500, 100)).toEqual([{ from: 1000, to: 1500, weight: 100 }])
    expect(slotsBetween(1000, 900, 500, 100)).toEqual([])
  })

  test('after a full swap the other colour is no control', () => {
    const arm = { kind: 'proportion', events: 1, trials: 9 } as const
    const samples = { metric: 'm', blocks: [{ from: 0, to: 1, weight: 100, baseline: arm, candidate: arm }] }
    expect(candidateOnly(samples).blocks[0]?.baseline).toEqual({ kind: 'absent', absence: 'not_observed' })
    expect(beforeAndAfter(samples, candidateOnly(samples)).blocks[0]).toMatchObject({
      baseline: arm,
      candidate: arm,
    })
  })
})

describe('the proof of a stream', () => {
  const proof = { events: 1000, first: 1, last: 990, missing: 0, duplicates: 10, disordered: 0 }
  const taken = { reply: { state: 'running', position: 990 }, since: 500, at: 0 } as const
  const limits = { minEvents: 100, maxDuplicates: 0.01 }
  const findings = (changes: object, reply: (typeof taken)['reply'] = taken.reply, since = 500) =>
    proofChecks({ ...proof, ...changes }, { reply, since, at: 0 }, limits).map((check) => check.finding)

  test('is fine only when the new producer runs, has produced enough, and nothing is wrong', () => {
    expect(findings({})).toEqual(['fine', 'fine', 'fine', 'fine', 'fine'])
    expect(findings({ missing: 1, disordered: 1, duplicates: 11 })).toEqual([
      'fine',
      'fine',
      'worse',
      'worse',
      'worse',
    ])
    const silent = proofChecks(proof, { ...taken, reply: undefined }, limits)
    expect(silent[0]?.finding).toBe('worse')
  })

  test('of too few events is unknown', () => {
    expect(findings({}, taken.reply, 950)[1]).toBe('unknown')
  })
})
