import { mayGoOn } from '@sluice/publish'
import type { Exit } from '@sluice/action'
import type { Climbed } from './climb.ts'
import type { outputs } from './inputs.ts'
import type { Rollout } from './prepare.ts'
import { didWords } from './words.ts'

type Outputs = (typeof outputs)[number]

/** Closes the record where the rollout has ended, publishes the verdict, and says how the step ends. */
export async function close(rollout: Rollout, climbed: Climbed): Promise<Exit<Outputs>> {
  const { verdict, decision, weight } = climbed
  const did = didWords(climbed)
  const go =
    decision === 'advance' ||
    decision === 'promote' ||
    (decision === 'hold' && mayGoOn(verdict.outcome, rollout.input['when-inconclusive']))

  if (decision === 'roll-back') await rollout.ledger.ended('failure', `${did}: ${verdict.reason}`)
  if (decision === 'promote') await rollout.ledger.ended('success', did)
  if (decision === 'advance' && weight === climbed.from) await rollout.ledger.ended('success', did)

  const published = await rollout.publisher.final(verdict, { decision, did, go })
  return {
    outputs: {
      outcome: verdict.outcome,
      decision,
      reason: verdict.reason,
      ...published,
      'deployment-id': rollout.ledger.deploymentId,
      weight: String(weight),
    },
    ...(go || !rollout.input['fail-step']
      ? {}
      : { failed: `${rollout.input.service} ${did}: ${verdict.reason}` }),
  }
}
