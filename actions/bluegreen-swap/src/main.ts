import { run } from '@sluice/action'
import { contract } from './inputs.ts'
import { swap } from './swap.ts'

/** Sends everyone to the target, proves that it was safe, and sends everyone back unless it was. */
await run(contract, async (input, io) => await swap(input, io))
