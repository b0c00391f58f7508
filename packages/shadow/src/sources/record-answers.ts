import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { touchingFiles, UserError } from '@sluice/action'
import type { Surroundings } from '../engines/contract.ts'
import type { ShadowInput } from '../inputs/fields.ts'
import { conductOf, sendRequests } from '../replay/send-requests.ts'

/**
 * Asks the primary twice, the second time at `secondary-url` if there is one, and keeps the answers in a folder: what is
 * there to compare with once it is updated in place. Gives the paths and how it was done.
 */
export async function recordAnswers(
  input: ShadowInput & { readonly record: string },
  around: Surroundings,
): Promise<{ readonly files: readonly string[]; readonly said: readonly string[] }> {
  const base = input['primary-url']
  if (input.requests.length === 0 || base === undefined || input['candidate-url'] !== undefined)
    throw new UserError(
      'NOTHING_TO_COMPARE',
      'record: needs requests and primary-url, and no candidate-url',
      'Record before the update. After it, leave record out and give candidate-url.',
    )
  const arms = [
    { name: 'primary', base },
    { name: 'secondary', base: input['secondary-url'] ?? base },
  ] as const
  const tempDir = mkdtempSync(join(around.tempDir, 'sluice-'))
  try {
    const { files, replayed } = await sendRequests(input, arms, { ...around, tempDir })
    const folder = resolve(around.folder, input.record)
    const kept = await touchingFiles(
      { what: 'recording', where: folder, hint: 'record names a folder that can be written.' },
      async () => {
        mkdirSync(folder, { recursive: true })
        return await Promise.all(
          arms.map(async ({ name }, arm) => {
            const path = join(folder, `${name}.ndjson`)
            // Answers hold what users may see: they are for no one else on this machine.
            await rm(path, { force: true })
            await pipeline(createReadStream(files[arm] ?? ''), createWriteStream(path, { mode: 0o600 }))
            return path
          }),
        )
      },
    )
    return { files: kept, said: conductOf(replayed, input) }
  } finally {
    rmSync(tempDir, { recursive: true, force: true })
  }
}
