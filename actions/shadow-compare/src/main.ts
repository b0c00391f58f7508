import { reportFolder } from '@sluice/publish'
import { run } from '@sluice/action'
import { close } from './close.ts'
import { compare } from './compare.ts'
import { contract } from './inputs.ts'
import { keepPart, keepRecording } from './keep-part.ts'

/** The worker beside this file, or where the build puts its bundle; a name, or the bundler would copy the file it names. */
const WORKER = import.meta.url.endsWith('.ts') ? 'worker.ts' : 'worker/index.js'

/** Compares what two versions answered to the same requests, tells noise from change, and reports it. */
await run(contract, async (input, io) => {
  // A folder that cannot be written to is told now, not after the work.
  await reportFolder(io.facts.workspace, input['report-dir'])
  const script = new URL(WORKER, import.meta.url)
  const { record } = input
  if (record !== undefined) return await keepRecording({ ...input, record }, io, script)
  const compared = await compare(input, io, script)
  return compared.part === undefined ? await close(input, compared, io) : await keepPart(input, compared, io)
})
