import { run } from '@sluice/action'
import { act } from './act.ts'
import { close } from './close.ts'
import { contract } from './inputs.ts'
import { prepare } from './prepare.ts'
import { rehearseSwap } from './rehearsal.ts'
import { dryRun } from './dry-run.ts'

/** Sends everyone to the target, proves that it was safe, and sends everyone back unless it was. */
await run(contract, async (input, io) => {
  if (input['dry-run']) return await dryRun(input, io)

  const prepared = await prepare(input, io)
  const { rehearse } = input
  const acted = rehearse === undefined ? await act(prepared) : await rehearseSwap(prepared, rehearse)
  return await close(prepared, acted)
})
