import { describe, expect, test } from 'vitest'
import { compared, ndjson, verdictOn } from './worlds.ts'

const record = (id: number, says: Readonly<Record<string, unknown>>): unknown => ({
  id,
  status: 200,
  ...says,
  v: 1,
})

const REQUIRED = { requirements: 'error rate <= 1%' }

describe('failures', () => {
  const pairs: readonly (readonly [unknown, unknown])[] = [
    [record(1, {}), record(1, {})],
    [record(2, {}), record(2, { status: 500 })],
    [record(3, { status: 503 }), record(3, {})],
    [record(4, { status: 502 }), record(4, { status: 502, v: 2 })],
    [record(5, {}), record(5, { error: 'timeout' })],
    [record(6, { error: '' }), record(6, { error: null, v: 3 })],
    [record(7, { error: { code: 1 } }), record(7, { error: { code: 2 } })],
    [record(8, { text: 'no "error" here' }), record(8, { text: 'nor \\ here' })],
  ]
  const arms = [ndjson(pairs.map(([a]) => a)), ndjson(pairs.map(([, b]) => b))]
  const both = { n: 8, candidateOnly: 2, primaryOnly: 1, both: 2, unanswered: 0 }

  test('are counted by the arm that failed', () => {
    expect(compared(arms, REQUIRED).errors).toEqual(both)
  })

  test.each(['status', 'error', 'status, error', '**'])(
    'are counted where %s is ignored as a difference',
    (ignore) => {
      expect(compared(arms, { ...REQUIRED, ignore }).errors).toEqual(both)
    },
  )

  test('are counted where a difference of the status is tolerated', () => {
    expect(compared(arms, { ...REQUIRED, tolerance: 'status: 1000' }).errors).toEqual(both)
  })

  test('are counted for an increase too, and for nothing that does not need them', () => {
    expect(compared(arms, { requirements: 'error increase <= 1%' }).errors).toEqual(both)
    expect(compared(arms, { requirements: 'not compared <= 1%' }).errors.n).toBe(0)
  })

  describe('of logs that name an error only where there is one', () => {
    const log = (failed: (id: number) => boolean): string =>
      ndjson(Array.from({ length: 3200 }, (_, id) => ({ id, ...(failed(id) ? { error: 'x' } : {}) })))
    const rate = (primary: string, candidate: string) =>
      verdictOn(compared([primary, candidate], { ...REQUIRED, ignore: 'error' }), REQUIRED).evidence.find(
        ({ metric }) => metric === 'error rate <= 1%',
      )

    test('all requests count', () => {
      const some = log((id) => id % 400 === 0)
      expect(rate(some, some)).toMatchObject({
        finding: 'fine',
        observed: { candidate: { trials: 3200, events: 8 } },
      })
      expect(
        rate(
          log((id) => id % 10 === 0),
          log((id) => id % 10 === 1),
        )?.finding,
      ).toBe('worse')
    })

    test('where nobody names any there is nothing to tell failures by', () => {
      const none = log(() => false)
      expect(rate(none, none)).toMatchObject({ finding: 'unknown', reason: 'no_data' })
    })
  })

  test('a candidate that keeps silent of the status that the primary has is taken to have failed', () => {
    const log = (says: object): string => ndjson(Array.from({ length: 10 }, (_, id) => ({ id, ...says })))
    expect(compared([log({ status: 200 }), log({})], REQUIRED).errors).toMatchObject({
      n: 10,
      candidateOnly: 10,
    })
    expect(compared([log({}), log({ status: 200 })], REQUIRED).errors).toMatchObject({
      n: 10,
      candidateOnly: 0,
    })
  })

  test('are seen behind a key that is written with escapes, and told of nobody who says nothing', () => {
    const escaped = '{"id":1,"status":200,"\\u0065rror":"down"}\n{"id":2}\n'
    expect(compared([escaped, '{"id":1,"status":200}\n{"id":2}\n'], REQUIRED).errors).toEqual({
      n: 1,
      candidateOnly: 0,
      primaryOnly: 1,
      both: 0,
      unanswered: 0,
    })
  })
})
