import { describe } from 'vitest'
import { METRICS, test } from './support/canary.ts'

const ALWAYS = Number.POSITIVE_INFINITY
const api = (path: RegExp) => ({ path })

// Most of these wait for GitHub, each for one of its own.
describe.concurrent('canary-step and GitHub', () => {
  test('a fork whose token may only read still gets its verdict, in the summary and the files', async ({
    expect,
    stage,
  }) => {
    const fork = stage.repository.pullRequest({ title: 'From outside', fork: 'mona/shop' }).number
    const token = stage.sandbox.token({ kind: 'fork', repository: 'acme/shop' })
    const { outputs, summary, log } = await stage.canary({}, { facts: { pull: fork, token } })
    expect(outputs).toMatchObject({
      decision: 'promote',
      outcome: 'pass',
      'check-url': '',
      'comment-url': '',
    })
    expect(summary).toContain('was promoted')
    expect(log.match(/The check could not be written/g)).toHaveLength(1)
    expect(log).toContain('checks: write')
  })

  test('asked to slow down, it waits as long as it was told and goes on', async ({ expect, stage }) => {
    stage.sandbox.inject({
      match: { method: 'POST', path: /check-runs$/ },
      times: 1,
      respond: { status: 429, headers: { 'retry-after': '1' }, body: { message: 'slow down' } },
    })
    const { outputs } = await stage.canary()
    expect(outputs['decision']).toBe('promote')
    expect(stage.sandbox.state.checkRuns('acme/shop')[0]?.conclusion).toBe('success')
  })

  test('when the record cannot be made, no traffic moves', async ({ expect, stage }) => {
    stage.sandbox.inject({
      match: { method: 'POST', path: /\/deployments$/ },
      times: ALWAYS,
      respond: { status: 500, body: { message: 'ill' } },
    })
    const { outputs } = await stage.canary()
    expect(outputs).toMatchObject({ decision: 'error', outcome: 'inconclusive' })
    expect(stage.router.weights).toEqual([0])
  }, 90_000)

  test('when checks and comments fail, the verdict stands and the log says what is missing', async ({
    expect,
    stage,
  }) => {
    stage.sandbox.inject({
      match: { path: /(check-runs|comments)/ },
      times: ALWAYS,
      respond: { status: 403, body: { message: 'Resource not accessible by integration' } },
    })
    const { outputs, log } = await stage.canary()
    expect(outputs).toMatchObject({ decision: 'promote', 'check-url': '', 'comment-url': '' })
    expect(log).toContain('The check could not be written')
    expect(log).toContain('The comment could not be written')
  })

  test('GitHub gone in the middle puts traffic back', async ({ expect, stage }) => {
    const { outputs } = await stage.canary(
      { 'max-wait': '10s' },
      {
        onLine: () =>
          stage.router.weight() === 5 &&
          stage.sandbox.inject({ match: api(/./), times: ALWAYS, respond: 'drop' }),
      },
    )
    expect(outputs).toMatchObject({ decision: 'error', outcome: 'inconclusive' })
    expect(stage.router.weight()).toBe(0)
  }, 120_000)

  test('in a thread of 101 comments it finds its own, and ignores a planted marker', async ({
    expect,
    stage,
  }) => {
    await stage.canary()
    const [own] = stage.sandbox.state.comments('acme/shop', stage.pull)
    stage.repository.comment(stage.pull, 'mallory', own?.body ?? '')
    for (let i = 0; i < 101; i++) stage.repository.comment(stage.pull, 'mona', `remark ${i}`)
    await stage.canary()
    const ours = stage.sandbox.state
      .comments('acme/shop', stage.pull)
      .filter((c) => c.author === 'github-actions[bot]')
    expect(ours).toHaveLength(1)
  })

  test('on GitHub Enterprise it speaks to the server that the workflow names', async ({ expect, stage }) => {
    const { outputs } = await stage.canary({}, { facts: { enterprise: true } })
    expect(outputs['decision']).toBe('promote')
    expect(new Set(stage.sandbox.state.requests.map((r) => r.prefix))).toEqual(new Set(['/api/v3']))
  })

  test('in a merge queue the check goes on the head of the group', async ({ expect, stage }) => {
    const facts = { event: 'merge_group' as const }
    await stage.canary({}, { facts })
    const [check] = stage.sandbox.state.checkRuns('acme/shop')
    const commit = stage.sandbox.state.repository('acme/shop').commits.get(check?.headSha ?? '')
    expect(commit?.message).toMatch(/^Merge #/)
  })

  test('hostile metric names and labels break nothing and ping nobody', async ({ expect, stage }) => {
    const name = `@acme/team <script>alert(1)</script> ::set-output name=x::y | \`code\` ${'long '.repeat(14_000)}`
    const metrics = METRICS.replace('error rate', JSON.stringify(name)).replace('- name: "', '- name: "')
    const { outputs, log } = await stage.canary({ metrics })
    expect(outputs['decision']).toBe('promote')
    const [comment] = stage.sandbox.state.comments('acme/shop', stage.pull)
    expect(comment?.body).not.toMatch(/@acme/)
    expect(comment?.body).not.toContain('<script>')
    expect(comment?.body.length).toBeLessThan(65_536)
    expect(log).not.toMatch(/^::set-output/m)
  })
})
