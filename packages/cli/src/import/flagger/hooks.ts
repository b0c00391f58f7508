import type { Ledger } from '../ledger.ts'
import { itemsUnder, textUnder, type InputPlace } from '../place.ts'
import type { Release } from '../release.ts'

/** Where webhooks let a person or a program decide. */
export function personsIn(analysis: InputPlace | undefined): Release['persons'] {
  const types = itemsUnder(analysis, 'webhooks').map((hook) => textUnder(hook, 'type'))
  return [
    ...(types.includes('confirm-rollout') ? (['approves'] as const) : []),
    ...(types.includes('confirm-promotion') ? (['promotes'] as const) : []),
  ]
}

const TODO: Readonly<Record<string, string>> = {
  'pre-rollout': 'Run it as a step of the workflow before the canary.',
  rollout:
    'If it makes load, run it beside the canary. If it checks the answers, use `smoke` of bluegreen-swap, or a step before.',
  'confirm-traffic-increase': 'Run it as a step before the canary, or shorten `ladder` and promote by hand.',
  'post-rollout': "Run it as a step after the canary, with `if: steps.canary.outputs.decision == 'promote'`.",
  rollback: 'Use `sluice canary abort`, or `command: abort`.',
  event: 'Use `notify`: docs/rollouts.md.',
}

/** Lists every webhook with what to do instead. */
export function tellHooks(analysis: InputPlace | undefined, ledger: Ledger): void {
  for (const hook of itemsUnder(analysis, 'webhooks')) {
    const type = textUnder(hook, 'type') ?? 'rollout'
    if (type === 'confirm-promotion')
      ledger.changed(
        hook,
        'ladder without 100',
        'The ladder ends before 100 and waits for a person: start the workflow by hand with the command `promote`, or `abort`.',
      )
    else if (type === 'confirm-rollout')
      ledger.changed(
        hook,
        'the job approve',
        'A person decides before traffic moves. Add required reviewers to its environment at GitHub.',
      )
    else
      ledger.left(
        hook,
        'Sluice calls no webhooks while it decides.',
        TODO[type] ?? 'Run it as a step of the workflow.',
      )
  }
}
