import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fixture } from './client.ts'
import type { Fixture } from './client.ts'

describe('check runs', () => {
  let at: Fixture
  let sha: string
  beforeEach(async () => {
    at = await fixture()
    sha = at.repository.pullRequest().headSha
  })
  afterEach(async () => {
    expect(at.sandbox.state.violations).toEqual([])
    await at.sandbox.close()
  })
  const output = (summary: string, more: object = {}): object => ({ title: 't', summary, ...more })
  const note = { path: 'a', start_line: 1, end_line: 1, annotation_level: 'notice', message: 'm' }

  test('a conclusion completes a run, whatever status was sent', async () => {
    const { body } = await at.ask('POST', '~/check-runs', { name: 'c', head_sha: sha, conclusion: 'neutral' })
    expect(body).toMatchObject({ status: 'completed', conclusion: 'neutral' })
  })

  test('a completed status needs a conclusion, and stale is for GitHub alone', async () => {
    const bare = await at.ask('POST', '~/check-runs', { name: 'c', head_sha: sha, status: 'completed' })
    const stale = await at.ask('POST', '~/check-runs', { name: 'c', head_sha: sha, conclusion: 'stale' })
    expect([bare.status, stale.status]).toEqual([422, 422])
  })

  test('a summary is measured in bytes, not characters', async () => {
    const ask = (summary: string) =>
      at.ask('POST', '~/check-runs', { name: 'c', head_sha: sha, output: output(summary) })
    expect((await ask('a'.repeat(65535))).status).toBe(201)
    const tooLong = await ask('é'.repeat(32768))
    expect(tooLong.status).toBe(422)
    expect(String(tooLong.body['message'])).toContain('maximum bytesize of 65535')
  })

  test('an output needs its title, and at most fifty annotations at a time', async () => {
    const ask = (given: object) => at.ask('POST', '~/check-runs', { name: 'c', head_sha: sha, output: given })
    expect((await ask({ summary: 's' })).status).toBe(422)
    expect((await ask(output('s', { annotations: Array(51).fill(note) }))).status).toBe(422)
    expect((await ask(output('s', { annotations: Array(50).fill(note) }))).status).toBe(201)
  })

  test('a PATCH appends annotations and replaces the summary', async () => {
    const first = output('one', { annotations: [note, note] })
    const { body } = await at.ask('POST', '~/check-runs', { name: 'c', head_sha: sha, output: first })
    const path = `~/check-runs/${String(body['id'])}`
    await at.ask('PATCH', path, { output: { summary: 'two', annotations: [note] } })
    const again = await at.ask('GET', path)
    expect(again.body['output']).toMatchObject({ title: 't', summary: 'two', annotations_count: 3 })
    expect((await at.ask('GET', `${path}/annotations`)).body).toHaveLength(3)
  })

  test('a refused PATCH changes nothing', async () => {
    const { body } = await at.ask('POST', '~/check-runs', { name: 'c', head_sha: sha, output: output('one') })
    const path = `~/check-runs/${String(body['id'])}`
    await at.ask('PATCH', path, { output: output('two'), conclusion: 'stale' })
    expect((await at.ask('GET', path)).body['output']).toMatchObject({ summary: 'one' })
  })

  test('a check made with a GITHUB_TOKEN lands in the first workflow’s suite of that commit', async () => {
    const first = at.repository.run({ headSha: sha, name: 'lint' })
    at.repository.run({ headSha: sha, name: 'release' })
    const { body } = await at.ask('POST', '~/check-runs', { name: 'c', head_sha: sha })
    expect(body['check_suite']).toEqual({ id: first.suiteId })
  })

  test('the latest of a name is listed unless all are asked for', async () => {
    for (const conclusion of ['failure', 'success']) {
      await at.ask('POST', '~/check-runs', { name: 'c', head_sha: sha, conclusion })
    }
    const latest = await at.ask('GET', `~/commits/${sha}/check-runs?check_name=c`)
    const all = await at.ask('GET', `~/commits/${sha}/check-runs?check_name=c&filter=all`)
    expect(latest.body).toMatchObject({ total_count: 1, check_runs: [{ conclusion: 'success' }] })
    expect(all.body['total_count']).toBe(2)
  })

  test('neutral and skipped count as passed for a merge; silence stays expected', async () => {
    const strict = at.sandbox.repository({
      owner: 'acme',
      name: 'strict',
      requiredChecks: ['a', 'b', 'c', 'd'],
    })
    const head = strict.pullRequest().headSha
    const post = (body: object) =>
      at.ask('POST', '/repos/acme/strict/check-runs', { head_sha: head, ...body })
    await post({ name: 'a', conclusion: 'neutral' })
    await post({ name: 'b', conclusion: 'action_required' })
    await post({ name: 'c', status: 'in_progress' })
    const states = at.sandbox.state.requiredChecks('acme/strict', head).map(({ state }) => state)
    expect(states).toEqual(['passed', 'failed', 'pending', 'expected'])
  })

  test('an unknown commit and an unknown route are refused', async () => {
    expect((await at.ask('POST', '~/check-runs', { name: 'c', head_sha: 'f'.repeat(40) })).status).toBe(422)
    expect((await at.ask('GET', '~/nothing/here')).status).toBe(404)
  })

  test('a fork’s head names no pull request', async () => {
    const fork = at.repository.pullRequest({ fork: 'stranger/shop' })
    const { body } = await at.ask('POST', '~/check-runs', { name: 'c', head_sha: fork.headSha })
    expect(body['pull_requests']).toEqual([])
  })
})
