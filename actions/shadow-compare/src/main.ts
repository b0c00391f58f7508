import { run } from '@sluice/runner'
import { serveShadowWork } from '@sluice/shadow'
import { close } from './close.ts'
import { compare } from './compare.ts'
import { contract } from './inputs.ts'
import { keepPart } from './keep-part.ts'

/** Compares what two versions answered to the same requests, tells noise from change, and reports it. */
if (!serveShadowWork()) {
  await run(contract, async (input, io) => {
    const compared = await compare(input, io, new URL(import.meta.url))
    if (compared.part !== undefined) return keepPart(input, compared, io)

    return await close(input, compared, io)
  })
}
