import { readInputs, readState, runPost } from '@sluice/action'
import { contract } from './inputs.ts'
import { NOTE } from './prepare.ts'
import { afterSwap } from './swap.ts'

/** Puts right what a main step left behind that did not end by itself. Otherwise there is nothing to do. */
await runPost(async (io) => {
  const note = readState(NOTE)
  if (note !== undefined && note !== null) await afterSwap(readInputs(contract, io), io, note)
})
