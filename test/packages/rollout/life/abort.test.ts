import { isQuiet, live, memoryStore, type LifePorts } from '@sluice/rollout'
import { describe, expect, test } from 'vitest'
import { MINUTE, REQUEST, TIMING } from './request.ts'

const SECOND = 1000

const OTHER = { sha: 'b'.repeat(40) }

/** A router and a record; a run with candidate traffic dies at its first look, as if it had been killed. */
function stage() {
  let now = 0
  const router = { weight: 0, writes: [] as [at: number, weight: number][] }
  const store = { ...memoryStore(() => now), runIsOver: async () => await Promise.resolve(false) }
  const pass = async (ms: number): Promise<void> => {
    now += ms
    await Promise.resolve()
  }
  // The weight is that of the slot `green`; whose turn it is, the arms say.
  const portsOf = (token: string): LifePorts => ({
    ...{ store, now: () => now, wait: pass, pause: pass, cancelled: () => false },
    router: ({ candidate }) => ({
      read: async () =>
        await Promise.resolve({
          weight: candidate === 'blue' ? 100 - router.weight : router.weight,
          pending: false,
        }),
      write: async (to) => {
        router.weight = candidate === 'blue' ? 100 - to : to
        router.writes.push([now, router.weight])
        await Promise.resolve()
      },
      tolerance: 0,
      deadlineMs: { shift: MINUTE, undo: MINUTE },
      settlesMs: 0,
    }),
    look: async () => {
      if (router.weight > 0) throw new Error('still at work')
      return await Promise.resolve({
        ...{ harm: false, pass: false, silentMs: 0, blind: false, mismatch: false, calm: true, intervals: 1 },
      })
    },
    runs: async () => await Promise.resolve(undefined),
    remember: async () => await Promise.resolve(),
    tell: () => undefined,
    ...{ token, runUrl: '' },
  })
  return { router, store, portsOf, pass, now: () => now }
}

test('an abort that comes after the end and beside the next release claims nothing, and names what is open', async () => {
  const { router, store, portsOf, pass, now } = stage()
  await expect(live(portsOf('first'), TIMING, REQUEST)).rejects.toThrow('still at work')
  const [first] = await store.list()
  if (first === undefined) throw new Error('the first run has left no record')

  let next: Promise<void> | undefined
  const hurry = async (): Promise<void> => {
    const end = `#sluice=2&t=1&n=50&k=end&y=promoted&w=100&at=${now()}&by=1.1&x=first`
    await store.addStatus(first.id, { state: 'success', description: `Promoted. ${end}`, logUrl: '' })
    const caller = { ...REQUEST.caller, run: '2.1', identity: OTHER }
    await expect(live(portsOf('second'), TIMING, { ...REQUEST, caller })).rejects.toThrow('still at work')
  }
  const aborts: LifePorts = {
    ...portsOf('abort'),
    pause: async (ms) => {
      if (router.weight === 0) await (next ??= hurry())
      await pass(ms)
    },
  }
  const caller = { ...REQUEST.caller, command: 'abort', run: '3.1' } as const
  const ending = await live(aborts, TIMING, { ...REQUEST, caller })
  expect(ending).toMatchObject({ decision: 'error', reason: 'taken_over', weight: undefined })
  expect(ending.did).toContain('Another rollout is open now: bbbbbbb')
  expect(isQuiet(ending)).toBe(true)
})

test('an abort whose run does not answer reads the router again before it says that everyone is back', async () => {
  const { router, portsOf, pass, now } = stage()
  await expect(live(portsOf('first'), TIMING, REQUEST)).rejects.toThrow('still at work')
  const aborts: LifePorts = {
    ...portsOf('abort'),
    pause: async (ms) => {
      await pass(ms)
      // The run is not dead: what it wrote before it heard of the abort arrives late.
      if (now() > 5 * MINUTE && now() < 6 * MINUTE) router.weight = 5
    },
  }
  const caller = { ...REQUEST.caller, command: 'abort', run: '3.1' } as const
  const ending = await live(aborts, TIMING, { ...REQUEST, caller })
  expect(ending).toMatchObject({ decision: 'abort', unsaid: true })
  expect(router.weight).toBe(0)
})

