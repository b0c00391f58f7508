import type { RecordLog } from '../../pairs/record-log.ts'

/** Bytes read beyond a piece, for the line that begins before its end. */
const BEYOND = 64 * 1024

/**
 * Reads pieces of logs of one file each while others are worked on: reading goes on in threads of the system's own. The
 * bytes of a piece are valid until the one after the next is asked for.
 */
export class ReadAhead {
  readonly #logs: readonly RecordLog[]
  readonly #buffers: readonly (readonly Buffer[])[]
  #turn = 0

  constructor(logs: readonly RecordLog[], size: number) {
    this.#logs = logs
    this.#buffers = [0, 1].map(() => logs.map(() => Buffer.allocUnsafe(size + BEYOND)))
  }

  /** What every log says from a place on. Rejects when a file cannot be read. */
  async read(start: number): Promise<readonly Buffer[]> {
    const buffers = this.#buffers[this.#turn++ % 2] ?? []
    return await Promise.all(
      this.#logs.map(async (log, arm) => {
        const into = buffers[arm] ?? Buffer.alloc(0)
        return into.subarray(0, await readFully(log, into, start))
      }),
    )
  }
}

async function readFully(log: RecordLog, into: Buffer, start: number): Promise<number> {
  const [file] = log.files
  let got = 0
  while (got < into.length) {
    const more = (await file?.readAhead?.(into, got, into.length - got, start + got)) ?? 0
    if (more === 0) break
    got += more
  }
  return got
}
