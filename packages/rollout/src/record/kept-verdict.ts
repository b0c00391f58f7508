import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Io } from '@sluice/action'
import { decode, encode, type Verdict } from '@sluice/verdict'

/** The verdict of the last look, in a file: a step that is killed tells its post step nothing else. */
export interface KeptVerdict {
  readonly keep: (verdict: Verdict) => void
  readonly read: () => Promise<Verdict | undefined>
}

/**
 * `token` names the process whose verdict it is; what is read is judged again. Nothing here throws: without the file the
 * evidence is asked for again.
 */
export function keptVerdict(token: string, io: Io, rejudge: Parameters<typeof decode>[1]): KeptVerdict {
  const path = join(io.facts.tempDir, `sluice-verdict-${token}.json`)
  let writing = Promise.resolve()
  const write = async (verdict: Verdict): Promise<void> => {
    // Replaced as a whole, so that a kill never leaves half of one.
    await writeFile(`${path}.new`, encode(verdict))
    await rename(`${path}.new`, path)
  }
  return {
    keep: (verdict) => {
      writing = writing.then(async () => await write(verdict)).catch(() => undefined)
    },
    read: async () => {
      await writing
      return await readFile(path, 'utf8').then(
        (text) => decode(text, rejudge),
        () => undefined,
      )
    },
  }
}
