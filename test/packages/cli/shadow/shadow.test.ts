import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { ndjson } from '../../shadow/worlds.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const MAIN = new URL('../../../../packages/cli/src/main.ts', import.meta.url).pathname

function sluice(folder: string, ...args: readonly string[]) {
  return sluiceWith({}, folder, ...args)
}

function sluiceWith(env: Readonly<Record<string, string>>, folder: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'shadow', ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe('sluice shadow', () => {
  const folder = tempFolder('sluice-cli')
  const records = (v: number): string =>
    ndjson(Array.from({ length: 3000 }, (_, id) => ({ id, user: { score: id % 10 === 0 ? v : 1 } })))
  writeFileSync(join(folder, 'a.ndjson'), records(1))
  writeFileSync(join(folder, 'b.ndjson'), records(2))

  test('prints what differs, writes the same files as the action and exits by the outcome', () => {
    const { status, stdout } = sluice(
      folder,
      ...['--primary', 'a.ndjson', '--candidate', 'b.ndjson', '--ignore', 'user.scroe'],
    )
    expect(status).toBe(1)
    expect(stdout).toMatch(/differs +user\.score +10%/)
    expect(stdout).toContain('ignore: `user.scroe` matches no place in the first 200 records')
    for (const name of ['verdict.json', 'report.md', 'report.html']) {
      expect(existsSync(join(folder, 'sluice-report', name))).toBe(true)
    }
    expect(sluice(folder, '--primary', 'a.ndjson', '--candidate', 'a.ndjson').status).toBe(0)
  })

  test('what is unpacked on the way is gone when the work is done, or has failed', () => {
    const TMPDIR = tempFolder('sluice-cli-temp')
    const packed = gzipSync(records(1))
    writeFileSync(join(folder, 'whole.ndjson.gz'), packed)
    writeFileSync(join(folder, 'cut.ndjson.gz'), packed.subarray(0, 500))
    const run = (candidate: string) =>
      sluiceWith({ TMPDIR }, folder, '--primary', 'whole.ndjson.gz', '--candidate', candidate).status
    expect(run('whole.ndjson.gz')).toBe(0)
    expect(readdirSync(TMPDIR).filter((name) => name.startsWith('sluice'))).toEqual([])
    expect(run('cut.ndjson.gz')).toBe(3)
    expect(readdirSync(TMPDIR).filter((name) => name.startsWith('sluice'))).toEqual([])
  })

  test('a wrong option and a missing file are told, and exit with 3', () => {
    expect(sluice(folder, '--primry', 'a.ndjson')).toMatchObject({ status: 3 })
    const { status, stderr } = sluice(folder, '--primary', 'none.ndjson', '--candidate', 'a.ndjson')
    expect([status, stderr]).toEqual([3, expect.stringContaining('no file matches none.ndjson')])
  })

  test('a report folder that is a file is told before the work, and exits with 3', () => {
    const { status, stderr, stdout } = sluice(
      folder,
      ...['--primary', 'a.ndjson', '--candidate', 'b.ndjson', '--report-dir', 'a.ndjson'],
    )
    expect([status, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(
      /^report-dir: .*a\.ndjson: a file stands where a folder is needed\nGive `report-dir`/,
    )
  })

  test('a report that cannot be written leaves nothing that reads as one', () => {
    const reports = join(folder, 'reports')
    mkdirSync(join(reports, 'report.html'), { recursive: true })
    const { status, stderr } = sluice(
      folder,
      ...['--primary', 'a.ndjson', '--candidate', 'a.ndjson', '--report-dir', 'reports'],
    )
    expect([status, stderr]).toEqual([3, expect.stringMatching(/report\.html: it is a folder, not a file/)])
    expect(readdirSync(reports)).toEqual(['report.html'])
  })

  test('an absolute report folder is where it says, and is named so', () => {
    const reports = tempFolder('sluice-cli-reports')
    const { stdout } = sluice(
      folder,
      ...['--primary', 'a.ndjson', '--candidate', 'a.ndjson', '--report-dir', reports],
    )
    expect(stdout).toContain(`\n${join(reports, 'report.html')}\n`)
    expect(existsSync(join(reports, 'verdict.json'))).toBe(true)
  })
})
