import { live, memoryStore, putRight, type LifeNote, type LifePorts, type LifeRequest } from '@sluice/rollout'
import { expect, test } from 'vitest'
import { MINUTE, REQUEST, TIMING } from './request.ts'

const SWAP: LifeRequest = {
  ...REQUEST,
  action: 'bluegreen-swap',
  plan: {
    ...REQUEST.plan,
    ladder: [100],
    watch: { forMs: MINUTE, atMostMs: 10 * MINUTE },
    retires: true,
  },
}

/** A swap whose process dies while it retires blue. */
test('a post step sends nobody back to a baseline that may be retired, where the router does not answer', async () => {
  let now = 0
  let weight = 0
  let away = 0
  let note: LifeNote | undefined
  const writes: number[] = []
  const store = { ...memoryStore(() => now), runIsOver: async () => await Promise.resolve(false) }
  const pass = async (ms: number): Promise<void> => {
    now += ms
    await Promise.resolve()
  }
  const ports: LifePorts = {
    ...{ store, now: () => now, wait: pass, pause: pass, cancelled: () => false },
    router: () => ({
      read: async () => {
        if (now < away) throw new Error('away')
        return await Promise.resolve({ weight, pending: false })
      },
      write: async (to) => {
        writes.push(to)
        weight = to
        await Promise.resolve()
      },
      tolerance: 0,
      deadlineMs: { shift: MINUTE, undo: MINUTE },
      settlesMs: 0,
    }),
    look: async () =>
      await Promise.resolve({
        ...{ harm: false, pass: true, silentMs: 0, blind: false, mismatch: false, calm: true, intervals: 1 },
      }),
    runs: async () => await Promise.resolve(undefined),
    retire: async () => await Promise.reject(new Error('killed')),
    remember: async (kept) => {
      note = kept
      await Promise.resolve()
    },
    tell: () => undefined,
    ...{ token: 'main', runUrl: '' },
  }
  await expect(live(ports, TIMING, SWAP)).rejects.toThrow('killed')
  expect(writes).toEqual([100])
  if (note === undefined) throw new Error('the run has left no note')

  away = now + 5 * TIMING.pollMs
  const ending = await putRight({ ...ports, token: 'post' }, TIMING, SWAP, note)
  expect(writes).toEqual([100])
  expect(ending).toMatchObject({ decision: 'error', reason: 'finish_first', weight: 100 })
  expect(ending.record).toMatchObject({ phase: 'promoted', open: true, released: true })
})

test('a run that dies while it retires the baseline leaves a record that says so, and no abort sends users there', async () => {
  let now = 0
  let weight = 0
  let note: LifeNote | undefined
  const store = { ...memoryStore(() => now), runIsOver: async () => await Promise.resolve(true) }
  const pass = async (ms: number): Promise<void> => {
    now += ms
    await Promise.resolve()
  }
  const seen = {
    harm: false,
    pass: true,
    silentMs: 0,
    blind: false,
    mismatch: false,
    calm: true,
    intervals: 1,
  }
  const ports: LifePorts = {
    ...{ store, now: () => now, wait: pass, pause: pass, cancelled: () => false },
    router: () => ({
      read: async () => await Promise.resolve({ weight, pending: false }),
      write: async (to) => {
        weight = to
        await Promise.resolve()
      },
      tolerance: 0,
      deadlineMs: { shift: MINUTE, undo: MINUTE },
      settlesMs: 0,
    }),
    look: async () => await Promise.resolve(seen),
    runs: async () => await Promise.resolve(undefined),
    retire: async (_, __, { mayBegin }) => {
      expect(await mayBegin()).toBe(true)
      throw new Error('killed in the program')
    },
    remember: async (kept) => {
      note = kept
      await Promise.resolve()
    },
    tell: () => undefined,
    ...{ token: 'main', runUrl: '' },
  }
  await expect(live(ports, TIMING, SWAP)).rejects.toThrow('killed in the program')
  if (note === undefined) throw new Error('the run has left no note')
  const left = await putRight({ ...ports, token: 'post' }, TIMING, SWAP, note)
  expect(left.record).toMatchObject({ phase: 'promoted', open: true, released: true, retiring: true })

  const caller = { ...SWAP.caller, command: 'abort', run: '2.1' } as const
  const aborted = await live({ ...ports, token: 'abort' }, TIMING, { ...SWAP, caller })
  expect(aborted).toMatchObject({ decision: 'error', reason: 'no_way_back', weight: 100 })
  expect(weight).toBe(100)
})