describe('two slots that change places', () => {
  const turned = async () => await Promise.resolve({ baseline: 'green', candidate: 'blue' })

  test.each([
    ['claimed', 'is taken from the abort: nobody is on its candidate', 100],
    ['promoted', 'is left where it is, with users of its own', 0],
  ] as const)(
    'an abort that loses the race against a next release that is %s: it %s',
    async (phase, _, weight) => {
      const { router, store, portsOf, now } = stage()
      await expect(live(portsOf('first'), TIMING, REQUEST)).rejects.toThrow('still at work')
      const [first] = await store.list()
      if (first === undefined) throw new Error('the first run has left no record')
      const promoted = async (id: number, token: string, stays = ''): Promise<void> => {
        const end = `#sluice=2&t=1&n=50&k=end&y=promoted&w=100${stays}&at=${now()}&by=1.1&x=${token}`
        await store.addStatus(id, { state: 'success', description: `Promoted. ${end}`, logUrl: '' })
      }

      /** The first release is promoted to green, and the next one has blue, while the abort is about to write. */
      let next: Promise<void> | undefined
      const hurry = async (): Promise<void> => {
        router.weight = 100
        await promoted(first.id, 'first')
        const caller = { ...REQUEST.caller, run: '2.1', identity: OTHER, command: 'claim' } as const
        const claimed = await live(portsOf('second'), TIMING, { ...REQUEST, arms: turned, caller })
        expect(claimed).toMatchObject({ decision: 'claim' })
        if (phase === 'promoted') await promoted(claimed.record?.id ?? 0, 'second', '&o=1')
      }
      const ports = portsOf('abort')
      const slow: LifePorts = {
        ...ports,
        router: (arms) => {
          const own = ports.router(arms)
          return {
            ...own,
            write: async (to) => await (next ??= hurry()).then(async () => await own.write(to)),
          }
        },
      }
      const caller = { ...REQUEST.caller, command: 'abort', run: '3.1' } as const
      const ending = await live(slow, TIMING, { ...REQUEST, caller })
      // By the places of the first release home is blue, which is the candidate of the next one.
      expect(router.weight).toBe(weight)
      expect(ending).toMatchObject({ decision: 'error', reason: 'taken_over' })
      expect(ending.did.includes('nobody is on its candidate')).toBe(phase === 'claimed')
    },
  )
})

