import { subjectOf } from '@sluice/github'
import { describe, expect, test } from 'vitest'
import { createWorld } from './world.ts'

describe('subjectOf', () => {
  const facts = { repository: 'acme/shop', sha: 'f'.repeat(40) }

  test('a pull request is judged on its head, never on the test merge', async () => {
    const { sandbox, repository } = await createWorld()
    const { headSha, mergeSha } = repository.pullRequest()
    const event = repository.event('pull_request', 1)
    const subject = subjectOf({ ...facts, sha: mergeSha, eventName: 'pull_request', event })
    expect(subject).toEqual({ repository: 'acme/shop', sha: headSha, pullRequest: 1, isFork: false })
    await sandbox.close()
  })

  test('a pull request of a fork is known as one', async () => {
    const { sandbox, repository } = await createWorld()
    const { headSha } = repository.pullRequest({ fork: 'stranger/shop' })
    const event = repository.event('pull_request', 1)
    expect(subjectOf({ ...facts, eventName: 'pull_request', event })).toMatchObject({
      sha: headSha,
      isFork: true,
    })
    await sandbox.close()
  })

  test('a fork that was deleted since is still one', () => {
    const event = { pull_request: { number: 3, head: { sha: 'a'.repeat(40), repo: null } } }
    expect(subjectOf({ ...facts, eventName: 'pull_request', event })).toMatchObject({
      isFork: true,
      pullRequest: 3,
    })
  })

  test('a merge group is judged on the head of the group', async () => {
    const { sandbox, repository } = await createWorld()
    repository.pullRequest()
    const event = repository.event('merge_group', 1)
    const { sha } = subjectOf({ ...facts, eventName: 'merge_group', event })
    expect(sha).toBe([...repository.record.branches.values()].at(-1))
    await sandbox.close()
  })

  test('a companion workflow is about the run that it follows', () => {
    const event = {
      workflow_run: {
        head_sha: 'b'.repeat(40),
        head_repository: { full_name: 'stranger/shop' },
        pull_requests: [],
      },
    }
    expect(subjectOf({ ...facts, eventName: 'workflow_run', event })).toEqual({
      repository: 'acme/shop',
      sha: 'b'.repeat(40),
      isFork: true,
    })
  })

  test.each([
    ['push', {}],
    ['schedule', null],
    ['workflow_dispatch', 'not an object'],
    ['pull_request', { pull_request: 'nonsense' }],
  ])('%s with %j falls back to the commit', (eventName, event) => {
    expect(subjectOf({ ...facts, eventName, event }).sha).toBe(facts.sha)
  })
})
