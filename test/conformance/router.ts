import { openRouter, restore, routers, shift, type Router } from '@sluice/traffic'
import { UserError } from '@sluice/action'
import { describe, expect, test } from 'vitest'
import { testIo } from '../servers/io.ts'

/** A router's backend, and what it really does. */
export interface RouterWorld {
  readonly settings: Readonly<Record<string, string>>
  /** The candidate's share in percent that the backend really gives. */
  readonly real: () => number
  /** From now on the backend says yes to a new weight and keeps the one it has. */
  readonly lie: () => void
  /** From now on the backend can not be reached, or is gone. */
  readonly goDown: () => Promise<void>
  /** From now on the backend takes its time, about half a second, over everything. */
  readonly dawdle: () => void
  readonly stop: () => Promise<void>
}

const io = testIo()
const never = new AbortController().signal
const brief = { timeoutMs: 1_500, pollMs: 20 }

/** What every router promises (packages/traffic/src/router.ts), tried on one of them. */
export function describeRouter(name: string, build: () => Promise<RouterWorld>): void {
  async function within(act: (world: RouterWorld, router: Router) => Promise<void>): Promise<void> {
    const world = await build()
    try {
      await act(world, openRouter(name, world.settings, testIo()))
    } finally {
      await world.stop()
    }
  }

  describe(`every router: ${name}`, () => {
    test('does what it is told and says what it does, at both ends exactly', async () => {
      await within(async ({ real }, router) => {
        for (const weight of [5, 0, 0.5, 25, 50, 100, 0]) {
          const read = await shift(router, weight, io, never)
          const allowed = weight === 0 || weight === 100 ? 1e-9 : (router.tolerance ?? 0.005)
          expect(Math.abs(read - weight)).toBeLessThanOrEqual(allowed)
          expect(Math.abs(real() - weight)).toBeLessThanOrEqual(allowed)
        }
      })
    })

    test('may be told the same twice', async () => {
      await within(async ({ real }, router) => {
        await router.write(25, never)
        await router.write(25, never)
        expect(await router.read(never)).toBeCloseTo(25, 1)
        expect(real()).toBeCloseTo(25, 1)
      })
    })

    test('is caught when it says yes and does nothing', async () => {
      await within(async ({ lie, real }, router) => {
        await shift(router, 5, io, never)
        lie()
        await expect(shift(router, 50, io, never, brief)).rejects.toMatchObject({ code: 'ROUTER_LIES' })
        expect(real()).toBeCloseTo(5, 1)
        expect(await router.read(never)).toBeCloseTo(5, 1)
      })
    })

    test('says so when its backend is gone, to read, write and shift', async () => {
      await within(async ({ goDown }, router) => {
        await goDown()
        await expect(router.read(never)).rejects.toBeInstanceOf(UserError)
        await expect(router.write(5, never)).rejects.toBeInstanceOf(UserError)
        await expect(shift(router, 5, io, never, brief)).rejects.toBeInstanceOf(UserError)
      })
    })

    test('stops in the middle with the reason of the cancel, and can be put back after', async () => {
      await within(async ({ dawdle, real }, router) => {
        await shift(router, 5, io, never)
        dawdle()
        const cancel = new AbortController()
        const reason = new Error('cancelled')
        setTimeout(() => cancel.abort(reason), 50)
        const began = performance.now()
        await expect(shift(router, 50, io, cancel.signal)).rejects.toBe(reason)
        expect(performance.now() - began).toBeLessThan(400)
        expect(await restore(router, 0, io, { pollMs: 50 })).toBe(0)
        expect(real()).toBe(0)
      })
    })

    test('asks nothing of anyone when it is cancelled already', async () => {
      await within(async ({ real }, router) => {
        const before = real()
        const reason = new Error('cancelled')
        await expect(router.write(50, AbortSignal.abort(reason))).rejects.toBe(reason)
        expect(real()).toBe(before)
      })
    })

    test('refuses unknown and missing settings, all at once', () => {
      const kind = Object.entries(routers).find(([known]) => known === name)?.[1]
      const required = Object.entries(kind?.settings ?? {}).filter(
        ([, field]) => field.whenBlank === undefined,
      )
      expect(required.length).toBeGreaterThan(0)
      const opening = (): unknown => openRouter(name, { unheard: 'of' }, testIo())
      expect(opening).toThrow(/unheard/)
      for (const [setting] of required) expect(opening).toThrow(new RegExp(`^${setting}: `, 'm'))
    })
  })
}
