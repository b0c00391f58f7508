import { UserError } from '@sluice/action'
import { describe, expect, test } from 'vitest'
import { readGatePolicy } from './read-gate-policy.ts'

const problems = (yaml: string): string => {
  try {
    readGatePolicy(yaml, '.github/sluice-gate.yml')
    return ''
  } catch (error) {
    return error instanceof UserError ? `${error.message}\n${error.hint}` : String(error)
  }
}

describe('a gate policy', () => {
  test('needs no more than the actions it asks for', () => {
    expect(readGatePolicy('require: [canary-step]', 'p')).toMatchObject({
      require: [{ action: 'canary-step' }],
      maxAgeMs: 86_400_000,
      artifact: 'agreeing',
      keys: [],
    })
  })

  test('that asks for nothing is refused: it would open to anything', () => {
    expect(problems('max-age: 1h')).toContain('require: is required and was not given')
    expect(problems('require: []')).toContain('require: is empty')
    expect(problems('require: [canary-step]\npolicies: []')).toContain('policies: is empty')
  })

  test('names every problem at once, and the file', () => {
    const said = problems(
      'require: [canary-step]\nmax-age: soon\nmin-trials: -1\nartefact: same\npublic-keys: nonsense',
    )
    for (const name of ['max-age', 'min-trials', 'artefact', 'public-keys', '.github/sluice-gate.yml'])
      expect(said).toContain(name)
  })

  test.each([
    ['require: [canary-step]\nfreeze: [{ name: x }]', 'give either'],
    [
      'require: [canary-step]\nfreeze: [{ name: x, weekly: Fri 16:00 - Fri 16:00 }]',
      'starts and ends at the same time',
    ],
    ['require: [canary-step]\nfreeze: [{ name: x, weekly: Fri 16:00 - Mon 08:00, zone: Mars }]', 'IANA'],
    ['require: [canary-step]\nfreeze: [{ name: x, from: 2026-02-30, to: 2026-03-01 }]', 'local time'],
    ['require: [canary-step]\nquorum: [{ name: x, services: [a], at-least: 2 }]', 'at-least'],
    ['require: [canary-step]\noverrides: [{ team: x, may: [signature] }]', 'one of'],
    ['require: [{ services: [a] }]', 'action'],
    [
      'require: [canary-step]\nsigned: false\npublic-keys: 11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
      'signed',
    ],
    ['- a list', 'mapping'],
    ['require: [canary-step', 'YAML'],
  ])('%s is refused', (yaml, why) => {
    expect(problems(yaml)).toContain(why)
  })
})
