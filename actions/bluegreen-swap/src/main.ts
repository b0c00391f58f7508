import { run } from '@sluice/action'
import { act } from './act.ts'
import { close } from './close.ts'
import { contract } from './inputs.ts'
import { prepare } from './prepare.ts'
import { rehearse } from './rehearse.ts'

/** Sends everyone to the target, proves that it was safe, and sends everyone back unless it was. */
await run(contract, async (input, io) => {
  if (input['dry-run']) return await rehearse(input, io)

  const prepared = await prepare(input, io)
  const acted = await act(prepared)
  return await close(prepared, acted)
})
