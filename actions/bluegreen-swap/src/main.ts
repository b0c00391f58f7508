import { run } from '@sluice/action'
import { live } from '@sluice/rollout'
import { close } from './close.ts'
import { dryRun } from './dry-run.ts'
import { contract } from './inputs.ts'
import { prepare } from './prepare.ts'
import { refuseOutside } from './rehearse-field.ts'

/** Sends everyone to the target, proves that it was safe, and sends everyone back unless it was. */
await run(contract, async (input, io) => {
  if (input['dry-run']) return await dryRun(input, io)

  refuseOutside(input.rehearse?.between, io)
  const prepared = await prepare(input, io)
  const ending = await live(prepared.ports, prepared.timing, prepared.request)
  return await close(prepared, ending)
})
