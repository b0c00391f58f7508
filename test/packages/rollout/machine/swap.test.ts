import { describe, expect, test } from 'vitest'
import { markOf, noteOf, settle, swap, type Mark, type SwapRun } from '@sluice/rollout'
import {
  lasting,
  ledgerOf,
  planOfTest,
  worldOf,
  type Gate,
  type Lasting,
  type Story,
} from './make-believe.ts'

const OPEN: Gate = async () => undefined

function runIn(it: Lasting, story: Story = {}, gate: Gate = OPEN, changes = {}): SwapRun {
  const ledger = ledgerOf(it, gate)
  return {
    plan: planOfTest(changes),
    ledger,
    world: worldOf(it, ledger, story, gate),
    claimed: async () => undefined,
  }
}

const failAt =
  (place: string): Gate =>
  async (where) => {
    if (where === place) throw new Error(`cannot ${place}`)
  }

const live = () => new AbortController().signal

describe('an exception', () => {
  test.each(['before look', 'after look', 'before wait', 'before check-shared'])(
    '%s takes traffic back and reaches the caller',
    async (place) => {
      const it = lasting()
      await expect(swap(runIn(it, {}, failAt(place)), live())).rejects.toThrow(`cannot ${place}`)
      expect(it.share).toBe(0)
      expect(it.entries[0]?.marks.at(-1)).toMatchObject({ what: 'returned', why: 'stopped' })
    },
  )

  test('in the first write that landed all the same is decided by reading back', async () => {
    const it = lasting()
    await expect(swap(runIn(it, {}, failAt('after shift 100')), live())).resolves.toMatchObject({
      decision: 'swapped',
    })
  })

  test('from a keeper of records that is away does not stop the way back', async () => {
    const it = lasting()
    let away = false
    const gate: Gate = async (where) => {
      if (where === 'before look') away = true
      if (away && (where === 'before look' || where.startsWith('before mark')))
        throw new Error('GitHub is away')
    }
    await expect(swap(runIn(it, {}, gate), live())).rejects.toThrow(/^GitHub is away$/)
    expect(it.share).toBe(0)
    expect(it.warnings).toEqual([
      expect.stringMatching(/^The record of this swap could not be written: it lacks returning, returned\./),
    ])
  })

  test('from a keeper of records that is away does not undo a sound swap', async () => {
    const it = lasting()
    const gate: Gate = async (where) => {
      if (/^before (mark (?!checked|shifting)|release)/.test(where)) throw new Error('GitHub answered 503')
    }
    expect(await swap(runIn(it, {}, gate), live())).toMatchObject({ decision: 'swapped' })
    expect(it.shares).toEqual([100])
    expect(it.warnings.join('\n')).toMatch(
      /inactive: GitHub answered 503[^]*lacks live, passed, kept, retired/,
    )
    // The next run completes the record and moves nothing.
    expect(await swap(runIn(it, {}, OPEN, { attempt: '2' }), live())).toMatchObject({ decision: 'swapped' })
    expect(it.shares).toEqual([100])
    expect(it.entries[0]?.marks.at(-1)?.what).toBe('retired')
  })

  test('from one lost status costs nothing: it is written with the next one, in order', async () => {
    const it = lasting()
    let lost = false
    const gate: Gate = async (where) => {
      if (where !== 'before mark live' || lost) return
      lost = true
      throw new Error('GitHub answered 503')
    }
    expect(await swap(runIn(it, {}, gate), live())).toMatchObject({ decision: 'swapped' })
    expect(it.entries[0]?.marks.map(({ what }) => what)).toEqual([
      'checked',
      'shifting',
      'live',
      'passed',
      'kept',
      'released',
      'retired',
    ])
    expect(it.warnings).toEqual([])
  })

  test('while traffic has not moved refuses the swap: no effect without its record', async () => {
    const it = lasting()
    await expect(swap(runIn(it, {}, failAt('before mark shifting')), live())).rejects.toThrow()
    expect(it.shares).toEqual([])
  })

  test('after the verdict passed does not undo what was proved', async () => {
    const it = lasting()
    await expect(swap(runIn(it, {}, failAt('before retire')), live())).rejects.toThrow()
    expect(it.share).toBe(100)
    expect(await swap(runIn(it, {}, OPEN, { attempt: '2' }), live())).toMatchObject({ decision: 'swapped' })
  })
})

test('a cancelled job goes back under a deadline of its own', async () => {
  const it = lasting()
  const stop = new AbortController()
  const gate: Gate = async (where) =>
    where === 'after wait' ? stop.abort(new Error('cancelled')) : undefined
  await expect(swap(runIn(it, {}, gate), stop.signal)).rejects.toThrow('cancelled')
  expect(it.shares).toEqual([100, 0])
})

test('a post step settles what a run left behind, once', async () => {
  const it = lasting()
  it.entries.push({
    id: '1',
    plan: planOfTest(),
    marks: [{ what: 'shifting', at: 1, share: 100 }],
    closed: false,
  })
  it.share = 100
  const ledger = ledgerOf(it, OPEN)
  const world = worldOf(it, ledger, {}, OPEN)
  expect(await settle(ledger, '1', world)).toMatchObject({ decision: 'swapped-back' })
  expect(await settle(ledger, '1', world)).toMatchObject({ decision: 'swapped-back' })
  expect(it.shares).toEqual([0])
})

