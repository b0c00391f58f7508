import { candidateShare, openRouter, toCandidate, type Router } from '@sluice/traffic'
import { afterEach, describe, expect, test } from 'vitest'
import { startArgo, STEPS, type ArgoOptions, type ArgoStandIn } from '../../../servers/argo-rollouts.ts'
import { testIo, type TestIo } from '../../../servers/io.ts'

const never = new AbortController().signal

let argo: ArgoStandIn
afterEach(async () => await argo.stop())

async function start(options: ArgoOptions = {}, io: TestIo = testIo()): Promise<Router> {
  argo = await startArgo(options)
  return openRouter('argo-rollouts', argo.settings, io)
}

const weightOf = async (router: Router): Promise<number | 'pending'> => {
  const { weight, pending } = await router.read(never)
  return pending ? 'pending' : candidateShare(weight)
}
const write = async (router: Router, weight: number): Promise<void> => {
  await router.write(toCandidate(weight), {}, never)
  await argo.quiet()
}

describe('the steps of a Rollout', () => {
  const pause = { pause: {} }

  test('that can be driven have no problem', async () => {
    const router = await start()
    expect(await router.ladder?.(never)).toEqual({ stops: [5, 25, 50], findings: [] })
  })

  test.each<[string, ArgoOptions, readonly (string | RegExp)[]]>([
    [
      'no stop before the first users',
      { steps: [{ setWeight: 5 }, pause] },
      [
        'its first stop is not at 0%, so a new version gets users as soon as it is deployed, before anything was checked',
      ],
    ],
    [
      'a weight without a stop, and one that goes on after a time',
      {
        steps: [
          pause,
          { setWeight: 5 },
          { setWeight: 25 },
          { pause: { duration: '10m' } },
          { setWeight: 50 },
          pause,
        ],
      },
      ['it passes 5% without a stop', 'step 4 goes on by itself after 10m', 'it passes 25% without a stop'],
    ],
    [
      'a weight that falls, and one of everyone',
      { steps: [pause, { setWeight: 50 }, pause, { setWeight: 25 }, pause, { setWeight: 100 }, pause] },
      ['step 4 goes from 50% to 25%', 'step 6 gives everyone the candidate before the end'],
    ],
    [
      'shares that pods cannot give',
      { routed: false, replicas: 4 },
      [
        'it has no traffic routing, so its weight is the share of its 4 pods, in steps of 25%; it cannot give 5%',
      ],
    ],
  ])('are told by what is wrong: %s', async (_, options, messages) => {
    const router = await start(options)
    const { findings = [] } = (await router.ladder?.(never)) ?? {}
    const problems = findings.filter(({ level }) => level === 'problem')
    expect(problems.map(({ message }) => message)).toEqual(messages)
    expect(problems.every(({ hint }) => hint !== undefined)).toBe(true)
  })

  test('without a traffic router are told with the granularity', async () => {
    const router = await start({ routed: false, replicas: 20 })
    expect(await router.ladder?.(never)).toMatchObject({
      stops: [5, 25, 50],
      findings: [{ level: 'note', message: expect.stringContaining('its 20 pods, in steps of 5%') }],
    })
  })

  test('that may abort or skip by themselves are told', async () => {
    const router = await start({
      steps: [...STEPS, { analysis: {} } as never],
      more: { analysis: { templates: [] }, dynamicStableScale: true },
    })
    argo.edit((spec) => ({ ...spec, rollbackWindow: { revisions: 3 }, progressDeadlineAbort: true }))
    const { findings = [] } = (await router.ladder?.(never)) ?? {}
    expect(findings.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      'note: step 8 is `analysis`, which takes its own time and can abort by itself; the release then ends as aborted',
      'note: its background analysis can abort by itself; the release then ends as aborted',
      'note: it aborts by itself when pods are not ready in time (`progressDeadlineAbort`)',
      'note: a version within its `rollbackWindow` skips every step and gets everyone at once',
      'note: the way back waits for pods of the stable version (`dynamicStableScale`)',
    ])
  })

  test('count finer where the traffic router does', async () => {
    const router = await start({
      steps: [pause, { setWeight: 5 }, pause, { setWeight: 125 }, pause],
      more: { trafficRouting: { maxTrafficWeight: 1000, nginx: { stableIngress: 'shop' } } },
    })
    expect(await router.ladder?.(never)).toEqual({ stops: [0.5, 12.5], findings: [] })
  })

  test('of another strategy are refused', async () => {
    const router = await start()
    argo.edit(({ strategy: _, ...spec }) => ({ ...spec, strategy: { blueGreen: { activeService: 'shop' } } }))
    expect(await router.ladder?.(never)).toMatchObject({
      stops: [],
      findings: [{ level: 'problem', message: 'it has no strategy `canary`, but blueGreen' }],
    })
  })

  test('of a Rollout that a person paused are told, and not driven', async () => {
    const router = await start()
    argo.edit((spec) => ({ ...spec, paused: true }))
    await argo.quiet()
    expect(await router.ladder?.(never)).toMatchObject({
      findings: [{ level: 'problem', message: 'somebody paused it (`spec.paused`)' }],
    })
    await expect(router.write(toCandidate(5), {}, never)).rejects.toThrow(/was paused by a person/)
  })
})

