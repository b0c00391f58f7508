import { isQuiet, live, memoryStore, type LifePorts } from '@sluice/rollout'
import { expect, test } from 'vitest'
import { MINUTE, REQUEST, TIMING } from './request.ts'

const OTHER = { sha: 'b'.repeat(40) }

/** A router and a record; a run with candidate traffic dies at its first look, as if it had been killed. */
function stage() {
  let now = 0
  const router = { weight: 0 }
  const store = { ...memoryStore(() => now), runIsOver: async () => await Promise.resolve(false) }
  const pass = async (ms: number): Promise<void> => {
    now += ms
    await Promise.resolve()
  }
  const portsOf = (token: string): LifePorts => ({
    ...{ store, now: () => now, wait: pass, pause: pass, cancelled: () => false },
    router: () => ({
      read: async () => await Promise.resolve({ weight: router.weight, pending: false }),
      write: async (to) => {
        router.weight = to
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
  const { store, portsOf, pass, now } = stage()
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
      await (next ??= hurry())
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
