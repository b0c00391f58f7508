import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { METRICS, openStage } from '../../../acceptance/support/canary.ts'
import { read } from '../../../support/files.ts'
import { openCliStage } from './stage.ts'

/** Every command of the runbook, in its order. */
const commands = [...read('docs/operations.md').matchAll(/^npx @sluice-actions\/cli (.+)$/gm)].map(
  ([, line = '']) => line,
)

/** What each ends with where the candidate never has enough requests: a canary that climbs is left on hold. */
const EXITS: Readonly<Record<string, number>> = { status: 0, abort: 0, pause: 0, resume: 2, retry: 2 }

test('every command of the runbook does what it says, for a rollout that a workflow has begun', async () => {
  const terminal = await openCliStage()
  const stage = await openStage()
  const settings = {
    router: 'proxy',
    'router-settings': `url: ${stage.router.url}`,
    source: 'scrape',
    'source-settings': `baseline-url: ${stage.arms.url}/baseline/metrics\ncandidate-url: ${stage.arms.url}/candidate/metrics`,
    metrics: METRICS,
    ladder: '5, 50, 100',
    interval: '250ms',
    'max-wait': '2s',
    settle: '200ms',
    'min-trials': '100000000',
    grace: '100s',
    'blind-for': '100s',
  }
  const env = {
    GITHUB_TOKEN: stage.sandbox.token({ kind: 'user', login: 'acme' }),
    GITHUB_API_URL: stage.sandbox.url,
  }
  const sha = stage.repository.record.branches.get('main') ?? ''
  mkdirSync(join(terminal.folder, '.github'))
  writeFileSync(join(terminal.folder, '.github/sluice.yml'), JSON.stringify(settings))
  try {
    const begun = { ...settings, environment: 'production', publish: 'check' }
    const held = await stage.canary(begun, { facts: { event: 'workflow_dispatch' } })
    expect(held.outputs, held.log).toMatchObject({ decision: 'hold' })
    // People pause and resume what is open before they end it.
    const order = ['status', 'pause', 'resume', 'abort', 'retry']
    const words = commands.map((line) => line.split(' '))
    expect(words.map(([, command = '']) => command).sort()).toEqual([...order].sort())
    for (const command of order) {
      const line = words.find((one) => one[1] === command) ?? []
      // A clone of the repository would name the commit.
      const more = command === 'retry' ? ['--sha', sha] : []
      const { code, out, err } = await terminal.typed([...line, ...more], env)
      expect(code, `${command}: ${out}${err}`).toBe(EXITS[command])
      if (command === 'pause' || command === 'abort') expect(stage.router.weight()).toBe(0)
    }
    expect(stage.sandbox.state.deployments('acme/shop')).toHaveLength(2)
  } finally {
    await Promise.all([terminal.close(), stage.close()])
  }
}, 300_000)
