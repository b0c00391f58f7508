import { live, memoryStore, putRight, type LifeNote, type LifePorts, type LifeRequest } from '@sluice/rollout'
import { expect, test } from 'vitest'

const MINUTE = 60_000
const TIMING = { settleMs: 100, fenceMs: 600, pollMs: 100, listenMs: 1000, maxWaitMs: 10 * MINUTE }
const REQUEST: LifeRequest = {
  caller: {
    command: 'run',
    event: 'workflow_dispatch',
    run: '1.1',
    actor: 'mona',
    identity: { sha: 'a'.repeat(40) },
    whenSuperseded: 'replace',
  },
  action: 'bluegreen-swap',
  service: 'shop',
  arms: async () => await Promise.resolve({ baseline: 'blue', candidate: 'green' }),
  plan: {
    ladder: [100],
    intervalMs: MINUTE,
    graceMs: 2 * MINUTE,
    blindForMs: 3 * MINUTE,
    giveUpAfterMs: 120 * MINUTE,
    bakeMs: 0,
    holdBack: 0,
    betweenRuns: 'auto',
    finishes: false,
    watch: { forMs: MINUTE, atMostMs: 10 * MINUTE },
    retires: true,
    details: {},
  },
  digest: 'd',
  until: 60 * MINUTE,
  lookUntil: 30 * MINUTE,
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
  await expect(live(ports, TIMING, REQUEST)).rejects.toThrow('killed')
  expect(writes).toEqual([100])
  if (note === undefined) throw new Error('the run has left no note')

  away = now + 5 * TIMING.pollMs
  const ending = await putRight({ ...ports, token: 'post' }, TIMING, REQUEST, note)
  expect(writes).toEqual([100])
  expect(ending).toMatchObject({ decision: 'error', reason: 'finish_first', weight: 100 })
  expect(ending.record).toMatchObject({ phase: 'promoted', open: true, released: true })
})
