import { live, memoryStore, type LifePorts } from '@sluice/rollout'
import { expect, test } from 'vitest'
import { MINUTE, REQUEST, TIMING } from './request.ts'

test('a roll-back for silence that was killed is not told as a regression by the run that ends it', async () => {
  let now = 0
  let weight = 0
  const store = { ...memoryStore(() => now), runIsOver: async () => await Promise.resolve(true) }
  const pass = async (ms: number): Promise<void> => {
    now += ms
    await Promise.resolve()
  }
  let killing = false
  const portsOf = (token: string, silentMs: number): LifePorts => ({
    ...{ store, now: () => now, wait: pass, cancelled: () => false },
    pause: async (ms) => {
      if (killing) throw new Error('killed')
      await pass(ms)
    },
    router: () => ({
      read: async () => await Promise.resolve({ weight, pending: false }),
      write: async (to) => {
        killing = token === 'first' && to === 0
        if (killing) throw new Error('away')
        weight = to
        await Promise.resolve()
      },
      tolerance: 0,
      deadlineMs: { shift: MINUTE, undo: MINUTE },
      settlesMs: 0,
    }),
    look: async () =>
      await Promise.resolve({
        ...{ harm: false, pass: false, blind: false, mismatch: false, calm: true, intervals: 1 },
        silentMs: weight > 0 ? silentMs : 0,
      }),
    runs: async () => await Promise.resolve(undefined),
    remember: async () => await Promise.resolve(),
    tell: () => undefined,
    ...{ token, runUrl: '' },
  })
  await expect(live(portsOf('first', MINUTE), TIMING, REQUEST)).rejects.toThrow('killed')
  expect(weight).toBe(5)

  killing = false
  const caller = { ...REQUEST.caller, event: 'schedule', run: '2.1' }
  const ending = await live(portsOf('second', 0), TIMING, { ...REQUEST, caller })
  expect(ending).toMatchObject({ decision: 'roll-back', reason: 'interrupted', weight: 0 })
  expect(ending.record).toMatchObject({ phase: 'rolled-back', open: false })
})