describe('an abort that cannot read the record', () => {
  const caller = { ...REQUEST.caller, command: 'abort', run: '3.1' } as const
  const home = { arms: { baseline: 'blue', candidate: 'green' }, sure: true }
  const plan = { ...REQUEST.plan, finishes: true }

  async function atFive() {
    const staged = stage()
    await expect(live(staged.portsOf('first'), TIMING, REQUEST)).rejects.toThrow('still at work')
    expect(staged.router.weight).toBe(5)
    const begun = staged.now()
    /** Half a minute, in which others go on. */
    const hang = async (): Promise<void> => {
      for (let second = 0; second < 30; second += 1) {
        await new Promise((resolve) => setImmediate(resolve))
        await staged.pass(SECOND)
      }
    }
    const away = async (): Promise<never> => {
      await hang()
      throw new Error('GitHub does not answer')
    }
    return { ...staged, begun, hang, away }
  }

  test('goes back within seconds where the inputs say who the candidate is, and says that GitHub does not know', async () => {
    const { router, store, portsOf, away, begun } = await atFive()
    const ports = { ...portsOf('abort'), store: { ...store, list: away, addStatus: away } }
    const ending = await live(ports, TIMING, { ...REQUEST, plan, home, caller })
    expect(router.weight).toBe(0)
    expect(ending).toMatchObject({ decision: 'abort', weight: 0, unsaid: true })
    expect(ending.did).toContain('run `abort` again')
    const [at] = router.writes.at(1) ?? []
    expect((at ?? Infinity) - begun).toBeLessThanOrEqual(10 * SECOND)

    // The next run finds it at home, and ends it: nobody comes back.
    const next = { ...REQUEST.caller, event: 'schedule', run: '4.1' }
    const found = await live(
      { ...portsOf('next'), store: { ...store, runIsOver: async () => await Promise.resolve(true) } },
      TIMING,
      { ...REQUEST, caller: next },
    )
    expect(found).toMatchObject({ decision: 'abort', reason: 'weight_changed', weight: 0 })
  })

  test('does not wait for a GitHub that hangs, and ends the record once it answers', async () => {
    const { router, store, portsOf, hang, begun } = await atFive()
    let asked = 0
    const list: typeof store.list = async () => {
      if ((asked += 1) === 1) await hang()
      return await store.list()
    }
    const runIsOver = async () => await Promise.resolve(true)
    const ports = { ...portsOf('abort'), store: { ...store, list, runIsOver } }
    const ending = await live(ports, TIMING, { ...REQUEST, plan, home, caller })
    expect(ending).toMatchObject({ decision: 'abort', weight: 0 })
    expect(ending.unsaid).toBeUndefined()
    expect(ending.record).toMatchObject({ phase: 'aborted', open: false })
    const [at = Infinity] = router.writes.at(1) ?? []
    expect(at - begun).toBeLessThanOrEqual(10 * SECOND)
  })

  test('sends nobody to a candidate, where a target of the inputs names the other side', async () => {
    const { router, store, portsOf, hang, away } = await atFive()
    // Blue was the target of another workflow; by this one's inputs home would be green, which is the candidate.
    const doubtful = { arms: { baseline: 'green', candidate: 'blue' }, sure: false }
    const before = router.writes.length
    const gone = { ...portsOf('abort'), store: { ...store, list: away } }
    const lost = await live(gone, TIMING, { ...REQUEST, home: doubtful, caller })
    expect(lost).toMatchObject({ decision: 'error', reason: 'record_unavailable' })
    expect(router.writes).toHaveLength(before)

    let asked = 0
    const list: typeof store.list = async () => {
      asked += 1
      await hang()
      return await store.list()
    }
    const runIsOver = async () => await Promise.resolve(true)
    const slow = { ...portsOf('late'), store: { ...store, list, runIsOver } }
    const ending = await live(slow, TIMING, { ...REQUEST, home: doubtful, caller })
    expect(ending).toMatchObject({ decision: 'abort', weight: 0 })
    expect(Math.max(...router.writes.slice(before).map(([, weight]) => weight))).toBe(0)
    // What has been read late is used, and not asked for once more before the way back.
    expect(asked).toBe(2)
  })

  test('leaves traffic where it is, and says what to do, where only the record knows who the candidate is', async () => {
    const { router, store, portsOf, away } = await atFive()
    const ports = { ...portsOf('abort'), store: { ...store, list: away } }
    const homeAdvice = 'name the slot that users must leave as `candidate`'
    const ending = await live(ports, TIMING, { ...REQUEST, homeAdvice, caller })
    expect(router.weight).toBe(5)
    expect(ending).toMatchObject({ decision: 'error', reason: 'record_unavailable' })
    expect(ending.did).toContain(
      'name the slot that users must leave as `candidate`, or send them back by hand',
    )
  })
})

test('an abort that cannot read the record leaves everyone where a promotion may have left them', async () => {
  const { router, store, portsOf } = stage()
  router.weight = 100
  const away = async () => await Promise.reject(new Error('GitHub does not answer'))
  const caller = { ...REQUEST.caller, command: 'abort', run: '3.1' } as const
  const home = { arms: { baseline: 'blue', candidate: 'green' }, sure: true }
  const ports = { ...portsOf('abort'), store: { ...store, list: away } }
  const ending = await live(ports, TIMING, { ...REQUEST, home, caller })
  expect(router.writes).toEqual([])
  expect(ending).toMatchObject({ decision: 'error', reason: 'record_unavailable' })
  expect(ending.did).toContain('may be where they belong')
})

test('an abort while the baseline is being retired moves nobody, and says why', async () => {
  const { router, store, portsOf, now } = stage()
  await expect(live(portsOf('first'), TIMING, REQUEST)).rejects.toThrow('still at work')
  const [first] = await store.list()
  router.weight = 100
  const end = `#sluice=2&t=1&n=50&k=end&y=promoted&w=100&o=3&at=${now()}&by=1.1&x=first`
  await store.addStatus(first?.id ?? 0, { state: 'success', description: `Promoted. ${end}`, logUrl: '' })
  const before = router.writes.length
  const caller = { ...REQUEST.caller, command: 'abort', run: '3.1' } as const
  const ending = await live(portsOf('abort'), TIMING, { ...REQUEST, caller })
  expect(router.writes).toHaveLength(before)
  expect(ending).toMatchObject({ decision: 'error', reason: 'no_way_back', weight: 100 })
  expect(ending.did).toContain('blue is being retired')
})
