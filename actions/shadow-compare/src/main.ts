import { run } from '@sluice/runner'
import { close } from './close.ts'
import { compare } from './compare.ts'
import { contract } from './inputs.ts'

/** Compares what two versions answered to the same requests, tells noise from change, and reports it. */
await run(contract, async (input, io) => {
  const compared = await compare(input, io)
  return await close(input, compared, io)
})
