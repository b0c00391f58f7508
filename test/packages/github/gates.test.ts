import {
  answerProtectionRule,
  connectApp,
  connectInstallation,
  createInstallationToken,
  downloadArtifact,
  getRun,
  isTeamMember,
  listApprovals,
  listArtifacts,
  listHookDeliveries,
  listPendingDeployments,
  readDefaultBranchFile,
  redeliverHook,
  reviewPendingDeployments,
  type GitHub,
} from '@sluice/github'
import type { SeededApp } from '@sluice/sandbox'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, NAME } from './world.ts'
import type { World } from './world.ts'

describe('gates', () => {
  let world: World
  let app: SeededApp
  beforeEach(async () => {
    world = await createWorld()
    const permissions = { actions: 'read', deployments: 'write', contents: 'read', members: 'read' } as const
    const webhook = { url: 'http://127.0.0.1:9/webhooks', secret: 's' }
    app = world.sandbox.app({ slug: 'gatekeeper', account: 'acme', permissions, webhook })
    world.sandbox.team('acme', 'release', ['rita'])
    world.repository.environment({ name: 'production', reviewers: [{ team: 'release' }] })
    world.repository.environment({ name: 'canary', rules: [app.id] })
  })
  afterEach(async () => {
    await world.sandbox.settled()
    expect(world.sandbox.state.violations).toEqual([])
    await world.sandbox.close()
  })
  const base = () => ({
    apiUrl: world.sandbox.url,
    repository: NAME,
    signal: new AbortController().signal,
    log: { warning: () => {} },
    retryBaseMs: 5,
    appId: app.id,
    privateKey: app.privateKey,
  })
  const asApp = (): Promise<GitHub> =>
    connectInstallation({ ...base(), permissions: { deployments: 'write', actions: 'read' } })

  test('a reviewer approves, the run goes on, and the history says who and why', async () => {
    const run = world.repository.run({ environments: ['production'] })
    const github = world.connect({ kind: 'user', login: 'rita' })
    const [pending] = await listPendingDeployments(github, run.id)
    expect(pending).toMatchObject({ environment: 'production', canApprove: true })
    const environmentIds = [pending?.environmentId ?? 0]
    await reviewPendingDeployments(github, {
      runId: run.id,
      environmentIds,
      state: 'approved',
      comment: 'go',
    })
    expect((await getRun(github, run.id)).status).toBe('in_progress')
    expect(await listApprovals(github, run.id)).toEqual([
      { environments: ['production'], state: 'approved', user: 'rita', comment: 'go' },
    ])
  })

  test('a GITHUB_TOKEN is refused before anything is sent, with the alternatives', async () => {
    const github = world.connect()
    const review = { runId: 1, environmentIds: [1], state: 'approved', comment: '' } as const
    await expect(reviewPendingDeployments(github, review)).rejects.toMatchObject({
      status: 403,
      hint: expect.stringContaining('GitHub App own a protection rule') as unknown,
    })
    expect(world.sandbox.state.requests).toEqual([])
  })

  test('someone who is no reviewer is told so by GitHub', async () => {
    const run = world.repository.run({ environments: ['production'] })
    const github = world.connect({ kind: 'user', login: 'mallory' })
    const [pending] = await listPendingDeployments(github, run.id)
    expect(pending?.canApprove).toBe(false)
    const environmentIds = [pending?.environmentId ?? 0]
    const review = { runId: run.id, environmentIds, state: 'approved', comment: '' } as const
    await expect(reviewPendingDeployments(github, review)).rejects.toMatchObject({ status: 422 })
  })

  test.each(['approved', 'rejected'] as const)('the App answers its rule: %s', async (state) => {
    const run = world.repository.run({ environments: ['canary'] })
    const github = await asApp()
    expect(await getRun(github, run.id)).toMatchObject({ status: 'waiting' })
    await answerProtectionRule(github, { runId: run.id, environment: 'canary', comment: 'x'.repeat(2000) })
    await answerProtectionRule(github, { runId: run.id, environment: 'canary', state, comment: 'evidence' })
    const history = await listApprovals(github, run.id)
    expect(history.map((one) => [one.state, one.user])).toEqual([
      ['pending', 'gatekeeper[bot]'],
      [state, 'gatekeeper[bot]'],
    ])
    expect((await getRun(github, run.id)).conclusion).toBe(state === 'approved' ? null : 'failure')
  })

  test('an answer is not given twice', async () => {
    const run = world.repository.run({ environments: ['canary'] })
    const github = await asApp()
    const answer = { runId: run.id, environment: 'canary', state: 'approved', comment: '' } as const
    await answerProtectionRule(github, answer)
    await expect(answerProtectionRule(github, answer)).rejects.toMatchObject({ status: 422 })
  })

  test('no one else can answer the rule: not a GITHUB_TOKEN, not another App', async () => {
    const run = world.repository.run({ environments: ['canary'] })
    const answer = { runId: run.id, environment: 'canary', state: 'approved', comment: '' } as const
    await expect(answerProtectionRule(world.connect(), answer)).rejects.toMatchObject({ status: 403 })
    const { id, privateKey } = world.sandbox.app({ slug: 'other', account: 'acme' })
    const other = await connectInstallation({
      ...base(),
      appId: id,
      privateKey,
      permissions: { deployments: 'write' },
    })
    await expect(answerProtectionRule(other, answer)).rejects.toMatchObject({ status: 403 })
    expect(world.sandbox.state.runs(NAME)[0]?.status).toBe('waiting')
  })

  test('a token is no wider than asked for, and no wider than the App', async () => {
    const narrow = await connectInstallation({ ...base(), permissions: { deployments: 'write' } })
    await expect(readDefaultBranchFile(narrow, 'policy.yml')).rejects.toMatchObject({ status: 403 })
    const wide = createInstallationToken(await connectApp(base()), { permissions: { checks: 'write' } })
    await expect(wide).rejects.toMatchObject({ status: 422 })
  })

  test('a key that is not the App’s is refused', async () => {
    const { privateKey } = world.sandbox.app({ slug: 'other', account: 'acme' })
    const forged = connectInstallation({ ...base(), privateKey, permissions: { deployments: 'write' } })
    await expect(forged).rejects.toMatchObject({ status: 401 })
    const nonsense = connectApp({ ...base(), privateKey: 'not a key' })
    await expect(nonsense).rejects.toMatchObject({ operation: 'sign in as the App' })
  })

  test('policy is read from the default branch, whatever a pull request holds', async () => {
    world.repository.pullRequest({ files: { 'policy.yml': 'a: 2', 'new.yml': 'b' } })
    expect(await readDefaultBranchFile(world.connect(), 'policy.yml')).toBe('a: 1')
    expect(await readDefaultBranchFile(world.connect(), 'new.yml')).toBeUndefined()
  })

  test('membership is a clear yes or no, or an error', async () => {
    const github = await connectInstallation({ ...base(), permissions: { members: 'read' } })
    const asked = { organization: 'acme', team: 'release', user: 'rita' }
    expect(await isTeamMember(github, asked)).toBe(true)
    expect(await isTeamMember(github, { ...asked, user: 'mallory' })).toBe(false)
    await expect(isTeamMember(world.connect(), asked)).rejects.toMatchObject({ status: 403 })
  })

  test('a delivery that failed is found and delivered again under its own id', async () => {
    world.repository.run({ environments: ['canary'] })
    await world.sandbox.settled()
    const github = await connectApp(base())
    const [failed] = await listHookDeliveries(github, new Date(0))
    expect(failed).toMatchObject({ event: 'deployment_protection_rule', statusCode: 502 })
    await redeliverHook(github, failed?.id ?? 0)
    await world.sandbox.settled()
    const [again] = await listHookDeliveries(github, new Date(0))
    expect(again).toMatchObject({ guid: failed?.guid, redelivery: true })
    expect(await listHookDeliveries(github, new Date(Date.now() + 60_000))).toEqual([])
  })

  test('artifacts are listed and fetched, but none beyond the size allowed', async () => {
    const run = world.repository.run({})
    world.repository.artifact(run.id, 'verdict', Buffer.from('PK zip'))
    const [artifact] = await listArtifacts(world.connect(), run.id)
    if (artifact === undefined) throw new Error('nothing listed')
    expect(Buffer.from(await downloadArtifact(world.connect(), artifact, 100)).toString()).toBe('PK zip')
    await expect(downloadArtifact(world.connect(), artifact, 5)).rejects.toThrow('it has 6 bytes')
  })
})
