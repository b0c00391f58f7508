import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { RecordLog } from './record-log.ts'

const readLater = promisify(read)

/** A log over files on this machine, and how to let go of them. */
export interface OpenLog {
  readonly log: RecordLog
  readonly close: () => void
}

/** Opens NDJSON files as one log. */
export function openLog(paths: readonly string[]): OpenLog {
  const open = paths.map((path) => ({ path, file: openSync(path, 'r') }))
  const log = new RecordLog(
    open.map(({ path, file }) => ({
      name: basename(path),
      size: fstatSync(file).size,
      read: (into, at, length, position) => readSync(file, into, at, length, position),
      readAhead: async (into, at, length, position) =>
        (await readLater(file, into, at, length, position)).bytesRead,
    })),
  )
  return { log, close: () => open.forEach(({ file }) => closeSync(file)) }
}
