import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { compareFiles, toNdjson } from '@sluice/shadow'
import { beforeEach, describe, expect, test } from 'vitest'
import { tempFolder } from '../../support/temp-folder.ts'
import { comparison, ndjson } from './worlds.ts'

const ROOT = join(import.meta.dirname, '../../..')
const MAIN = join(ROOT, 'packages/cli/src/main.ts')
const SCRIPT = new URL(`file://${ROOT}/packages/cli/src/worker.ts`)

let folder = ''
beforeEach(() => {
  folder = tempFolder('sluice-stops')
})

/** Logs that differ in every record. */
function logs(n: number): readonly string[] {
  return [0, 1].map((arm) => {
    const path = join(folder, `${arm}.ndjson`)
    const records = Array.from({ length: n }, (_, id) => ({
      id,
      ...Object.fromEntries(Array.from({ length: 20 }, (__, k) => [`f${k}`, id * (k + 1 + arm)])),
    }))
    writeFileSync(path, ndjson(records))
    return path
  })
}

describe('a comparison that is told to stop', () => {
  test.each([1, 2])('ends with the reason it was given, with %i threads', async (threads) => {
    const stop = new AbortController()
    const paths = logs(30_000)
    let told = 0
    const work = compareFiles(
      paths.map((path) => [path]),
      comparison(),
      {
        threads,
        script: SCRIPT,
        tempDir: folder,
        signal: stop.signal,
        progress: () => {
          if (++told === 2) stop.abort(new Error('enough'))
        },
      },
    )
    await expect(work).rejects.toThrow('enough')
  })

  test('unpacks nothing more', async () => {
    const path = join(folder, 'a.ndjson.gz')
    writeFileSync(path, gzipSync(ndjson([{ id: 1 }])))
    const stopped = AbortSignal.abort(new Error('enough'))
    await expect(toNdjson([path], 'primary', folder, { signal: stopped })).rejects.toThrow('enough')
  })

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s says how far it was and leaves nothing behind',
    async (name) => {
      const [primary = '', candidate = ''] = logs(100_000)
      const temp = tempFolder('sluice-stops-temp')
      const args = [MAIN, 'shadow', '--primary', primary, '--candidate', candidate, '--report-dir', folder]
      const child = spawn(process.execPath, args, {
        env: { ...process.env, TMPDIR: temp },
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let said = ''
      child.stderr.on('data', (data: Buffer) => (said += data.toString()))
      const ended = once(child, 'exit')
      // The folder for temporary files is the first thing that it makes.
      while (readdirSync(temp).length === 0 && child.exitCode === null) await delay(5)
      child.kill(name)
      const [code, signal]: unknown[] = await ended
      expect([code, signal]).toEqual([4, null])
      expect(said).toMatch(/^Stopped after \d+% of the comparison\. Nothing was judged/)
      expect(readdirSync(temp)).toEqual([])
    },
  )
})
