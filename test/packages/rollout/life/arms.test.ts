import {
  live,
  memoryStore,
  type ArmNames,
  type LifePorts,
  type LifeRequest,
  type RolloutRouter,
} from '@sluice/rollout'
import { expect, test } from 'vitest'

const MINUTE = 60_000
const PLAN: LifeRequest['plan'] = {
  ladder: [5, 100],
  intervalMs: MINUTE,
  graceMs: 2 * MINUTE,
  blindForMs: 3 * MINUTE,
  giveUpAfterMs: 120 * MINUTE,
  bakeMs: 0,
  holdBack: 0,
  betweenRuns: 'stay',
  finishes: false,
  details: {},
}
const TIMING = { settleMs: 100, fenceMs: 600, pollMs: 100, listenMs: 1000, maxWaitMs: 10 * MINUTE }
const SHA = 'a'.repeat(40)

/** One slot takes turns with the other: a record keeps the roles it began with, and the next run may see others. */
test('an abort goes home between the arms of the record, whatever this run would call them', async () => {
  let now = 0
  const store = { ...memoryStore(() => now), runIsOver: async () => true }
  const moves: string[] = []
  let weight = 0
  const router = ({ baseline, candidate }: ArmNames): RolloutRouter => ({
    read: async () => ({ weight, pending: false }),
    write: async (to) => {
      moves.push(`${to}% ${candidate}, the rest ${baseline}`)
      weight = to
    },
    tolerance: 0,
    deadlineMs: { shift: MINUTE, undo: MINUTE },
    settlesMs: 0,
  })
  const pass = async (ms: number): Promise<void> => void (now += ms)
  const run = async (command: 'run' | 'abort', name: string, arms: ArmNames) => {
    const ports: LifePorts = {
      ...{ store, router, now: () => now, wait: pass, pause: pass, cancelled: () => false },
      look: async () => ({
        ...{ harm: false, pass: false, silentMs: 0, blind: false, mismatch: false, calm: true, intervals: 1 },
      }),
      runs: async () => undefined,
      remember: async () => undefined,
      tell: () => undefined,
      ...{ token: name, runUrl: '' },
    }
    return await live(ports, TIMING, {
      caller: {
        command,
        event: 'workflow_dispatch',
        run: `${name}.1`,
        actor: 'mona',
        identity: { sha: SHA },
        whenSuperseded: 'replace',
      },
      ...{ action: 'canary-step', service: 'shop', arms: async () => arms, plan: PLAN, digest: 'd' },
      ...{ until: now + 30 * MINUTE, lookUntil: now + 5 * MINUTE },
    })
  }

  expect(await run('run', '1', { baseline: 'blue', candidate: 'green' })).toMatchObject({ weight: 5 })
  const aborted = await run('abort', '2', { baseline: 'green', candidate: 'blue' })
  expect(aborted).toMatchObject({ decision: 'abort', reason: 'aborted', weight: 0 })
  expect(moves[0]).toBe('5% green, the rest blue')
  expect(new Set(moves.slice(1))).toEqual(new Set(['0% green, the rest blue']))
})
