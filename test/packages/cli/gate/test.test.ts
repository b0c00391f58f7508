import { describe, expect, test } from 'vitest'
import { testCommand } from '../../../../packages/cli/src/gate/test.ts'
import { runCommand } from '../run-command.ts'

const POLICY = `require: [canary-step]
public-keys: 11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
max-age: 12h
min-trials: 5000
checks: [Build and test]
branches: [main]
freeze:
  - { name: weekend, weekly: Fri 16:00 - Mon 08:00, zone: Europe/Berlin }
`
const CASES = `
- name: a sound release on a Wednesday
  at: 2026-03-11T12:00:00Z
  evidence: [{ trials: 20000 }]
  checks: [Build and test]
  run: { branch: main }
  expect: open
- name: the same on a Saturday
  at: 2026-03-14T12:00:00Z
  evidence: [{ trials: 20000 }]
  checks: [Build and test]
  expect: waiting
  reasons: [frozen]
- name: a failed canary
  at: 2026-03-11T12:00:00Z
  evidence: [{ outcome: fail }]
  expect: closed
  reasons: [outcome_failed, check_missing]
- name: a canary without a signature
  at: 2026-03-11T12:00:00Z
  evidence: [{ signed: false }]
  checks: [Build and test]
  expect: closed
  reasons: [evidence_refused]
- name: another branch
  at: 2026-03-11T12:00:00Z
  evidence: [{}]
  checks: [Build and test]
  run: { branch: feature }
  expect: closed
- name: old evidence
  at: 2026-03-11T12:00:00Z
  evidence: [{ age: 13h }]
  checks: [Build and test]
  expect: waiting
`
const files = { 'p.yml': POLICY, 'c.yml': CASES, 'o.yml': 'require: [shadow-compare]\nmax-age: 30m\n' }
const run = async (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  await runCommand(testCommand, args, { ...files, ...more })

describe('sluice gate test', () => {
  test('passes where the policy decides as its cases expect', async () => {
    const { code, out } = await run(['c.yml', '--policy', 'p.yml'])
    expect(out).not.toContain('FAIL')
    expect(out).toContain('ok    the same on a Saturday: waiting (frozen)')
    expect(code).toBe(0)
  })

  test('fails and names the case that is decided otherwise', async () => {
    const weaker = { 'p.yml': POLICY.replace('min-trials: 5000', 'min-trials: 50000') }
    const { code, out } = await run(['c.yml', '--policy', 'p.yml'], weaker)
    expect(code).toBe(1)
    expect(out).toContain('FAIL  a sound release on a Wednesday: expected open, got waiting (too_few_trials)')
  })

  test('holds the policy to that of the organization', async () => {
    const { code, out } = await run(['c.yml', '--policy', 'p.yml', '--organization', 'o.yml'])
    expect(code).toBe(1)
    expect(out).toContain('note  max-age: the policy of the organization is stricter')
    expect(out).toContain('FAIL  a sound release on a Wednesday: expected open, got waiting')
  })

  test('says what is wrong with a case', async () => {
    const { code, err } = await run(['c.yml', '--policy', 'p.yml'], {
      'c.yml': '- { name: x, at: soon, expect: perhaps }',
    })
    expect(code).toBe(3)
    expect(err).toContain('time such as')
    expect(err).toContain('one of `open`, `closed`, `waiting`')
    expect((await run(['gone.yml', '--policy', 'p.yml'])).code).toBe(3)
  })

  test('writes JSON for programs', async () => {
    const { out } = await run(['c.yml', '--policy', 'p.yml', '--json'])
    expect(JSON.parse(out)).toMatchObject({
      cases: [{ decision: 'open', unmet: [], problems: [] }, { unmet: ['frozen'] }, {}, {}, {}, {}],
    })
  })
})
