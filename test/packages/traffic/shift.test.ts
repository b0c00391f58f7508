import { UserError, type Io } from '@sluice/action'
import {
  candidateShare,
  shiftBack,
  readingText,
  shift,
  toCandidate,
  type Router,
  type RouterCapabilities,
} from '@sluice/traffic'
import { describe, expect, test } from 'vitest'
import { testIo } from '../../servers/io.ts'

const CAN: RouterCapabilities = {
  step: 0,
  tolerance: 0.005,
  settles: 0,
  deadline: { shift: 120, undo: 120 },
  survivesRestart: true,
  revisions: false,
  sticky: false,
  pin: false,
  mirror: false,
  drain: false,
  health: false,
}
const io = testIo()
const fast = { pollMs: 5 }
const HOME = toCandidate(0)

/** A router with a memory; `reported` may lag behind, lie or round what was written. */
function routerWith(
  reported: (written: readonly number[]) => number,
  can: Partial<RouterCapabilities> = {},
): Router & { readonly written: number[] } {
  const written: number[] = []
  return {
    written,
    can: { ...CAN, ...can },
    read: async () => await Promise.resolve({ weight: toCandidate(reported(written)), pending: false }),
    write: async (weight) => {
      written.push(candidateShare(weight))
      return await Promise.resolve({})
    },
  }
}

function failing(problem: Error, can: Partial<RouterCapabilities> = {}): Router {
  const fail = async (): Promise<never> => await Promise.reject(problem)
  return { can: { ...CAN, ...can }, read: fail, write: fail }
}

describe('shift', () => {
  test('returns the reading that proves the weight, and writes once', async () => {
    let looks = 0
    const router = routerWith((written) => (++looks < 4 ? 0 : (written.at(-1) ?? 0)))
    const reading = await shift(router, toCandidate(25), io, fast)
    expect(candidateShare(reading.weight)).toBe(25)
    expect(router.written).toEqual([25])
  })

  test('says what it asked for and what it saw when the router keeps another weight', async () => {
    const problem: unknown = await shift(
      routerWith(() => 5),
      toCandidate(50),
      io,
      fast,
    ).catch((error: unknown) => error)
    expect(problem).toMatchObject({
      code: 'ROUTER_UNCONFIRMED',
      message: expect.stringMatching(/^asked for 50 %, last seen 5 % after \d/),
    })
  })

  test('a coarse router may round a weight, but never zero or a hundred', async () => {
    const router = routerWith((written) => Math.abs((written.at(-1) ?? 0) - 0.3), { tolerance: 0.4 })
    expect(candidateShare((await shift(router, toCandidate(25), io, fast)).weight)).toBeCloseTo(24.7)
    for (const exact of [0, 100]) {
      await expect(shift(router, toCandidate(exact), io, fast)).rejects.toMatchObject({
        code: 'ROUTER_UNCONFIRMED',
      })
    }
  })

  test('a reading proves nothing while a change is pending, another is wanted, or a part differs', async () => {
    const sound = { weight: toCandidate(25), pending: false }
    for (const reading of [
      { ...sound, pending: true },
      { ...sound, wanted: toCandidate(50) },
      {
        ...sound,
        parts: [
          { name: 'eu', weight: toCandidate(50) },
          { name: 'us', weight: HOME },
        ],
      },
    ]) {
      const router: Router = { ...routerWith(() => 25), read: async () => await Promise.resolve(reading) }
      await expect(shift(router, toCandidate(25), io, fast)).rejects.toMatchObject({
        code: 'ROUTER_UNCONFIRMED',
      })
    }
  })

  test('a reading before the router has settled proves nothing', async () => {
    const router = routerWith((written) => written.at(-1) ?? 0, {
      settles: 300,
      deadline: { shift: 5_000, undo: 5_000 },
    })
    const began = performance.now()
    await shift(router, toCandidate(25), io, fast)
    expect(performance.now() - began).toBeGreaterThan(290)
  })

  test('asks an unreachable router again until its budget is spent', async () => {
    let tries = 0
    const router: Router = {
      ...routerWith(() => 25, { deadline: { shift: 60_000, undo: 60_000 } }),
      write: async () => {
        tries++
        return await Promise.reject(new UserError('ROUTER_UNREACHABLE', 'connection refused', 'Is it up?'))
      },
    }
    await expect(shift(router, toCandidate(50), io, { ...fast, budget: 3 })).rejects.toMatchObject({
      code: 'ROUTER_UNCONFIRMED',
      message: expect.stringMatching(/^asked for 50 %, last seen 25 % .*did not take it: connection refused/),
    })
    expect(tries).toBe(4)
  })

  test('a restart of the router in the middle costs nothing but time', async () => {
    let looks = 0
    const sound = routerWith((written) => written.at(-1) ?? 0, { deadline: { shift: 20_000, undo: 0 } })
    const router: Router = {
      ...sound,
      read: async (signal) =>
        ++looks < 4 ? await Promise.reject(new Error('connection reset')) : await sound.read(signal),
    }
    expect(candidateShare((await shift(router, toCandidate(25), io, fast)).weight)).toBe(25)
    expect(sound.written).toEqual([25])
  })

  test('a refused write is final and comes with its own code', async () => {
    const refusal = new UserError('ROUTER_REFUSED', 'no such server', 'Fix it.')
    const router = failing(refusal, { deadline: { shift: 60_000, undo: 60_000 } })
    await expect(shift(router, toCandidate(25), io, fast)).rejects.toBe(refusal)
  })

  test('a write whose answer was lost does not look like the write of someone else', async () => {
    let version = 1
    let weight = 5
    const router: Router = {
      can: { ...CAN, deadline: { shift: 5_000, undo: 5_000 } },
      read: async () => await Promise.resolve({ weight: toCandidate(weight), pending: false }),
      write: async (shares, { version: decidedOn }) => {
        if (decidedOn !== String(version)) throw new UserError('ROUTER_CHANGED', 'changed', 'Look.')
        version++
        weight = candidateShare(shares)
        return await Promise.reject(new Error('socket hang up'))
      },
    }
    const reading = await shift(router, toCandidate(25), io, { ...fast, version: '1' })
    expect(candidateShare(reading.weight)).toBe(25)
    await expect(shift(router, toCandidate(50), io, { ...fast, version: '1' })).rejects.toMatchObject({
      code: 'ROUTER_CHANGED',
    })
  })

  test('a failure without a code means that the router is unreachable', async () => {
    await expect(shift(failing(new Error('boom')), toCandidate(25), io, fast)).rejects.toMatchObject({
      code: 'ROUTER_UNREACHABLE',
      message: expect.stringContaining('boom'),
    })
  })

  test('stops with the reason of the cancel', async () => {
    const cancel = new AbortController()
    const reason = new Error('cancelled')
    setTimeout(() => cancel.abort(reason), 30)
    const router = routerWith(() => 5, { deadline: { shift: 60_000, undo: 60_000 } })
    const shifting = shift(router, toCandidate(50), io, { ...fast, signal: cancel.signal })
    await expect(shifting).rejects.toBe(reason)
  })

  test('a read that never answers ends at the deadline', async () => {
    const router: Router = { ...routerWith(() => 5), read: (signal) => waitForAbort(signal) }
    await expect(shift(router, toCandidate(50), io, fast)).rejects.toBeInstanceOf(UserError)
  })

  test('keeps the deadline in the time that the caller keeps, too', async () => {
    let now = 0
    const virtual: Io = {
      ...io,
      now: () => now,
      sleep: async (ms) => {
        now += ms
        return await Promise.resolve()
      },
    }
    const router = routerWith(() => 5, { deadline: { shift: 3_600_000, undo: 3_600_000 } })
    await expect(shift(router, toCandidate(50), virtual)).rejects.toMatchObject({
      message: expect.stringContaining('after 3600 s'),
    })
  })

  test.each([Number.NaN, -1, 100.5, Infinity])(
    'refuses a weight of %s before asking the router',
    async (weight) => {
      const router = routerWith(() => 0)
      await expect(shift(router, toCandidate(weight), io, fast)).rejects.toMatchObject({
        code: 'BAD_INPUT',
      })
      expect(router.written).toEqual([])
    },
  )

  test('refuses shares that do not add up to 100, or that name an arm twice', async () => {
    const router = routerWith(() => 0)
    for (const shares of [
      [{ arm: 'candidate', share: 25 }],
      [
        { arm: 'candidate', share: 50 },
        { arm: 'candidate', share: 50 },
      ],
    ]) {
      await expect(shift(router, shares, io, fast)).rejects.toMatchObject({ code: 'BAD_INPUT' })
    }
    expect(router.written).toEqual([])
  })
})

