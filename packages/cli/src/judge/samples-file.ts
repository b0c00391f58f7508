import { UserError } from '@sluice/action'
import { readRecording } from '@sluice/metrics'
import type { Samples } from '@sluice/verdict'
import type { CliIo } from '../command.ts'
import { readText } from './documents.ts'

/** Reads recorded samples, one set per metric: NDJSON (or JSON), or CSV where the name ends so. Throws `UserError`. */
export async function readSamplesFile(path: string, io: CliIo): Promise<readonly Samples[]> {
  const samples = readRecording(await readText(path, io), path.endsWith('.csv') ? 'csv' : 'ndjson', path)
  if (samples.length > 0) return samples
  throw new UserError(
    'BAD_SAMPLES',
    `${path} contains no samples`,
    'The formats are described in docs/sources.md.',
  )
}
