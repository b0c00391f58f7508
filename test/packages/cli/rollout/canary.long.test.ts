import { test as base, describe, expect } from 'vitest'
import { FAILING } from '../../../acceptance/support/arms.ts'
import { openStage } from '../../../acceptance/support/canary.ts'
import { openCliStage, type CliStage } from './stage.ts'

const test = base.extend<{ readonly stage: CliStage }>({
  stage: async ({}, use) => {
    const stage = await openCliStage()
    await use(stage)
    await stage.close()
  },
})

/** Options of a canary that waits: it never has enough requests to pass. */
const waiting = ({ options }: CliStage, stays = '1s'): readonly string[] => [
  ...options,
  ...['--min-trials', '100000000', '--max-wait', stays],
]

const routerOf = (url: string): readonly string[] => [
  ...['--service', 'shop', '--router', 'proxy', '--router-settings', `url: ${url}`, '--settle', '300ms'],
]

// Each has a folder, a router and processes of its own, and mostly waits.
describe.concurrent('sluice canary without GitHub', { timeout: 300_000 }, () => {
  test('promotes a sound candidate, keeps the record in a file, and does not begin again', async ({
    stage,
  }) => {
    const files = ['--junit', 'out/canary.xml', '--record', 'state/shop.json']
    const first = await stage.typed(['canary', 'run', ...stage.options, ...files])
    expect(first, first.err).toMatchObject({ code: 0 })
    expect(first.out).toMatch(/^decision +promote$/m)
    expect(first.out).toMatch(/^record +state\/shop\.json$/m)
    expect(first.err).not.toContain('::')
    expect(stage.router.weight()).toBe(100)
    expect(stage.read('out/canary.xml')).toContain('<testsuite')
    expect(JSON.parse(stage.read('sluice-report/verdict.json'))).toMatchObject({ outcome: 'pass' })
    expect(JSON.parse(stage.read('state/shop.json'))).toMatchObject({ of: 'production/shop' })

    const again = await stage.json(['canary', 'run', ...stage.options, '--record', 'state/shop.json'])
    expect(again).toMatchObject({ decision: 'promote', reason: 'already_decided', exit: 0 })
  })

  test('rolls a failing candidate back with exit code 1', async ({ stage }) => {
    stage.arms.candidate = FAILING
    const { code, out, err } = await stage.typed(['canary', 'run', ...stage.options, '--markdown'])
    expect(code, err).toBe(1)
    expect(out).toContain('rolled back')
    expect(err).toMatch(/was rolled back from \d+% to 0%: "[a-z ]+" /)
    expect(stage.router.weight()).toBe(0)
  })

  test('holds with exit code 2, says so in the status, and aborts by its router alone', async ({ stage }) => {
    const held = await stage.json(['canary', 'run', ...waiting(stage)])
    expect(held).toMatchObject({ decision: 'hold', exit: 2, record: '.sluice/production/shop.json' })
    const shown = await stage.typed(['canary', 'status', '--service', 'shop'])
    expect(shown.out).toMatch(/^shop in production: held at \d+% \(canary-step\)$/m)
    expect(shown.out).toMatch(/candidate +a{12}$/m)
    expect(shown.out).toMatch(/begun +\S+ by jane, run local-/)
    expect(shown.out).toMatch(/next +the next run continues at 5%$/m)
    expect(shown.out).toContain('Waits at')

    const aborted = await stage.json(['canary', 'abort', ...routerOf(stage.router.url)])
    expect(aborted).toMatchObject({ decision: 'abort', weight: '0', exit: 0 })
    expect(stage.router.weight()).toBe(0)
    const ended = await stage.json(['canary', 'status', '--service', 'shop'])
    expect(ended).toMatchObject({ open: false, rollout: { phase: 'aborted' } })
  })

  test('goes home and pauses when it is interrupted, and a timer leaves it alone until resume', async ({
    stage,
  }) => {
    const running = stage.type(['canary', 'run', ...waiting(stage, '300s')])
    await running.says(/holds at 5%/)
    running.child.kill('SIGINT')
    const { code, err } = await running.ended
    expect(code, err).toBe(1)
    expect(err).toContain('Stopping: traffic goes to where it belongs first.')
    expect(stage.router.weight()).toBe(0)
    const timer = await stage.json(['canary', 'run', '--scheduled', ...waiting(stage)])
    expect(timer).toMatchObject({ decision: 'none', reason: 'paused', exit: 0 })
    expect(await stage.json(['canary', 'resume', ...waiting(stage)])).toMatchObject({ decision: 'hold' })
  })

  test('leaves the work to another process, which pauses when it is told to', async ({ stage }) => {
    const running = stage.type(['canary', 'run', ...waiting(stage, '300s')])
    await running.says(/holds at 5%/)
    const second = await stage.json(['canary', 'run', ...waiting(stage)])
    expect(second).toMatchObject({ decision: 'none', reason: 'owner_at_work' })
    const paused = await stage.json(['canary', 'pause', ...routerOf(stage.router.url)])
    expect(paused).toMatchObject({ decision: 'pause', exit: 0 })
    expect((await running.ended).code).toBe(1)
    expect(stage.router.weight()).toBe(0)
  })

  test('a killed process holds nobody up: the next one knows that it is gone', async ({ stage }) => {
    // A build of Jenkins is called after its number, which does not name its process.
    const jenkins = { JENKINS_URL: 'http://j/', BUILD_NUMBER: '7' }
    const running = stage.type(['canary', 'run', ...waiting(stage, '300s')], jenkins)
    await running.says(/holds at 5%/)
    running.child.kill('SIGKILL')
    await running.ended
    expect(stage.router.weight()).toBe(5)
    // It goes on by the plan of the record, and so holds again.
    const next = await stage.json(['canary', 'run', ...waiting(stage)])
    expect(next).toMatchObject({ decision: 'hold', exit: 2 })
  })
})

test('a person aborts from a terminal what a workflow at GitHub has begun', async () => {
  const stage = await openCliStage()
  const github = await openStage()
  try {
    const held = await github.canary({
      'min-trials': '100000000',
      'max-wait': '3s',
      'between-runs': 'stay',
      grace: '100s',
      'blind-for': '100s',
    })
    expect(held.outputs, held.log).toMatchObject({ decision: 'hold' })
    const env = {
      // Of an App: GitHub lets nobody else write checks.
      GITHUB_TOKEN: github.sandbox.token({
        kind: 'workflow',
        repository: 'acme/shop',
        permissions: { checks: 'write', deployments: 'write', pull_requests: 'write', contents: 'read' },
      }),
      GITHUB_API_URL: github.sandbox.url,
    }
    const where = ['--environment', 'staging', '--repository', 'acme/shop']
    const status = await stage.typed(['canary', 'status', '--service', 'shop', ...where], env)
    expect(status.out, status.err).toMatch(/^shop in staging: held at \d%/m)
    const aborted = await stage.typed(['canary', 'abort', ...routerOf(github.router.url), ...where], env)
    expect(aborted, aborted.err).toMatchObject({ code: 0 })
    expect(github.router.weight()).toBe(0)
    expect(github.sandbox.state.deployments('acme/shop')[0]?.statuses.at(-1)?.state).toBe('inactive')
    // The check that the workflow opened, and no second one.
    expect(github.sandbox.state.checkRuns('acme/shop').map(({ status }) => status)).toEqual(['completed'])
  } finally {
    await Promise.all([stage.close(), github.close()])
  }
})
