import { UserError } from '@sluice/action'
import { restore, shift, type Router } from '@sluice/traffic'
import { describe, expect, test } from 'vitest'
import { testIo } from '../../servers/io.ts'

const io = testIo()
const fast = { timeoutMs: 120, pollMs: 5 }
const never = new AbortController().signal

/** A router with a memory; `reported` may lag behind, lie or round what was written. */
function routerWith(
  reported: (written: readonly number[]) => number,
  tolerance?: number,
): Router & { written: number[] } {
  const written: number[] = []
  return {
    written,
    ...(tolerance === undefined ? {} : { tolerance }),
    read: async () => reported(written),
    write: async (weight) => void written.push(weight),
  }
}

function failing(problem: Error): Router {
  const fail = async (): Promise<never> => await Promise.reject(problem)
  return { read: fail, write: fail }
}

describe('shift', () => {
  test('returns what the router reports once it agrees, and writes once', async () => {
    let looks = 0
    const router = routerWith((written) => (++looks < 4 ? 0 : (written.at(-1) ?? 0)))
    expect(await shift(router, 25, io, never, fast)).toBe(25)
    expect(router.written).toEqual([25])
  })

  test('says that a router lies when it takes a weight and keeps another', async () => {
    const router = routerWith(() => 5)
    await expect(shift(router, 50, io, never, fast)).rejects.toMatchObject({
      code: 'ROUTER_LIES',
      message: expect.stringMatching(/weight of 50%.*reports 5%/),
    })
  })

  test('a coarse router may round a weight, but never zero or a hundred', async () => {
    const router = routerWith((written) => Math.abs((written.at(-1) ?? 0) - 0.3), 0.4)
    expect(await shift(router, 25, io, never, fast)).toBeCloseTo(24.7)
    await expect(shift(router, 0, io, never, fast)).rejects.toMatchObject({
      code: 'ROUTER_LIES',
    })
    await expect(shift(router, 100, io, never, fast)).rejects.toMatchObject({
      code: 'ROUTER_LIES',
    })
  })

  test('asks an unreachable router again until the deadline, then says so', async () => {
    let tries = 0
    const router: Router = {
      read: async () => 25,
      write: async () => {
        tries++
        throw new UserError('ROUTER_UNREACHABLE', 'connection refused', 'Is it up?')
      },
    }
    await expect(shift(router, 25, io, never, fast)).rejects.toMatchObject({
      code: 'ROUTER_UNREACHABLE',
    })
    expect(tries).toBeGreaterThan(2)
  })

  test('a refusal is final and comes with its own code', async () => {
    const refusal = new UserError('ROUTER_REFUSED', 'no such server', 'Fix it.')
    await expect(shift(failing(refusal), 25, io, never, { ...fast, timeoutMs: 5000 })).rejects.toBe(refusal)
  })

  test('a failure that nobody named is an unreachable router', async () => {
    await expect(shift(failing(new Error('boom')), 25, io, never, fast)).rejects.toMatchObject({
      code: 'ROUTER_UNREACHABLE',
      message: expect.stringContaining('boom'),
    })
  })

  test('stops with the reason of the cancel', async () => {
    const cancel = new AbortController()
    const reason = new Error('cancelled')
    setTimeout(() => cancel.abort(reason), 30)
    const lying = routerWith(() => 5)
    const shifting = shift(lying, 50, io, cancel.signal, { timeoutMs: 5000, pollMs: 5 })
    await expect(shifting).rejects.toBe(reason)
  })

  test('a read that never answers ends at the deadline', async () => {
    const router: Router = { write: async () => undefined, read: (signal) => waitForAbort(signal) }
    await expect(shift(router, 50, io, never, fast)).rejects.toBeInstanceOf(UserError)
  })

  test.each([Number.NaN, -1, 100.5, Infinity])(
    'refuses a weight of %s before asking the router',
    async (weight) => {
      const router = routerWith(() => 0)
      await expect(shift(router, weight, io, never, fast)).rejects.toMatchObject({
        code: 'BAD_INPUT',
      })
      expect(router.written).toEqual([])
    },
  )
})

describe('restore', () => {
  test('does not give up at a refusal before its deadline', async () => {
    let tries = 0
    let weight = 25
    const router: Router = {
      read: async () => weight,
      write: async (wanted) => {
        if (++tries < 3) throw new UserError('ROUTER_REFUSED', 'busy', 'Wait.')
        weight = wanted
      },
    }
    expect(await restore(router, 0, io, { timeoutMs: 2000, pollMs: 5 })).toBe(0)
    expect(tries).toBe(3)
  })

  test('works after the job was cancelled', async () => {
    const cancelled = testIo(AbortSignal.abort(new Error('cancelled')))
    expect(
      await restore(
        routerWith((written) => written.at(-1) ?? 50),
        0,
        cancelled,
        fast,
      ),
    ).toBe(0)
  })
})

function waitForAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
}
