import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { read, root } from '../../../support/files.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const MAIN = join(root, 'packages/cli/src/main.ts')
const ROLLOUT = read('test/fixtures/import/argo/01-steps-and-success-rate.yaml')
const CONFIG = '.github/sluice.yml'

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder('sluice-import')
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

function sluice(cwd: string, args: readonly string[], input = '') {
  const env = { PATH: process.env['PATH'] }
  return spawnSync(process.execPath, [MAIN, 'import', ...args], { cwd, env, input, encoding: 'utf8' })
}

describe('sluice import', () => {
  test('writes both files and says what comes next, then refuses to overwrite them', () => {
    const folder = folderWith({ 'rollout.yaml': ROLLOUT })
    const first = sluice(folder, ['rollout.yaml'])
    expect(first.stderr).toBe('')
    expect(first.status).toBe(0)
    expect(first.stdout).toContain('rollout.yaml:34 spec.strategy.canary.steps[0].setWeight: 10 → ladder: 10')
    expect(first.stdout).toContain('replace every CHANGE-ME in .github/workflows/sluice.yml')
    expect(readFileSync(join(folder, CONFIG), 'utf8')).toContain('ladder: 10, 30, 60, 100')

    writeFileSync(join(folder, CONFIG), 'mine: true\n')
    const second = sluice(folder, ['rollout.yaml'])
    expect(second.status).toBe(3)
    expect(second.stderr).toContain(`${CONFIG}, .github/workflows/sluice.yml already exist`)
    expect(readFileSync(join(folder, CONFIG), 'utf8')).toBe('mine: true\n')
    expect(sluice(folder, ['rollout.yaml', '--force']).status).toBe(0)
    expect(readFileSync(join(folder, CONFIG), 'utf8')).toContain('ladder')
  })

  test('copies no secret: not of an address, a header or an argument', () => {
    const template = (address: string) => `
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: { name: errors }
spec:
  args: [{ name: token, value: SECRET-1 }]
  metrics:
  - name: errors
    successCondition: result[0] < 0.05
    provider:
      prometheus:
        address: ${address}
        headers:
        - { key: X-Scope-OrgID, value: shop }
        - { key: X-Custom, value: Bearer SECRET-2 }
        query: sum(rate(bad{t="{{args.token}}",service="shop-canary"}[5m])) / sum(rate(all{t="{{args.token}}",service="shop-canary"}[5m]))
`
    for (const address of [
      'https://prometheus.example.com/p?api_key=SECRET-3',
      'https://me:SECRET-4@x.example.com',
    ]) {
      const rollout = `${ROLLOUT}\n---${template(address)}`
      const folder = folderWith({ 'rollout.yaml': rollout, 'alone.yaml': template(address) })
      for (const file of ['rollout.yaml', 'alone.yaml']) {
        const { stdout, stderr } = sluice(folder, ['--dry-run', file])
        expect(stdout + stderr).not.toMatch(/SECRET-\d/)
        expect(sluice(folder, ['--dry-run', '--json', file]).stdout).not.toMatch(/SECRET-\d/)
      }
    }
  })

  test('fills arguments into conditions, and takes no template of another namespace', () => {
    const rollout = (namespace: string) => `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: shop-${namespace}, namespace: ${namespace} }
spec:
  strategy:
    canary:
      analysis: { templates: [{ templateName: rate }], args: [{ name: least, value: '0.95' }] }
      steps: [{ setWeight: 20 }, { pause: {} }]
---
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: { name: rate, namespace: ${namespace} }
spec:
  args: [{ name: least }]
  metrics:
  - name: rate
    successCondition: result[0] >= {{args.least}}
    provider:
      prometheus:
        address: https://p.example.com
        query: sum(rate(${namespace}{service="shop",code!~"5.*"}[5m])) / sum(rate(${namespace}{service="shop"}[5m]))
`
    const text = `${rollout('staging')}---${rollout('production')}`
    const { stdout } = sluice(folderWith({ 'all.yaml': text }), ['--dry-run', 'all.yaml'])
    for (const namespace of ['staging', 'production'])
      expect(stdout).toMatch(new RegExp(`events: sum\\(increase\\(${namespace}\\{[^}]*code=~"5`))
    expect(stdout.match(/^ +limit: 5%$/gm)?.length).toBe(2)
  })

  test('keeps a query whose bound the counts would lose as it is', () => {
    const rollout = (query: string, condition: string) => `
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: { name: errors }
spec:
  metrics:
  - name: errors
    successCondition: ${condition}
    provider: { prometheus: { address: 'https://p.example.com', query: '${query}' } }
`
    const ratio = 'sum(rate(bad{service="shop"}[5m])) / sum(rate(all{service="shop"}[5m]))'
    for (const [query, condition] of [
      [`${ratio} > 0.05`, 'len(result) == 0'],
      [`abs(${ratio} - 0.5)`, 'result[0] < 0.1'],
      [`clamp_max(${ratio}, 0.01)`, 'result[0] < 0.05'],
      [`round(${ratio})`, 'result[0] < 0.05'],
      [`clamp_min(${ratio} - 0.1, 0)`, 'result[0] < 0.05'],
    ] as const) {
      const { stdout } = sluice(folderWith({ 't.yaml': rollout(query, condition) }), ['--dry-run', 't.yaml'])
      expect(stdout, query).not.toContain('events: sum(increase(bad')
    }
  })

  test('with --dry-run prints what it would write, and writes nothing', () => {
    const folder = folderWith({ 'rollout.yaml': ROLLOUT, [CONFIG]: 'mine: true\n' })
    const { status, stdout } = sluice(folder, ['--dry-run', 'rollout.yaml'])
    expect(status).toBe(0)
    expect(stdout).toContain(`--- ${CONFIG}\n# yaml-language-server`)
    expect(readFileSync(join(folder, CONFIG), 'utf8')).toBe('mine: true\n')
    expect(existsSync(join(folder, '.github/workflows'))).toBe(false)
  })

  test('reads a folder, and several documents from the standard input', () => {
    const folder = folderWith({
      'k8s/app/rollout.yaml': ROLLOUT,
      'k8s/service.yml': 'kind: Service\n',
      'k8s/notes.txt': '{{ .Values }}',
    })
    const { status, stdout } = sluice(folder, ['k8s'])
    expect(status).toBe(0)
    expect(stdout).toContain('k8s/app/rollout.yaml:4 metadata.name: checkout → service')
    expect(stdout).toContain('Not read, since Sluice has no use for them: Service (1).')

    const piped = sluice(folderWith({}), ['-', '--json'], ROLLOUT)
    expect(piped.status).toBe(0)
    const told = JSON.parse(piped.stdout) as {
      written: boolean
      files: Record<string, string>
      notes: { file?: string }[]
    }
    expect(told.written).toBe(true)
    expect(Object.keys(told.files)).toEqual([CONFIG, '.github/workflows/sluice.yml'])
    expect(told.notes[0]?.file).toBe('(standard input)')
  })

  test('names every file that it cannot read, and writes nothing', () => {
    const folder = folderWith({
      'a.yaml': 'kind: Rollout\nspec: {\n',
      'b.yaml': 'kind: Rollout\nmetadata:\n  name: {{ .Release.Name }}\n',
      'c.yaml': 'kind: x\nkind: y\n',
      'd.yaml': ROLLOUT,
    })
    const { status, stderr } = sluice(folder, ['a.yaml', 'b.yaml', 'c.yaml', 'd.yaml'])
    expect(status).toBe(3)
    expect(stderr).toMatch(/a\.yaml:3: /)
    expect(stderr).toContain('b.yaml:3: it is a Helm template')
    expect(stderr).toContain('helm template CHART | sluice import -')
    expect(stderr).toContain('c.yaml:2: Map keys must be unique')
    expect(existsSync(join(folder, '.github'))).toBe(false)
  })

  test.each([
    ['a file that is missing', ['none.yaml'], 'none.yaml cannot be read'],
    ['nothing to import', ['service.yaml'], 'They have: Service'],
    ['no path', [], 'missing required argument'],
  ])('says so: %s', (_, args, said) => {
    const { status, stderr } = sluice(folderWith({ 'service.yaml': 'kind: Service\n' }), args)
    expect(status).toBe(3)
    expect(stderr).toContain(said)
  })

  test('the example of the page is what the command writes', () => {
    const [rollout = '', template = '', settings = ''] = [
      ...read('docs/import.md').matchAll(/^```yaml\n(.*?)^```/gms),
    ].map(([, text = '']) => text)
    const folder = folderWith({ 'rollout.yaml': rollout, 'analysis.yaml': template })
    expect(sluice(folder, ['rollout.yaml', 'analysis.yaml']).status).toBe(0)
    const written = readFileSync(join(folder, CONFIG), 'utf8')
    expect(written.slice(written.indexOf('router:'))).toBe(settings)
  })

  test('explains itself', () => {
    const { status, stdout } = sluice(folderWith({}), ['--help'])
    expect(status).toBe(0)
    expect(stdout).toContain('helm template chart | sluice import -')
    expect(stdout).toContain('Exit codes: 0 done, 3 wrong input, 4 could not.')
  })
})
