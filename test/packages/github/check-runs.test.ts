import { listCheckRuns, upsertCheckRun, type CheckRunRequest } from '@sluice/github'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, NAME } from './world.ts'
import type { World } from './world.ts'

describe('upsertCheckRun', () => {
  let world: World
  let asked: CheckRunRequest
  beforeEach(async () => {
    world = await createWorld()
    asked = {
      name: 'sluice/canary-step (production, api)',
      headSha: world.repository.pullRequest().headSha,
      externalId: 'canary-step/production/api',
      status: 'in_progress',
      title: 'Looking',
      summary: 'so far so good',
    }
  })
  afterEach(async () => {
    expect(world.sandbox.state.violations).toEqual([])
    await world.sandbox.close()
  })
  const runs = () => world.sandbox.state.checkRuns(NAME)

  test('the same name and external id is the same check, however often it is posted', async () => {
    const github = world.connect()
    await upsertCheckRun(github, asked)
    const again = await upsertCheckRun(world.connect(), {
      ...asked,
      status: 'completed',
      conclusion: 'failure',
      title: 'Rolled back',
    })
    expect(again.published).toBe(true)
    expect(runs()).toHaveLength(1)
    expect(runs()[0]).toMatchObject({ conclusion: 'failure', title: 'Rolled back', status: 'completed' })
  })

  test('another external id is another check', async () => {
    const github = world.connect()
    await upsertCheckRun(github, asked)
    await upsertCheckRun(github, { ...asked, externalId: 'canary-step/production/web' })
    expect(runs()).toHaveLength(2)
  })

  test('a check planted by another App under our name and id is left alone', async () => {
    const app = world.sandbox.app({ slug: 'mallory', account: 'acme', permissions: { checks: 'write' } })
    world.repository.record.checkRuns.push({
      id: 7,
      appId: app.id,
      suiteId: 8,
      headSha: asked.headSha,
      name: asked.name,
      externalId: asked.externalId,
      detailsUrl: null,
      status: 'completed',
      conclusion: 'success',
      startedAt: '2026-01-01T00:00:00Z',
      completedAt: '2026-01-01T00:00:00Z',
      title: 'fine',
      summary: 'fine',
      text: null,
      annotations: [],
    })
    const mine = await upsertCheckRun(world.connect(), asked)
    expect(mine.published).toBe(true)
    expect(runs().map(({ title }) => title)).toEqual(['fine', 'Looking'])
  })

  test('a summary too long by bytes is cut, closed and ends in the link to the whole', async () => {
    const row = '| größer | 1 |\n'
    const summary = `${row.repeat(6000)}`
    const whenCut = '[the whole report](https://example.com/run)'
    await upsertCheckRun(world.connect(), { ...asked, summary, text: summary, whenCut })
    const [run] = runs()
    expect(Buffer.byteLength(run?.summary ?? '')).toBeLessThanOrEqual(65_535)
    expect(Buffer.byteLength(run?.text ?? '')).toBeGreaterThan(65_000)
    expect(run?.summary?.endsWith(`| größer | 1 |\n\n${whenCut}`)).toBe(true)
  })

  test('a lost answer does not make two checks', async () => {
    world.sandbox.inject({ match: { operation: 'checks/create' }, respond: 'drop-after' })
    const { published } = await upsertCheckRun(world.connect(), asked)
    expect(published).toBe(true)
    expect(runs()).toHaveLength(1)
  })

  test('without checks: write the reason names the permission, and nothing throws', async () => {
    const github = world.connect({ kind: 'workflow', permissions: { checks: 'read' } })
    const result = await upsertCheckRun(github, asked)
    expect(result).toMatchObject({ published: false })
    expect(result.published ? '' : result.because).toContain('permissions: checks: write')
    expect(runs()).toHaveLength(0)
  })

  test('a fork’s token is told apart by nothing but its refusal, which says so', async () => {
    const result = await upsertCheckRun(world.connect({ kind: 'fork' }), asked)
    expect(result.published ? '' : result.because).toMatch(/403.*Resource not accessible.*fork/s)
  })

  test('a person’s token cannot make checks, and that is a value too', async () => {
    const result = await upsertCheckRun(world.connect({ kind: 'user', login: 'rita' }), asked)
    expect(result.published ? '' : result.because).toContain('GitHub App')
  })

  test('all pages of checks are read', async () => {
    for (let i = 0; i < 101; i += 1) {
      world.repository.record.checkRuns.push({
        ...plain,
        id: 5000 + i,
        name: `c${i}`,
        headSha: asked.headSha,
      })
    }
    expect(await listCheckRuns(world.connect(), asked.headSha)).toHaveLength(101)
  })
})

const plain = {
  appId: 15368,
  suiteId: 1,
  externalId: '',
  detailsUrl: null,
  status: 'completed',
  conclusion: 'success',
  startedAt: '2026-01-01T00:00:00Z',
  completedAt: '2026-01-01T00:00:00Z',
  title: null,
  summary: null,
  text: null,
  annotations: [],
} as const
