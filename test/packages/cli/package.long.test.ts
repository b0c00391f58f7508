import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../support/files.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** Building takes a minute, so it happens in CI and on request. */
const wanted = process.env['CI'] === 'true' || process.env['SLUICE_PACKAGE'] === '1'
if (!wanted) console.log('the npm package is built and tried in CI, or with SLUICE_PACKAGE=1')

const older = process.env['SLUICE_NODE_22'] ?? ''
const runtimes = [
  { name: 'this Node', node: process.execPath },
  ...(existsSync(older) ? [{ name: 'Node 22', node: older }] : []),
]
if (wanted && runtimes.length < 2) console.log('SLUICE_NODE_22 names no program, so Node 22 is not tried')

describe.runIf(wanted)('the npm package, installed into an empty folder', () => {
  const folder = tempFolder('sluice-package')
  const bin = join(folder, 'node_modules/.bin/sluice')
  const sluice = (node: string, ...args: readonly string[]) =>
    spawnSync(node, [bin, ...args], { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'] } })

  beforeAll(() => {
    execFileSync('npm', ['run', '--silent', 'package:cli'], { cwd: root, stdio: 'inherit' })
    const pack = ['pack', '--silent', '--pack-destination', folder]
    const file = execFileSync('npm', pack, { cwd: join(root, '.build-cli/package'), encoding: 'utf8' }).trim()
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
    execFileSync('npm', ['install', '--silent', '--offline', join(folder, file)], {
      cwd: folder,
      stdio: 'inherit',
    })
    const records = (v: number): string =>
      Array.from({ length: 3000 }, (_, id) => JSON.stringify({ id, v: id % 10 === 0 ? v : 1 })).join('\n')
    writeFileSync(join(folder, 'a.ndjson'), records(1))
    writeFileSync(join(folder, 'b.ndjson'), records(2))
  }, 400_000)

  test('has no dependencies, and a name, a version and a licence', () => {
    const manifest = JSON.parse(
      readFileSync(join(folder, 'node_modules/@sluice-actions/cli/package.json'), 'utf8'),
    ) as Readonly<Record<string, unknown>>
    expect(manifest).toMatchObject({
      name: '@sluice-actions/cli',
      license: 'MIT',
      bin: { sluice: 'dist/index.js' },
    })
    expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual([])
  })

  describe.each(runtimes)('on $name', ({ node }) => {
    test('plans, makes keys and compares with all its threads', { timeout: 120_000 }, () => {
      expect(sluice(node, 'plan', '--base-rate', '1%', '--traffic', '100/s')).toMatchObject({
        status: 0,
        stderr: '',
      })
      const key = `key-${runtimes.findIndex((runtime) => runtime.node === node)}`
      expect(sluice(node, 'keygen', '--out', key).status).toBe(0)
      expect(sluice(node, 'shadow', '--primary', 'a.ndjson', '--candidate', 'a.ndjson').status).toBe(0)
      const { status, stdout } = sluice(node, 'shadow', '--primary', 'a.ndjson', '--candidate', 'b.ndjson')
      expect(status).toBe(1)
      expect(stdout).toMatch(/differs +v +10/)
      expect(sluice(node, 'inspect', 'sluice-report/verdict.json').status).toBe(1)
    })

    test('tells its version in little more than a bare start of Node', { timeout: 120_000 }, () => {
      const took = (args: readonly string[]): number => {
        const before = performance.now()
        expect(spawnSync(node, args, { cwd: folder }).status).toBe(0)
        return performance.now() - before
      }
      // A busy machine may take any time it likes, so the best of several starts is held against the best of as many.
      const rounds = Array.from({ length: 7 }, () => [took(['-e', '0']), took([bin, '--version'])] as const)
      const bare = Math.min(...rounds.map(([time]) => time))
      const ours = Math.min(...rounds.map(([, time]) => time))
      console.log(`sluice --version: ${ours.toFixed(0)} ms, a bare start: ${bare.toFixed(0)} ms`)
      expect(ours / bare).toBeLessThan(3)
    })
  })
})