describe('the way back', () => {
  test('is written even where the router shows it already', async () => {
    const it = lasting()
    const marks = [
      { what: 'shifting', at: 1, share: 100 },
      { what: 'returning', at: 2, why: 'stopped' },
    ] as const
    it.entries.push({ id: '1', plan: planOfTest(), marks: [...marks], closed: false })
    expect(await swap(runIn(it), live())).toMatchObject({ decision: 'swapped-back' })
    expect(it.shares).toEqual([0])
  })

  test('does not wait for the record', async () => {
    const it = lasting()
    const stuck = Promise.withResolvers<undefined>()
    const gate: Gate = async (where) => {
      if (where === 'before mark returning') await stuck.promise
      if (where === 'after go-home') stuck.resolve(undefined)
    }
    const story = { looks: ['fail'] } as const
    expect(await swap(runIn(it, story, gate), live())).toMatchObject({ decision: 'swapped-back' })
    expect(it.shares).toEqual([100, 0])
  })

  test.each([
    [[100], [100]],
    [
      [90, 100],
      [90, 100],
    ],
    [[98], [98, 100]],
  ])(
    'to a colour that does not work is not taken: from %j all traffic ends on the target',
    async (ladder, shares) => {
      const it = lasting()
      const story = { looks: ['fail'], homeProblem: 'no server of blue is up' } as const
      const ending = await swap(runIn(it, story, OPEN, { ladder }), live())
      expect(ending).toMatchObject({
        decision: 'swapped',
        why: 'no_way_back',
        homeProblem: 'no server of blue is up',
      })
      expect(it.shares).toEqual(shares)
      expect(it.entries[0]?.marks.at(-1)).toMatchObject({ what: 'stayed' })
      expect(it.released).toEqual([])
    },
  )
})

test('a watch lasts its minimum, however good it looks', async () => {
  const it = lasting()
  const began = it.clock
  const story = { looks: ['pass'] } as const
  await swap(runIn(it, story, OPEN, { bakeMs: 4000 }), live())
  expect(it.clock - began).toBe(4000)
})

test('a watch that passes only after its maximum began is not undone for being late', async () => {
  const it = lasting()
  const story = { looks: ['inconclusive', 'pass'] } as const
  const ending = await swap(runIn(it, story, OPEN, { watchMs: 1000, bakeMs: 1000 }), live())
  expect(ending).toMatchObject({ decision: 'swapped' })
})

describe('one swap at a time', () => {
  const unfinished = { id: '1', plan: planOfTest({ sha: 'b'.repeat(40) }), closed: false }

  test('an unfinished swap of another commit refuses this one and is left alone', async () => {
    const it = lasting()
    it.entries.push({ ...unfinished, marks: [{ what: 'live', at: 1, share: 100 }] })
    expect(await swap(runIn(it), live())).toMatchObject({ decision: 'refused', why: 'another_swap' })
    expect([it.shares, it.entries.length]).toEqual([[], 1])
  })

  test('a record set inactive by hand no longer stands in the way', async () => {
    const it = lasting()
    it.entries.push({ ...unfinished, marks: [], closed: true })
    expect(await swap(runIn(it), live())).toMatchObject({ decision: 'swapped' })
  })

  test('of two that open at the same moment the later one gives way', async () => {
    const it = lasting()
    const gate: Gate = async (where) => {
      if (where === 'before open') it.entries.push({ ...unfinished, marks: [] })
    }
    expect(await swap(runIn(it, {}, gate), live())).toMatchObject({
      decision: 'refused',
      why: 'another_swap',
    })
    expect(it.shares).toEqual([])
  })

  test('a kept swap that only waits to be retired does not block the next', async () => {
    const it = lasting()
    it.entries.push({ ...unfinished, marks: [{ what: 'kept', at: 1 }] })
    expect(await swap(runIn(it), live())).toMatchObject({ decision: 'swapped' })
    expect(it.entries[0]?.closed).toBe(true)
  })
})

test('a run may leave an undecided swap to the next one, which goes on from the same beginning', async () => {
  const it = lasting()
  const story: Story = { looks: ['inconclusive', 'inconclusive', 'inconclusive', 'pass'] }
  const first = await swap({ ...runIn(it, story), leaveAt: it.clock + 1500 }, live())
  expect(first).toMatchObject({ decision: 'waiting' })
  expect(it.shares).toEqual([100])
  const began = it.entries[0]?.marks.find((mark) => mark.what === 'live')?.at
  expect(await swap(runIn(it, story, OPEN, { run: '78' }), live())).toMatchObject({ decision: 'swapped' })
  expect(it.entries[0]?.marks.filter((mark) => mark.what === 'live')).toEqual([
    { what: 'live', share: 100, at: began },
  ])
  expect(it.shares).toEqual([100])
})

test('someone else changing the traffic during the watch ends it', async () => {
  const it = lasting()
  const gate: Gate = async (where) => {
    if (where === 'after wait') it.share = 40
  }
  expect(await swap(runIn(it, {}, gate), live())).toMatchObject({
    decision: 'swapped-back',
    why: 'traffic_changed',
  })
})

test('every mark survives its note, and no note is longer than GitHub keeps', () => {
  const at = 1_763_900_000_123
  const marks: readonly Mark[] = [
    { what: 'checked', at },
    { what: 'live', at, share: 97.5 },
    { what: 'returned', at, why: 'shared_incompatible' },
    { what: 'released', at },
  ]
  const plan = planOfTest({ target: 'g'.repeat(200) })
  for (const mark of marks) {
    expect(noteOf(plan, mark).length).toBeLessThanOrEqual(140)
    expect(markOf(noteOf(plan, mark))).toEqual(mark)
  }
  expect(markOf('Deployed by hand')).toBeUndefined()
  expect(markOf('x [returned because 1]')).toBeUndefined()
})
