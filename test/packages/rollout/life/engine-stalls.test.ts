import { live, memoryStore, type LifePorts } from '@sluice/rollout'
import { expect, test } from 'vitest'
import { MINUTE, REQUEST, TIMING } from './request.ts'

test('an engine that stalls while everyone moves to the candidate is not said to have promoted it', async () => {
  let [now, weight, pending] = [0, 0, false]
  const pass = async (ms: number): Promise<void> => {
    now += ms
    await Promise.resolve()
  }
  const ports: LifePorts = {
    store: { ...memoryStore(() => now), runIsOver: async () => await Promise.resolve(true) },
    now: () => now,
    wait: pass,
    pause: pass,
    cancelled: () => false,
    router: () => ({
      oneWay: true,
      tolerance: 0,
      settlesMs: 5000,
      deadlineMs: { shift: 5 * MINUTE, undo: MINUTE },
      read: async () => await Promise.resolve({ weight, pending }),
      // The abort is accepted, and the controller does not act on it yet.
      write: async (to: number) => {
        if (to > 0) weight = to
        pending = weight === 100
        await Promise.resolve()
      },
    }),
    look: async () =>
      await Promise.resolve({
        ...{ harm: false, pass: true, blind: false, mismatch: false, calm: true },
        ...{ intervals: 1, silentMs: 0, downMs: 0, goodUntil: now, metrics: [] },
      }),
    runs: async () => await Promise.resolve(undefined),
    remember: async () => await Promise.resolve(),
    tell: () => undefined,
    token: 'first',
    runUrl: '',
  }
  const end = await live(ports, TIMING, REQUEST)
  expect([end.decision, end.reason]).not.toContain('promoted')
  expect(end.decision).not.toBe('promote')
  expect(end.record?.open).not.toBe(false)
})
