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

  const HEAD = 'a'.repeat(40)
  const other = { repo: { full_name: 'acme/shop' } }
  test.each([
    // A push of an annotated tag names the tag object as `after`; GITHUB_SHA is its commit.
    ['push', { ref: 'refs/tags/v1', after: HEAD }, facts.sha],
    ['pull_request', { pull_request: { number: 1, head: { sha: HEAD, ...other } } }, HEAD],
    ['pull_request_target', { pull_request: { number: 1, head: { sha: HEAD, ...other } } }, HEAD],
    ['pull_request_review', { pull_request: { number: 1, head: { sha: HEAD, ...other } } }, HEAD],
    ['merge_group', { merge_group: { head_sha: HEAD } }, HEAD],
    ['workflow_run', { workflow_run: { head_sha: HEAD, head_repository: { full_name: 'acme/shop' } } }, HEAD],
    ['check_run', { check_run: { head_sha: HEAD } }, HEAD],
    ['check_suite', { check_suite: { head_sha: HEAD } }, HEAD],
    // A comment runs at the default branch; promote-gate asks GitHub for the head of the pull request.
    ['issue_comment', { issue: { number: 1, pull_request: {} } }, facts.sha],
    ['deployment', { deployment: { sha: facts.sha } }, facts.sha],
    ['deployment_status', { deployment: { sha: facts.sha } }, facts.sha],
    ['release', { release: { target_commitish: 'main' } }, facts.sha],
    ['workflow_dispatch', { inputs: {} }, facts.sha],
    ['repository_dispatch', { client_payload: { sha: HEAD } }, facts.sha],
    ['schedule', { schedule: '0 0 * * *' }, facts.sha],
    // A reusable workflow is told the event of the one that called it.
    ['workflow_call', {}, facts.sha],
  ])('%s is about the commit that the documentation says', (eventName, event, sha) => {
    expect(subjectOf({ ...facts, eventName, event }).sha).toBe(sha)
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
