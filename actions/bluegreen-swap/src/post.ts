import { readInputs, readState, runPost } from '@sluice/action'
import { putRight, type LifeNote } from '@sluice/rollout'
import { close } from './close.ts'
import { contract } from './inputs.ts'
import { NOTE, prepare } from './prepare.ts'

/** Puts right what a main step left behind that did not end by itself. Otherwise there is nothing to do. */
await runPost(async (io) => {
  const note = readState(NOTE) as LifeNote | null | undefined
  if (note === undefined || note === null) return
  io.log.warning('The step did not end by itself: traffic goes back to where it belongs.')
  const prepared = await prepare(readInputs(contract, io), io)
  await close(prepared, await putRight(prepared.ports, prepared.timing, prepared.request, note))
})
