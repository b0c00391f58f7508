import { isQuiet, live, memoryStore, type LifePorts } from '@sluice/rollout'
import { expect, test } from 'vitest'
import { MINUTE, REQUEST, TIMING } from './request.ts'

const OTHER = { sha: 'b'.repeat(40) }

test('an abort that comes after the end and beside the next release claims nothing, and names what is open', async () => {
  let now = 0
  let weight = 0
  const store = { ...memoryStore(() => now), runIsOver: async () => await Promise.resolve(false) }
  const pass = async (ms: number): Promise<void> => {
    now += ms
    await Promise.resolve()
  }
  const portsOf = (token: string): LifePorts => ({
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
    look: async () => {
      if (weight > 0) throw new Error('still at work')
      return await Promise.resolve({
        ...{ harm: false, pass: false, silentMs: 0, blind: false, mismatch: false, calm: true, intervals: 1 },
      })
    },
    runs: async () => await Promise.resolve(undefined),
    remember: async () => await Promise.resolve(),
    tell: () => undefined,
    ...{ token, runUrl: '' },
  })
  await expect(live(portsOf('first'), TIMING, REQUEST)).rejects.toThrow('still at work')
  const [first] = await store.list()
  if (first === undefined) throw new Error('the first run has left no record')

  let next: Promise<void> | undefined
  const hurry = async (): Promise<void> => {
    const end = `#sluice=2&t=1&n=50&k=end&y=promoted&w=100&at=${now}&by=1.1&x=first`
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
  expect(ending.did).toContain('abort bbbbbbb')
  expect(isQuiet(ending)).toBe(true)
})
