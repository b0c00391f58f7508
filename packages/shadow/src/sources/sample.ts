import { SAMPLES } from '../engines/contract.ts'
import { Lines } from '../pairs/lines.ts'
import { openLog } from '../pairs/open-log.ts'

/** Of a record that is longer only its beginning is looked at, and of all of them no more than a few of these. */
const MOST_BYTES = 1024 * 1024

/** The first records of some files. */
export function sampleRecords(paths: readonly string[]): readonly Buffer[] {
  const { log, close } = openLog(paths)
  try {
    const lines = new Lines(log, MOST_BYTES)
    const samples: Buffer[] = []
    for (let bytes = 0; bytes < 4 * MOST_BYTES && samples.length < SAMPLES && lines.advance();) {
      samples.push(Buffer.from(lines.bytes.subarray(lines.from, lines.to)))
      bytes += lines.to - lines.from
    }
    return samples
  } finally {
    close()
  }
}
