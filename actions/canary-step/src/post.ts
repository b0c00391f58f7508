import { readInputs, readState, runPost } from '@sluice/action'
import { afterCanary } from './canary.ts'
import { contract } from './inputs.ts'
import { NOTE } from './prepare.ts'

/** Puts right what a main step left behind that did not end by itself. Otherwise there is nothing to do. */
await runPost(async (io) => {
  const note = readState(NOTE)
  if (note !== undefined && note !== null) await afterCanary(readInputs(contract, io), io, note)
})