describe('shiftBack', () => {
  test('writes even where the router shows home already', async () => {
    const router = routerWith(() => 0)
    expect(await shiftBack(router, HOME, io, fast)).toMatchObject({ confirmed: true })
    expect(router.written).toEqual([0])
  })

  test('does not give up at a refusal before its deadline', async () => {
    let tries = 0
    let weight = 25
    const router: Router = {
      can: { ...CAN, deadline: { shift: 2_000, undo: 2_000 } },
      read: async () => await Promise.resolve({ weight: toCandidate(weight), pending: false }),
      write: async (wanted) => {
        if (++tries < 3) throw new UserError('ROUTER_REFUSED', 'busy', 'Wait.')
        weight = candidateShare(wanted)
        return await Promise.resolve({})
      },
    }
    expect(await shiftBack(router, HOME, io, fast)).toMatchObject({ confirmed: true })
    expect(tries).toBe(3)
  })

  test('writes again when something else has written since', async () => {
    const router = routerWith((written) => (written.length < 3 ? 50 : 0), {
      deadline: { shift: 5_000, undo: 5_000 },
    })
    expect(await shiftBack(router, HOME, io, fast)).toMatchObject({ confirmed: true })
    expect(router.written).toEqual([0, 0, 0])
  })

  test('works after the job was cancelled', async () => {
    const cancelled = testIo(AbortSignal.abort(new Error('cancelled')))
    const router = routerWith((written) => written.at(-1) ?? 50)
    expect(await shiftBack(router, HOME, cancelled, fast)).toMatchObject({ confirmed: true })
  })

  test('says what was last seen when nothing more can be written', async () => {
    const router: Router = { ...routerWith(() => 5), write: failing(new Error('read-only')).write }
    const back = await shiftBack(router, HOME, io, fast)
    expect(back).toMatchObject({
      confirmed: false,
      problem: {
        code: 'ROUTER_UNCONFIRMED',
        message: expect.stringMatching(/^asked for 0 %, last seen 5 % .*read-only/),
      },
      lastSeen: { weight: toCandidate(5) },
    })
  })

  test('ends at the time that is left, if that is less than its deadline', async () => {
    const router = failing(new Error('gone'), { deadline: { shift: 60_000, undo: 60_000 } })
    expect(await shiftBack(router, HOME, io, { ...fast, withinMs: 60 })).toMatchObject({ confirmed: false })
  })
})

test('a reading is told with its parts and whether it is still changing', () => {
  const parts = [
    { name: 'eu', weight: toCandidate(25) },
    { name: 'us', weight: HOME },
  ]
  expect(readingText({ weight: toCandidate(12.5), pending: true, parts })).toBe(
    '12.5 % (eu 25 %, us 0 %), still changing',
  )
})

function waitForAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
}
