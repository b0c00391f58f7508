import { setTimeout as delay } from 'node:timers/promises'
import { UserError } from '@sluice/action'
import { candidateShare, openRouter, routers, toCandidate, type Router } from '@sluice/traffic'
import { describe, expect, test } from 'vitest'
import { testIo, type TestIo } from '../servers/io.ts'
import { shift, shiftBack } from './shift.ts'

/** A router's backend, what it really does, and how to make it misbehave. */
export interface RouterBackend {
  readonly settings: Readonly<Record<string, string>>
  /** With the environment that the router needs, where it needs one. */
  readonly io?: TestIo
  /** The candidate's share in percent that the backend really gives. */
  readonly real: () => number
  /** From now on the backend says yes to a new weight and keeps the one it has. */
  readonly lie: () => void
  /** From now on the backend cannot be reached, or is gone. */
  readonly goDown: () => Promise<void>
  /** From now on the backend takes about half a second for everything. */
  readonly slowDown: () => void
  /** The backend accepts the next write at once and acts on it after this many milliseconds. */
  readonly delayNext: (ms: number) => void
  /** The next reads fail, as many as said; writes work. */
  readonly failReads: (count: number) => void
  /** Of two resources that make up the backend, the second one takes no more writes; `settings` names both. */
  readonly refuseSecond?: () => void
  readonly stop: () => Promise<void>
}

const io = testIo()
const never = new AbortController().signal
const fast = { pollMs: 20 }
const HOME = toCandidate(0)

