import { run } from '@sluice/action'
import { live } from '@sluice/rollout'
import { close } from './close.ts'
import { contract } from './inputs.ts'
import { prepare } from './prepare.ts'
import { rehearse } from './rehearse.ts'

/** Holds a share of real traffic on the candidate, judges it against the baseline, and climbs, holds or rolls back. */
await run(contract, async (input, io) => {
  if (input['dry-run']) return await rehearse(input, io)

  const prepared = prepare(input, io)
  const ending = await live(prepared.ports, prepared.timing, prepared.request)
  return await close(prepared, ending)
})
