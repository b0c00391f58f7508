import { generateKeys, readSigningKey, signVerdict } from '@sluice/verdict'
import { afterEach, describe, expect, test } from 'vitest'
import { judgedVerdict } from './real-verdict.ts'
import { key, openWorld, POLICY, unmet, type World } from './world.ts'

let world: World
afterEach(async () => {
  await world.close()
})

describe('against GitHub itself', () => {
  test('a policy weakened in the pull request changes nothing: the one of the default branch counts', async () => {
    world = await openWorld(`${POLICY}min-trials: 1000000\n`, {
      '.github/sluice-gate.yml': 'require: [canary-step]\n',
    })
    world.file('.github/sluice-gate.yml', 'require: [canary-step]\n')
    world.file('sluice-report/verdict.signed.json', world.evidence())
    expect(unmet(await world.gate())).toEqual(['too_few_trials'])
  })

  test('a check run of the same name by another workflow is refused: it has no key', async () => {
    world = await openWorld()
    const forged = signVerdict(
      judgedVerdict(world.subject, 0, Date.now()),
      readSigningKey(generateKeys().privateKey),
      Date.now(),
    )
    await world.check(forged)
    const result = await world.gate({ from: 'checks' })
    expect(result.outputs).toMatchObject({ decision: 'closed', reason: 'evidence_refused' })
    expect(result.summary).toContain('unknown_key')
  })

  test('a check run of the same name by another App is refused even with a genuine signature', async () => {
    world = await openWorld()
    const app = world.sandbox.app({ slug: 'evil-app', account: 'acme', permissions: { checks: 'write' } })
    const token = await installationToken(world, app)
    await world.check(world.evidence(), { token })
    expect((await world.gate({ from: 'checks' })).summary).toContain('foreign_app')
  })

  test('a genuine verdict on a failed canary cannot be drowned by the pass before it', async () => {
    world = await openWorld()
    await world.check(world.evidence(900, Date.now() - 60_000))
    await world.check(world.evidence(20, Date.now() - 3_600_000))
    expect((await world.gate({ from: 'checks' })).outputs).toMatchObject({
      decision: 'closed',
      reason: 'outcome_failed',
    })
  })

  test('an outcome flipped by whoever holds the key is found by judging again', async () => {
    world = await openWorld()
    const bad = judgedVerdict(world.subject, 900, Date.now())
    const flipped = {
      ...bad,
      outcome: 'pass' as const,
      reason: 'within_margin' as const,
      evidence: bad.evidence.map((one) => ({
        ...one,
        finding: 'fine' as const,
        reason: 'within_margin' as const,
      })),
    }
    world.file('sluice-report/verdict.signed.json', signVerdict(flipped, key, Date.now()))
    const result = await world.gate()
    expect(result.outputs).toMatchObject({ decision: 'closed', reason: 'evidence_refused' })
    expect(result.summary).toContain('contradicts_itself')
  })

  test('a comment with a planted marker and an override by someone outside the team are not obeyed', async () => {
    world = await openWorld(
      `${POLICY}min-trials: 1000000\noverrides:\n  - { team: release-managers, may: [trials] }\n`,
    )
    world.sandbox.team('acme', 'release-managers', ['mona'])
    world.file('sluice-report/verdict.signed.json', world.evidence())
    world.repository.comment(world.pull, 'mallory', `<!-- sluice:promote%2Dgate/production/app -->\n**open**`)
    world.repository.comment(
      world.pull,
      'mallory',
      `/sluice override production ${world.sha} please just let me through`,
    )
    const result = await world.gate()
    expect(result.outputs).toMatchObject({ decision: 'waiting', reason: 'too_few_trials' })
    expect(
      world.sandbox.state
        .comments('acme/shop', world.pull)
        .filter((one) => one.author === 'mallory')
        .every((one) => !one.body.includes('Not met')),
    ).toBe(true)
    expect(world.sandbox.state.comments('acme/shop', world.pull)).toHaveLength(3)
  })
})

async function installationToken(
  { sandbox }: World,
  app: ReturnType<World['sandbox']['app']>,
): Promise<string> {
  const { connectInstallation } = await import('@sluice/github')
  const github = await connectInstallation({
    appId: app.id,
    privateKey: app.privateKey,
    installationId: app.installationId,
    permissions: { checks: 'write' },
    apiUrl: sandbox.url,
    repository: 'acme/shop',
    signal: AbortSignal.timeout(10_000),
    log: { warning: () => {} },
  })
  return github.token
}
