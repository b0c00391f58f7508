import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgedRungs, ladderOf } from '../../../actions/canary-step/src/plan.ts'
import { intervalsOf } from '../../../actions/canary-step/src/slots.ts'

describe('intervalsOf', () => {
  test('gives every whole interval of every window, with its weight', () => {
    const windows = [
      { weight: 5, from: 1000, to: 1250, counts: true },
      { weight: 25, from: 1250, to: 1260, counts: false },
      { weight: 25, from: 1260, counts: true },
    ]
    expect(intervalsOf(windows, 100, 0, 1480)).toEqual([
      { from: 1000, to: 1100, weight: 5, counts: 'yes' },
      { from: 1100, to: 1200, weight: 5, counts: 'yes' },
      { from: 1260, to: 1360, weight: 25, counts: 'yes' },
      { from: 1360, to: 1460, weight: 25, counts: 'yes' },
    ])
  })

  test('what begins in the warm-up, and what nobody confirmed, feeds no verdict', () => {
    const windows = [
      { weight: 5, from: 0, to: 200, counts: false },
      { weight: 5, from: 200, counts: true },
    ]
    expect(intervalsOf(windows, 100, 150, 600).map(({ counts }) => counts)).toEqual([
      'no',
      'no',
      'warm-up',
      'warm-up',
      'yes',
      'yes',
    ])
  })

  test('never spans a change of weight, never overlaps, and only grows with time', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(
        steps,
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 0, max: 9000 }),
        (lengths, interval, later) => {
          let from = 0
          const starts = lengths.map((length) => (from += length))
          const windows = starts.map((start, i) => {
            const to = starts[i + 1]
            return { weight: i + 1, from: start, counts: true, ...(to === undefined ? {} : { to }) }
          })
          const now = from + 1000
          const intervals = intervalsOf(windows, interval, 0, now)
          for (const [i, each] of intervals.entries()) {
            expect(each.from).toBeGreaterThanOrEqual(intervals[i - 1]?.to ?? 0)
            expect(starts.filter((start) => start > each.from && start < each.to)).toEqual([])
            expect(each.to).toBeLessThanOrEqual(now)
          }
          expect(intervalsOf(windows, interval, 0, now + later).slice(0, intervals.length)).toEqual(intervals)
        },
      ),
    )
  })
})

describe('ladderOf', () => {
  test('takes either a weight or a ladder', () => {
    expect(ladderOf(5, undefined)).toEqual([5])
    expect(ladderOf(undefined, [5, 100])).toEqual([5, 100])
    expect(() => ladderOf(5, [5])).toThrow(/either weight or ladder/)
    expect(() => ladderOf(undefined, undefined)).toThrow(/either weight or ladder/)
  })
  test('refuses to send everything to a candidate that was compared with nothing', () => {
    expect(() => ladderOf(100, undefined)).toThrow(/no baseline/)
  })
  test('judges every rung but the one that leaves no baseline', () => {
    expect(judgedRungs([5, 25, 100])).toEqual([5, 25])
  })
})
