import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgedRungs, ladderOf, slotsOf, untilSlotEnds } from '../../../actions/canary-step/src/plan.ts'

describe('slotsOf', () => {
  test('gives every whole interval of every rung, with its weight', () => {
    const rungs = [
      { weight: 5, from: 1000 },
      { weight: 25, from: 1250 },
    ]
    expect(slotsOf(rungs, 100, 1480)).toEqual([
      { from: 1000, to: 1100, weight: 5 },
      { from: 1100, to: 1200, weight: 5 },
      { from: 1250, to: 1350, weight: 25 },
      { from: 1350, to: 1450, weight: 25 },
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
          const rungs = lengths.map((length, i) => ({ weight: i + 1, from: (from += length) }))
          const now = from + 1000
          const slots = slotsOf(rungs, interval, now)
          for (const [i, slot] of slots.entries()) {
            expect(slot.from).toBeGreaterThanOrEqual(slots[i - 1]?.to ?? 0)
            expect(rungs.filter((rung) => rung.from > slot.from && rung.from < slot.to)).toEqual([])
            expect(slot.to).toBeLessThanOrEqual(now)
          }
          expect(slotsOf(rungs, interval, now + later).slice(0, slots.length)).toEqual(slots)
        },
      ),
    )
  })
})

test('untilSlotEnds is what is left of the running interval', () => {
  expect(untilSlotEnds({ weight: 5, from: 1000 }, 100, 1130)).toBe(70)
  expect(untilSlotEnds({ weight: 5, from: 1000 }, 100, 1200)).toBe(100)
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