/** What every router promises (packages/traffic/src/contract.ts), tried on one of them. */
export function describeRouter(name: string, build: () => Promise<RouterBackend>): void {
  async function within(
    act: (backend: RouterBackend, open: (more?: Record<string, string>) => Router) => Promise<void>,
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
  const read = async (router: Router): Promise<number> => candidateShare((await router.read(never)).weight)

  // Most of the time is waiting, and every test has a backend of its own.
  describe.concurrent(`every router: ${name}`, () => {
    test('gives each weight as asked, fractions included, and 0 and 100 exactly', async () => {
      await within(async ({ real }, open) => {
        const router = open()
        const weights = [5, 0, 0.5, 12.5, 33.3, 50, 99.5, 100, 0]
        // Platforms that take whole percents cannot give a share in between.
        for (const weight of weights.filter((each) => router.can.step < 1 || Number.isInteger(each))) {
          const reading = await shift(router, toCandidate(weight), io, fast)
          const allowed = weight === 0 || weight === 100 ? 1e-9 : router.can.tolerance
          expect(Math.abs(candidateShare(reading.weight) - weight)).toBeLessThanOrEqual(allowed)
          expect(Math.abs(real() - weight)).toBeLessThanOrEqual(allowed)
          expect(reading.pending).toBe(false)
        }
      })
    })

    test('takes the same weight twice', async () => {
      await within(async ({ real }, open) => {
        const router = open()
        await write(router, 25)
        await write(router, 25)
        expect(await read(router)).toBeCloseTo(25, 1)
        expect(real()).toBeCloseTo(25, 1)
      })
    })

    test('is caught when it accepts a weight and does nothing', async () => {
      await within(async ({ lie, real }, open) => {
        const router = open()
        await shift(router, toCandidate(5), io, fast)
        lie()
        await expect(shift(router, toCandidate(50), io, { ...fast, withinMs: 4_000 })).rejects.toMatchObject({
          code: 'ROUTER_UNCONFIRMED',
          message: expect.stringMatching(/^asked for 50%, last seen 5%/),
        })
        const back = await shiftBack(router, HOME, io, { ...fast, withinMs: 4_000 })
        expect(back).toMatchObject({ confirmed: false, problem: { code: 'ROUTER_UNCONFIRMED' } })
        expect(real()).toBeCloseTo(5, 1)
      })
    })

    test('says so when its backend is gone, to read, write, shift and on the way back', async () => {
      await within(async ({ goDown }, open) => {
        const router = open()
        await goDown()
        await expect(router.read(never)).rejects.toBeInstanceOf(UserError)
        await expect(write(router, 5)).rejects.toBeInstanceOf(UserError)
        const brief = { ...fast, withinMs: 1_500 }
        await expect(shift(router, toCandidate(5), io, brief)).rejects.toBeInstanceOf(UserError)
        expect(await shiftBack(router, HOME, io, brief)).toMatchObject({ confirmed: false })
      })
    })

    test('a cancelled shift ends with the reason of the cancel, and goes home after that', async () => {
      await within(async ({ slowDown, real }, open) => {
        const router = open()
        await shift(router, toCandidate(5), io, fast)
        slowDown()
        const cancel = new AbortController()
        const reason = new Error('cancelled')
        setTimeout(() => cancel.abort(reason), 50)
        await expect(shift(router, toCandidate(50), io, { signal: cancel.signal })).rejects.toBe(reason)
        expect(await shiftBack(router, HOME, io, fast)).toMatchObject({ confirmed: true })
        await delay(700)
        expect(real()).toBe(0)
      })
    })

    test('asks nothing of anyone when it is cancelled already', async () => {
      await within(async ({ real }, open) => {
        const before = real()
        const reason = new Error('cancelled')
        await expect(write(open(), 50, AbortSignal.abort(reason))).rejects.toBe(reason)
        expect(real()).toBe(before)
      })
    })

    test('a weight that takes effect later is waited for', async () => {
      await within(async ({ delayNext, real }, open) => {
        delayNext(600)
        const router = open({ settles: '800ms' })
        const reading = await shift(router, toCandidate(25), io, fast)
        expect(candidateShare(reading.weight)).toBeCloseTo(25, 1)
        expect(real()).toBeCloseTo(25, 1)
      })
    })

    test('an older write that takes effect after the way back does not win', async () => {
      await within(async ({ delayNext, real }, open) => {
        const router = open({ settles: '1500ms' })
        delayNext(900)
        await write(router, 50)
        expect(await shiftBack(router, HOME, io, fast)).toMatchObject({ confirmed: true })
        expect(real()).toBe(0)
        await delay(1_200)
        expect(real()).toBe(0)
      })
    })

    test('what a killed writer left on its way does not win over the next process', async () => {
      await within(async ({ slowDown, real }, open) => {
        slowDown()
        const killed = new AbortController()
        setTimeout(() => killed.abort(new Error('killed')), 50)
        await expect(write(open(), 50, killed.signal)).rejects.toThrow('killed')
        expect(await shiftBack(open({ settles: '1s' }), HOME, io, fast)).toMatchObject({ confirmed: true })
        await delay(700)
        expect(real()).toBe(0)
      })
    })

    test('a few failed reads do not end a shift; reads that never work do', async () => {
      await within(async ({ failReads, real }, open) => {
        const router = open()
        failReads(2)
        await shift(router, toCandidate(25), io, fast)
        expect(real()).toBeCloseTo(25, 1)
        failReads(1e9)
        const shifting = shift(router, toCandidate(50), io, { ...fast, budget: 3, withinMs: 20_000 })
        await expect(shifting).rejects.toBeInstanceOf(UserError)
        const back = await shiftBack(router, HOME, io, { ...fast, withinMs: 1_000 })
        expect(back.confirmed).toBe(false)
        // Not confirmed is not "not done".
        expect(real()).toBe(0)
      })
    })

    test('a write that was decided on an older version is refused, where the router has versions', async () => {
      await within(async ({ real }, open) => {
        const router = open()
        await write(router, 5)
        const { version } = await router.read(never)
        if (version === undefined) return
        await write(open(), 20)
        await expect(router.write(toCandidate(50), { version }, never)).rejects.toMatchObject({
          code: 'ROUTER_CHANGED',
          message: expect.stringContaining('20%'),
        })
        expect(real()).toBeCloseTo(20, 1)
        const now = await router.read(never)
        await router.write(toCandidate(50), { version: now.version ?? '' }, never)
        expect(real()).toBeCloseTo(50, 1)
      })
    })

    test('when one of several resources refuses, the error and the reading name it', async () => {
      await within(async ({ refuseSecond }, open) => {
        if (refuseSecond === undefined) return
        const router = open()
        await shift(router, toCandidate(5), io, fast)
        refuseSecond()
        await expect(write(router, 50)).rejects.toThrow(/^only \S+ took 50%\n/)
        const reading = await router.read(never)
        expect(reading.parts?.map(({ weight }) => Math.round(candidateShare(weight)))).toEqual([50, 5])
        expect(candidateShare(reading.weight)).toBeCloseTo(27.5, 1)
        const back = await shiftBack(router, HOME, io, { ...fast, withinMs: 500 })
        expect(back.confirmed).toBe(false)
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
