import { setTimeout as delay } from 'node:timers/promises'
import { UserError } from '@sluice/action'
import { candidateShare, openRouter, routers, toCandidate, type Router } from '@sluice/traffic'
import { describe, expect, test } from 'vitest'
import { testIo } from '../servers/io.ts'
import type { RouterBackend } from './router.ts'
import { shift, shiftBack } from './shift.ts'

/** The backend of a one-way router: an engine with two stops or more, at 0% of a new version. */
export interface OneWayBackend extends Omit<RouterBackend, 'refuseSecond'> {
  /** What the engine stops at. */
  readonly stops: readonly [number, number, ...number[]]
  /** Somebody else does this to the engine, and it has taken effect. */
  readonly others: {
    readonly abort: () => Promise<void>
    readonly promote: () => Promise<void>
    /** A third version is deployed. */
    readonly deploy: () => Promise<void>
  }
  /** The engine's API answers, and the engine does nothing any more. */
  readonly die: () => void
}

const io = testIo()
const never = new AbortController().signal
const fast = { pollMs: 20 }
const HOME = toCandidate(0)

/** What every one-way router promises (`oneWay` in packages/traffic/src/contract.ts), tried on one of them. */
export function describeOneWayRouter(name: string, build: () => Promise<OneWayBackend>): void {
  async function within(
    act: (backend: OneWayBackend, open: (more?: Record<string, string>) => Router) => Promise<void>,
  ): Promise<void> {
    const backend = await build()
    try {
      await act(backend, (more = {}) =>
        openRouter(name, { ...backend.settings, ...more }, backend.io ?? testIo()),
      )
    } finally {
      await backend.stop()
    }
  }
  const write = async (router: Router, weight: number, signal = never): Promise<void> =>
    void (await router.write(toCandidate(weight), {}, signal))
  const to = async (router: Router, weight: number): Promise<void> => {
    const reading = await shift(router, toCandidate(weight), io, fast)
    expect(reading.pending).toBe(false)
    expect(candidateShare(reading.weight)).toBeCloseTo(weight, 5)
  }

  /** The weight, once nothing is pending. */
  const settled = async (router: Router): Promise<number> => {
    for (;;) {
      const { weight, pending } = await router.read(never)
      if (!pending) return candidateShare(weight)
      await delay(20)
    }
  }

  describe.concurrent(`every one-way router: ${name}`, () => {
    test('says its stops, and climbs them to the end', async () => {
      await within(async ({ stops, real }, open) => {
        const router = open()
        expect(router.can.oneWay).toBe(true)
        expect(await router.ladder?.(never)).toMatchObject({ stops })
        for (const weight of [...stops, 100]) {
          await to(router, weight)
          expect(real()).toBeCloseTo(weight, 5)
        }
      })
    })

    test('refuses every other weight, says which ones it can give, and moves nobody', async () => {
      await within(async ({ stops: [first, second], real }, open) => {
        const router = open()
        await expect(write(router, second)).rejects.toMatchObject({
          code: 'ROUTER_REFUSED',
          message: expect.stringContaining(`${first}%`),
        })
        await to(router, first)
        await to(router, second)
        for (const wrong of [first, second + 1, 99]) {
          await expect(write(router, wrong)).rejects.toMatchObject({ code: 'ROUTER_REFUSED' })
        }
        await delay(100)
        expect(real()).toBe(second)
      })
    })

    test('stays where it is when it is asked for the present weight', async () => {
      await within(async ({ stops: [first], real }, open) => {
        const router = open()
        await to(router, first)
        await write(router, first)
        await write(open(), first)
        await delay(100)
        expect(real()).toBe(first)
        await to(router, first)
      })
    })

    test('goes home from any stop, and starts again at the first one', async () => {
      await within(async ({ stops: [first, second], real }, open) => {
        const router = open()
        await to(router, first)
        await to(router, second)
        expect(await shiftBack(router, HOME, io, fast)).toMatchObject({ confirmed: true })
        expect(real()).toBe(0)
        // Twice is harmless.
        expect(await shiftBack(open(), HOME, io, fast)).toMatchObject({ confirmed: true })
        await expect(write(router, second)).rejects.toMatchObject({ code: 'ROUTER_REFUSED' })
        expect(real()).toBe(0)
        await to(open(), first)
        expect(real()).toBe(first)
      })
    })

    test('promotes from any stop, and from home', async () => {
      await within(async ({ stops: [first], real }, open) => {
        await to(open(), first)
        await to(open(), 100)
        expect(real()).toBe(100)
      })
      await within(async ({ stops: [first], real }, open) => {
        await to(open(), first)
        expect(await shiftBack(open(), HOME, io, fast)).toMatchObject({ confirmed: true })
        await to(open(), 100)
        expect(real()).toBe(100)
      })
    })

    test('refuses to go home from the end, and says what to do', async () => {
      await within(async ({ stops: [first], real }, open) => {
        const router = open()
        await to(router, first)
        await to(router, 100)
        await expect(write(router, 0)).rejects.toMatchObject({
          code: 'ROUTER_REFUSED',
          hint: expect.stringContaining('Deploy the earlier version'),
        })
        expect(await shiftBack(router, HOME, io, { ...fast, withinMs: 500 })).toMatchObject({
          confirmed: false,
        })
        expect(real()).toBe(100)
      })
    })

    test('an engine that says yes and does nothing is caught, up and back', async () => {
      await within(async ({ stops: [first, second], lie, real }, open) => {
        const router = open()
        await to(router, first)
        lie()
        await expect(
          shift(router, toCandidate(second), io, { ...fast, withinMs: 8_000 }),
        ).rejects.toMatchObject({ code: 'ROUTER_UNCONFIRMED' })
        const back = await shiftBack(router, HOME, io, { ...fast, withinMs: 8_000 })
        expect(back).toMatchObject({ confirmed: false, problem: { code: 'ROUTER_UNCONFIRMED' } })
        expect(real()).toBe(first)
      })
    })

    test('an engine that is dead confirms nothing, although its API takes every write', async () => {
      await within(async ({ stops: [first, second], die, real }, open) => {
        const router = open()
        await to(router, first)
        die()
        await expect(
          shift(router, toCandidate(second), io, { ...fast, withinMs: 8_000 }),
        ).rejects.toBeInstanceOf(UserError)
        const back = await shiftBack(router, HOME, io, { ...fast, withinMs: 8_000 })
        expect(back).toMatchObject({ confirmed: false, lastSeen: { pending: true } })
        expect(real()).toBe(first)
      })
    })

    test('says so when its backend is gone, to read, write, shift and on the way back', async () => {
      await within(async ({ goDown, stops: [first] }, open) => {
        const router = open()
        await goDown()
        await expect(router.read(never)).rejects.toBeInstanceOf(UserError)
        await expect(router.ladder?.(never)).rejects.toBeInstanceOf(UserError)
        await expect(write(router, first)).rejects.toBeInstanceOf(UserError)
        const brief = { ...fast, withinMs: 1_500 }
        await expect(shift(router, toCandidate(first), io, brief)).rejects.toBeInstanceOf(UserError)
        expect(await shiftBack(router, HOME, io, brief)).toMatchObject({ confirmed: false })
      })
    })

    test('a cancelled shift ends with the reason of the cancel, and goes home after that', async () => {
      await within(async ({ slowDown, stops: [first, second], real }, open) => {
        const router = open()
        await to(router, first)
        slowDown()
        const cancel = new AbortController()
        const reason = new Error('cancelled')
        setTimeout(() => cancel.abort(reason), 50)
        await expect(shift(router, toCandidate(second), io, { signal: cancel.signal })).rejects.toBe(reason)
        expect(await shiftBack(router, HOME, io, fast)).toMatchObject({ confirmed: true })
        await delay(700)
        expect(real()).toBe(0)
      })
    })

    test('asks nothing of anyone when it is cancelled already', async () => {
      await within(async ({ stops: [first], real }, open) => {
        const reason = new Error('cancelled')
        await expect(write(open(), first, AbortSignal.abort(reason))).rejects.toBe(reason)
        expect(real()).toBe(0)
      })
    })

    test('a step that takes effect later is waited for, and the way back overtakes it', async () => {
      await within(async ({ delayNext, stops: [first], real }, open) => {
        delayNext(600)
        const router = open()
        await to(router, first)
        expect(real()).toBe(first)
      })
      await within(async ({ delayNext, stops: [first], real }, open) => {
        const router = open()
        delayNext(900)
        await write(router, first)
        expect(await shiftBack(router, HOME, io, fast)).toMatchObject({ confirmed: true })
        expect(real()).toBe(0)
        await delay(1_200)
        expect(real()).toBe(0)
      })
    })

    test('what a killed writer left on its way does not win over the next process', async () => {
      await within(async ({ slowDown, stops: [first], real }, open) => {
        slowDown()
        const killed = new AbortController()
        setTimeout(() => killed.abort(new Error('killed')), 50)
        await expect(write(open(), first, killed.signal)).rejects.toThrow('killed')
        expect(await shiftBack(open(), HOME, io, fast)).toMatchObject({ confirmed: true })
        await delay(700)
        expect(real()).toBe(0)
      })
    })

    test('a process that was killed after its write leaves what the next one can read and go on from', async () => {
      await within(async ({ stops: [first, second], real }, open) => {
        await write(open(), first)
        const next = open()
        expect(await settled(next)).toBe(first)
        await to(next, second)
        expect(real()).toBe(second)
      })
    })

    test('a few failed reads do not end a shift; reads that never work do', async () => {
      await within(async ({ failReads, stops: [first, second], real }, open) => {
        const router = open()
        failReads(2)
        await to(router, first)
        expect(real()).toBe(first)
        failReads(1e9)
        const shifting = shift(router, toCandidate(second), io, { ...fast, budget: 3, withinMs: 20_000 })
        await expect(shifting).rejects.toBeInstanceOf(UserError)
        const back = await shiftBack(router, HOME, io, { ...fast, withinMs: 1_000 })
        expect(back.confirmed).toBe(false)
        // Not confirmed is not "not done".
        expect(real()).toBe(0)
      })
    })

    test('a write that was decided before somebody else moved the engine is refused', async () => {
      await within(async ({ stops: [first, second], others, real }, open) => {
        const router = open()
        await to(router, first)
        const { version } = await router.read(never)
        expect(version).toBeDefined()
        await others.abort()
        expect(candidateShare((await router.read(never)).weight)).toBe(0)
        const late = router.write(toCandidate(second), { version: version ?? '' }, never)
        await expect(late).rejects.toMatchObject({ code: 'ROUTER_CHANGED' })
        expect(real()).toBe(0)
      })
      await within(async ({ stops: [first, second], others, real }, open) => {
        const router = open()
        await to(router, first)
        const { version = '' } = await router.read(never)
        await others.promote()
        expect(candidateShare((await router.read(never)).weight)).toBe(100)
        await expect(router.write(toCandidate(second), { version }, never)).rejects.toMatchObject({
          code: 'ROUTER_CHANGED',
        })
        expect(real()).toBe(100)
      })
    })

    test('a third version is not driven in the place of the candidate', async () => {
      await within(async ({ stops: [first, second], others, real }, open) => {
        const router = open()
        await to(router, first)
        await others.deploy()
        // The candidate of this process has no users any more.
        expect(await settled(router)).toBe(0)
        for (const weight of [first, second, 100])
          await expect(write(router, weight)).rejects.toMatchObject({ code: 'ROUTER_CHANGED' })
        expect(await shiftBack(router, HOME, io, fast)).toMatchObject({ confirmed: true })
        expect(real()).toBe(0)
        // Another process, which releases the third version, may climb.
        await to(open(), first)
        expect(real()).toBe(first)
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
