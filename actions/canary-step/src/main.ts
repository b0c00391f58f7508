import { run } from '@sluice/action'
import { climb } from './climb.ts'
import { close } from './close.ts'
import { contract } from './inputs.ts'
import { prepare } from './prepare.ts'
import { rehearse } from './rehearse.ts'
import { withUndo } from './undo.ts'

/** Holds a share of real traffic on the candidate, judges it against the baseline, and climbs, holds or rolls back. */
await run(contract, async (input, io) => {
  if (input['dry-run']) return await rehearse(input, io)

  const rollout = await prepare(input, io)
  const climbed = await withUndo(rollout, async () => await climb(rollout))
  return await close(rollout, climbed)
})
