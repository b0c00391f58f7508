import type { Values, Io } from '@sluice/action'
import { openSource } from '@sluice/metrics'
import { connect, openPublisher, type Publisher } from '@sluice/publish'
import { openRouter } from '@sluice/traffic/version-1'
import type { Climb } from './climb.ts'
import type { inputs } from './inputs.ts'
import { didWords } from './words.ts'
import { openLedger } from './open-ledger.ts'
import { ladderOf } from './plan.ts'
import { policyOf } from './policy.ts'
import { planDigest } from './record.ts'

export type Input = Values<typeof inputs>

/** A rollout that is ready to climb: everything opened and checked, no traffic moved yet. */
export interface Rollout extends Climb {
  readonly input: Input
  readonly publisher: Publisher
}

/** Opens router, source and ledger, and refuses a second rollout; nothing has changed when it throws. */
export async function prepare(input: Input, io: Io): Promise<Rollout> {
  const ladder = ladderOf(input.weight, input.ladder)
  const router = openRouter(input.router, input['router-settings'], io)
  const source = openSource(input.source, input['source-settings'], io)
  const { policies, queries } = input.metrics
  const policy = policyOf(input, policies, ladder)
  const arms = { baseline: input.baseline, candidate: input.candidate }
  const connection = connect(input, io)

  const before = await router.read(io.signal)
  const plan = { service: input.service, ladder, intervalMs: input.interval, ...arms }
  const ledger = await openLedger(input, connection, io, {
    ...plan,
    sluice: 1,
    before,
    startedAt: io.now(),
    run: connection.run,
    lease: input['max-wait'] + 10 * 60_000,
    digest: planDigest(plan, policy),
  })

  const publisher = openPublisher('canary-step', input, connection, io)
  return {
    input,
    publisher,
    router,
    ledger,
    ladder,
    io,
    until: io.now() + input['max-wait'],
    analysis: {
      subject: connection.subject,
      policy,
      queries,
      source,
      intervalMs: input.interval,
      arms,
      startedAt: ledger.plan.startedAt,
    },
    tell: (verdict, step, at) => {
      publisher.progress(verdict, {
        decision: step.decision,
        did: didWords({ decision: step.decision, from: at, weight: step.to }),
        go: true,
      })
    },
  }
}
