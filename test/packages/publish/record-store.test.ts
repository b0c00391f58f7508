import { ciFacts, createIo, terminalIo } from '@sluice/action'
import { connect, openRecords } from '@sluice/publish'
import { memoryStore } from '@sluice/rollout'
import { expect, onTestFinished, test } from 'vitest'
import { createWorld, everything } from '../github/world.ts'

test('GitHub is asked about its own runs only: it knows no others, which says nothing about them', async () => {
  const world = await createWorld()
  onTestFinished(async () => await world.sandbox.close())
  const github = { GITHUB_API_URL: world.sandbox.url, GITHUB_REPOSITORY: 'acme/shop' }
  const systems: readonly Readonly<Record<string, string>>[] = [
    { GITLAB_CI: 'true', CI_PIPELINE_ID: '77' },
    { BUILDKITE: 'true', BUILDKITE_BUILD_NUMBER: '8', BUILDKITE_RETRY_COUNT: '1' },
    { CIRCLECI: 'true', CIRCLE_BUILD_NUM: '9' },
    { TF_BUILD: 'True', BUILD_BUILDID: '10', SYSTEM_JOBATTEMPT: '1' },
    { JENKINS_URL: 'http://j/', BUILD_NUMBER: '11' },
    {},
    { GITHUB_ACTIONS: 'true', GITHUB_RUN_ID: '99' },
  ]
  const token = world.sandbox.token({ kind: 'workflow', permissions: everything })
  const asked = { environment: 'production', service: 'shop', artifact: undefined, sha: undefined }
  const answers = systems.map(async (env) => {
    const facts = ciFacts({ ...github, ...env }, 'local-x')
    const { io } = terminalIo(createIo(new AbortController().signal), facts, () => undefined)
    const connection = connect({ ...asked, 'github-token': token }, io)
    const records = openRecords(connection, 'production', undefined, memoryStore(), io)
    return [connection.run, await records.runIsOver(connection.run)]
  })
  expect(await Promise.all(answers)).toEqual([
    ['gitlab-77', undefined],
    ['buildkite-8.2', undefined],
    ['circleci-9', undefined],
    ['azure-10.1', undefined],
    ['jenkins-11', undefined],
    ['local-x', undefined],
    ['99.1', true],
  ])
})

test('a record that must be had is never an empty one: not without a token, and not without the permission', async () => {
  const world = await createWorld()
  onTestFinished(async () => await world.sandbox.close())
  const facts = ciFacts(
    { GITHUB_API_URL: world.sandbox.url, GITHUB_REPOSITORY: 'acme/shop', GITHUB_ACTIONS: 'true' },
    'local-x',
  )
  const lines: string[] = []
  const { io } = terminalIo(createIo(new AbortController().signal), facts, (line) => lines.push(line))
  const asked = { environment: 'production', service: 'shop', artifact: undefined, sha: undefined }
  const token = world.sandbox.token({ kind: 'workflow', permissions: { contents: 'read' } })
  const blind = connect({ ...asked, 'github-token': token }, io)
  await expect(openRecords(blind, 'production', undefined, undefined, io).list()).rejects.toThrow()
  expect(lines.join('\n')).toContain('The record cannot be read')
  await expect(openRecords(blind, 'production', undefined, memoryStore(), io).list()).resolves.toEqual([])
  const none = connect({ ...asked, 'github-token': undefined }, io)
  expect(() => openRecords(none, 'production', undefined, undefined, io)).toThrow(/github-token: is needed/)
})