describe('a Rollout', () => {
  test('is patched as its own command line does it, in its status and nowhere else', async () => {
    const router = await start()
    const before = structuredClone(argo.cluster.objects.get(PATH)?.spec)
    for (const weight of [5, 25]) await write(router, weight)
    await write(router, 0)
    expect(argo.status()).toMatchObject({ abort: true, abortedAt: expect.any(String), currentStepIndex: 0 })
    await write(router, 5)
    expect(argo.status().abort).not.toBe(true)
    await write(router, 100)
    expect(argo.status()).toMatchObject({ stableRS: argo.status().currentPodHash })
    expect(argo.share()).toBe(100)
    expect(argo.cluster.objects.get(PATH)?.spec).toEqual(before)
    const writes = argo.cluster.asked.filter(({ method }) => method !== 'GET')
    expect(new Set(writes.map(({ method, path }) => `${method} ${path}`))).toEqual(
      new Set([`PATCH ${PATH}/status?fieldManager=sluice`]),
    )
  })

  test('an abort is no proof before the controller has acted', async () => {
    const router = await start()
    await write(router, 5)
    argo.behaviour.dead = true
    await router.write(toCandidate(0), {}, never)
    expect(argo.status()).toMatchObject({ abort: true })
    expect(await router.read(never)).toMatchObject({ pending: true, weight: toCandidate(5) })
    expect(argo.share()).toBe(5)
  })

  test('a spec that the controller has not seen is pending', async () => {
    const router = await start()
    await write(router, 5)
    argo.behaviour.dead = true
    argo.edit((spec) => ({ ...spec, replicas: 11 }))
    expect(await weightOf(router)).toBe('pending')
  })

  test('pods that take their time, and a weight that the load balancer has not verified, are waited for', async () => {
    const router = await start()
    argo.behaviour.podsMs = 300
    await router.write(toCandidate(5), {}, never)
    expect(await weightOf(router)).toBe('pending')
    await expect.poll(async () => await weightOf(router), { timeout: 10_000 }).toBe(5)
    argo.behaviour.unverified = true
    await write(router, 25)
    expect(argo.share()).toBe(25)
    expect(await weightOf(router)).toBe('pending')
  })

  test('without a new version it is at 100%, and cannot be driven', async () => {
    const router = await start()
    argo.deploy('shop:1')
    await argo.quiet()
    expect(await weightOf(router)).toBe(100)
    await expect(router.write(toCandidate(5), {}, never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      hint: 'Deploy the candidate before this step.',
    })
  })

  test('a deploy that the controller has not seen yet is pending', async () => {
    const router = await start()
    argo.deploy('shop:1')
    await argo.quiet()
    argo.behaviour.dead = true
    argo.deploy('shop:3')
    expect(await weightOf(router)).toBe('pending')
  })

  test('a version that is deployed after the promotion takes nobody for the one before', async () => {
    const router = await start()
    await write(router, 5)
    await write(router, 100)
    argo.deploy('shop:3')
    await argo.quiet()
    // The promoted version is the stable one, and serves everyone.
    expect(await weightOf(router)).toBe(100)
    await router.write(toCandidate(100), {}, never)
    await expect(router.write(toCandidate(0), {}, never)).rejects.toMatchObject({ code: 'ROUTER_REFUSED' })
    expect(argo.share()).toBe(0)
  })

  test('its controller giving up by itself is told once, in its own words', async () => {
    const io = testIo()
    const router = await start({}, io)
    await write(router, 5)
    argo.patch({ abort: true })
    await argo.quiet()
    expect(await weightOf(router)).toBe(0)
    expect(await weightOf(router)).toBe(0)
    const said = io.lines.filter((line) => line.includes('RolloutAborted'))
    expect(said).toEqual([
      expect.stringContaining('Rollout shop in namespace team says: RolloutAborted: Rollout aborted update'),
    ])
  })

  test('stops at one weight are passed together', async () => {
    const router = await start({
      steps: [{ pause: {} }, { pause: {} }, { setWeight: 5 }, { pause: {} }, { pause: {} }],
    })
    await write(router, 5)
    expect(argo.share()).toBe(5)
    await write(router, 100)
    expect(argo.share()).toBe(100)
  })

  test('a change that the controller missed is seen with the next one', async () => {
    const router = await start()
    for (const weight of [5, 25, 0]) {
      argo.behaviour.misses = 2
      await write(router, weight)
      expect(argo.share()).toBe(weight)
    }
  })

  test('a few conflicts are overcome, and the way back does not end for them', async () => {
    const router = await start()
    argo.cluster.behaviour.conflicts = 3
    await write(router, 5)
    expect(argo.share()).toBe(5)
    argo.cluster.behaviour.conflicts = 1e9
    await expect(router.write(toCandidate(25), {}, never)).rejects.toThrow(/changed by someone else 5 times/)
    await write(router, 0)
    expect(argo.share()).toBe(0)
  })

  test('missing rights are told with what to grant', async () => {
    const router = await start()
    argo.cluster.behaviour.readOnly.add('shop')
    await expect(router.write(toCandidate(5), {}, never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      hint: 'Grant a Role with apiGroups [argoproj.io], resources [rollouts] with verbs [get] and resources [rollouts/status] with verbs [patch] in team.',
    })
  })

  test('that is not there is told', async () => {
    await start()
    const router = openRouter('argo-rollouts', { ...argo.settings, rollout: 'ship' }, testIo())
    await expect(router.read(never)).rejects.toThrow(/there is no Rollout ship in namespace team/)
  })
})

const PATH = '/apis/argoproj.io/v1alpha1/namespaces/team/rollouts/shop'
