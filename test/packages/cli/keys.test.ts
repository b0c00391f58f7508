import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSigningKey, signVerdict } from '@sluice/verdict'
import { afterAll, expect, test } from 'vitest'
import { root } from '../../support/files.ts'
import { judgedVerdict } from '../../actions/promote-gate/real-verdict.ts'

const folder = mkdtempSync(join(tmpdir(), 'keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function sluice(...args: readonly string[]): { readonly code: number; readonly said: string } {
  try {
    const said = execFileSync(process.execPath, [join(root, 'packages/cli/src/main.ts'), ...args], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    })
    return { code: 0, said }
  } catch (error) {
    const { status, stdout, stderr } = error as {
      readonly status: number
      readonly stdout: string
      readonly stderr: string
    }
    return { code: status, said: stdout + stderr }
  }
}

test('keygen writes a pair that signs and verifies, keeps the private half private, and overwrites nothing', () => {
  const made = sluice('keygen', '--out', 'gate')
  expect(made.code).toBe(0)
  expect(statSync(join(folder, 'gate.key')).mode & 0o777).toBe(0o600)
  const again = sluice('keygen', '--out', 'gate')
  expect(again).toMatchObject({
    code: 3,
    said: expect.stringContaining('gate.key already exists') as string,
  })

  const key = readSigningKey(readFileSync(join(folder, 'gate.key'), 'utf8'))
  expect(made.said).toContain(key.id)
  const subject = { repository: 'acme/shop', sha: 'a'.repeat(40), environment: 'production', service: 'app' }
  for (const [errors, code] of [
    [20, 0],
    [900, 1],
  ] as const) {
    writeFileSync(
      join(folder, 'verdict.signed.json'),
      signVerdict(judgedVerdict(subject, errors, 1_800_000_000_000), key, 1_800_000_000_000),
    )
    const verified = sluice('verify', '--key', 'gate.pub', 'verdict.signed.json')
    expect(verified.code).toBe(code)
    expect(verified.said).toContain(`signed by ${key.id}`)
  }
  sluice('keygen', '--out', 'other')
  expect(sluice('verify', '--key', 'other.pub', 'verdict.signed.json')).toMatchObject({
    code: 3,
    said: expect.stringContaining('unknown_key') as string,
  })
})
