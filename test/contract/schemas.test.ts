import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { routers } from '@sluice/traffic'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { judgeCommand } from '../../packages/cli/src/judge/main.ts'
import { filesFor } from '../../packages/cli/src/init/files.ts'
import { runCommand } from '../packages/cli/run-command.ts'
import { root } from '../support/files.ts'

const published = (name: string): object =>
  JSON.parse(readFileSync(join(root, `docs/schema/${name}.schema.json`), 'utf8')) as object

function compiled(name: string): ValidateFunction {
  const ajv = new Ajv({ allowUnionTypes: true, strict: false })
  ajv.addSchema(published('metrics'), 'metrics.schema.json')
  return ajv.compile(published(name))
}

const yamlBlocks = (page: string): readonly unknown[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```yaml\n([^]*?)^```/gm)].map(
    ([, text = '']) => parse(text) as unknown,
  )

describe('the published JSON Schemas', () => {
  const settings = compiled('sluice')

  test.for(['nginx', 'haproxy', 'proxy'])('the settings that init writes for %s are accepted', (router) => {
    const registered = routers[router as keyof typeof routers]
    const files = filesFor(
      { service: 'shop', router, metrics: 'prometheus', prometheus: 'https://p.example.com', deploy: 'x' },
      registered.settings,
    )
    const text = files.get('.github/sluice.yml') ?? ''
    expect(text).toContain('docs/schema/sluice.schema.json')
    expect(settings(parse(text)), JSON.stringify(settings.errors)).toBe(true)
  })

  test.for([
    ['a misspelt name', { laddder: '5, 50' }],
    ['a misspelt name for one service', { services: { shop: { intervall: '60s' } } }],
    ['a setting that a pull request must not change', { sha: 'abc' }],
    ['a metric without its kind', { metrics: [{ name: 'a' }] }],
    ['a metric with a part of another kind', { metrics: [{ name: 'a', kind: 'mean', value: 'v' }] }],
  ] as const)('refuse %s', ([, data]) => {
    expect(settings(data)).toBe(false)
  })

  test('every policy in docs/gate.md is accepted, and a misspelt key is not', () => {
    const policy = compiled('gate')
    const shown = yamlBlocks('docs/gate.md').filter(
      (data) => typeof data === 'object' && data !== null && 'require' in data,
    )
    expect(shown.length).toBeGreaterThan(0)
    for (const data of shown) expect(policy(data), JSON.stringify(policy.errors)).toBe(true)
    expect(policy({ require: ['canary-step'], requires: [] })).toBe(false)
    expect(policy({})).toBe(false)
  })

  test('a verdict that we write is accepted, and one with a part missing is not', async () => {
    const block = {
      from: 0,
      to: 1000,
      weight: 50,
      baseline: { kind: 'proportion', events: 10, trials: 1000 },
      candidate: { kind: 'absent', absence: 'source_unreachable', detail: 'gone' },
    }
    const { out } = await runCommand(judgeCommand, ['--policy', 'p.yml', '--samples', 's.ndjson', '--json'], {
      'p.yml': 'metrics: [{name: errors, kind: proportion, margin: 10%}]',
      's.ndjson': JSON.stringify({ metric: 'errors', ...block }),
    })
    const verdict = JSON.parse(out) as Record<string, unknown>
    const accepts = compiled('verdict')
    expect(accepts(verdict), JSON.stringify(accepts.errors)).toBe(true)
    for (const part of ['schema', 'outcome', 'evidence', 'policy']) {
      const { [part]: _missing, ...rest } = verdict
      expect(accepts(rest), part).toBe(false)
    }
  })
})
