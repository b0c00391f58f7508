import type { LifeRequest } from '@sluice/rollout'

export const MINUTE = 60_000
export const TIMING = { settleMs: 100, fenceMs: 600, pollMs: 100, listenMs: 1000, maxWaitMs: 10 * MINUTE }
/** A push that begins a canary with two rungs; tests of another life change what they need. */
export const REQUEST: LifeRequest = {
  caller: {
    command: 'run',
    event: 'workflow_dispatch',
    run: '1.1',
    actor: 'mona',
    identity: { sha: 'a'.repeat(40) },
    whenSuperseded: 'replace',
  },
  action: 'canary-step',
  service: 'shop',
  arms: async () => await Promise.resolve({ baseline: 'blue', candidate: 'green' }),
  plan: {
    ladder: [5, 100],
    intervalMs: MINUTE,
    graceMs: 2 * MINUTE,
    blindForMs: 3 * MINUTE,
    giveUpAfterMs: 120 * MINUTE,
    bakeMs: 0,
    holdBack: 0,
    betweenRuns: 'auto',
    finishes: false,
    details: {},
  },
  digest: 'd',
  until: 60 * MINUTE,
  lookUntil: 30 * MINUTE,
}
