import { openRouter, toCandidate, type Router } from '@sluice/traffic'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { shift } from '../../../conformance/shift.ts'
import { startCloudRun, type RunService, type RunStandIn } from '../../../servers/google-run.ts'

const never = new AbortController().signal
const BY_REVISION = 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION'
const LATEST = 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST'

let cloud: RunStandIn
let service: RunService
beforeEach(async () => {
  cloud = await startCloudRun({ revisions: ['shop-1', 'shop-2', 'shop-3'] })
  const [only] = cloud.services.values()
  if (only === undefined) throw new Error('no service')
  service = only
})
afterEach(async () => await cloud.stop())

const open = (more: Record<string, string> = {}): Router =>
  openRouter('cloud-run', { ...cloud.settings, ...more }, cloud.io)

const writes = () => cloud.asked.filter(({ method }) => method === 'PATCH')

describe('router cloud-run', () => {
  test('names both revisions, drops what follows the latest one, and keeps tags', async () => {
    service.traffic = service.served = [
      { type: LATEST, percent: 100 },
      { type: BY_REVISION, revision: 'shop-3', tag: 'preview' },
    ]
    const router = open({ tag: 'next' })
    expect((await router.read(never)).weight).toEqual(toCandidate(0))
    await router.write(toCandidate(5), {}, never)
    expect(service.traffic).toEqual([
      { type: BY_REVISION, revision: 'shop-1', percent: 95 },
      { type: BY_REVISION, revision: 'shop-2', percent: 5 },
      { type: BY_REVISION, revision: 'shop-3', tag: 'preview' },
      { type: BY_REVISION, revision: 'shop-2', tag: 'next' },
    ])
    expect(router.can).toMatchObject({ pin: true, revisions: true, step: 1 })
    await router.write(toCandidate(100), {}, never)
    expect(service.traffic.slice(0, 1)).toEqual([{ type: BY_REVISION, revision: 'shop-2', percent: 100 }])
    expect(writes().every(({ path }) => path.endsWith('?updateMask=traffic'))).toBe(true)
  })

  test('reads what is served, not what was asked for', async () => {
    service.traffic = [{ type: BY_REVISION, revision: 'shop-2', percent: 100 }]
    service.reconciling = true
    expect(await open().read(never)).toMatchObject({
      weight: toCandidate(0),
      wanted: toCandidate(100),
      pending: true,
    })
  })

  test('a deployment that took the traffic with it is seen: the latest revision is the candidate', async () => {
    service.traffic = service.served = [{ type: LATEST, percent: 100 }]
    service.latestReady = 'shop-2'
    expect((await open().read(never)).weight).toEqual(toCandidate(100))
    service.traffic = []
    expect((await open().read(never)).wanted).toEqual(toCandidate(100))
  })

  test.each([
    [[], 0],
    [[{ type: BY_REVISION, revision: 'shop-1', tag: 'stable' }], 0],
    [[{ type: BY_REVISION, revision: 'shop-1', percent: 40 }], 40],
  ])('a service that does not say who serves is not at 0%%: %j', async (served, sum) => {
    service.served = served
    await expect(open().read(never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      message: `Cloud Run does not say who serves: the shares in trafficStatuses add up to ${sum}%`,
    })
  })

  test('refuses to call two revisions the whole when a third takes part', async () => {
    service.served = [
      { type: BY_REVISION, revision: 'shop-3', percent: 10 },
      { type: BY_REVISION, revision: 'shop-1', percent: 90 },
    ]
    await expect(open().read(never)).rejects.toThrow(/sends traffic to shop-3, which is neither/)
  })

  test('a change that Cloud Run cannot make is refused with its reason, and the next read tells the truth', async () => {
    const router = open()
    cloud.broken.set('shop-2', 'HealthCheckContainerError')
    await expect(router.write(toCandidate(5), {}, never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      message: "Cloud Run could not change the traffic: Revision 'shop-2' is not ready",
    })
    expect(await router.read(never)).toMatchObject({ weight: toCandidate(0), pending: false })
    expect(await router.health?.('candidate', never)).toEqual({
      up: 0,
      total: 1,
      why: 'revision shop-2 is not ready, CONDITION_FAILED: HealthCheckContainerError',
    })
    expect(await router.health?.('baseline', never)).toEqual({ up: 1, total: 1 })
  })

  test('a status that changed in between is no conflict; a person who wrote is', async () => {
    const router = open()
    const { version = '' } = await router.read(never)
    cloud.run.conflicts = 2
    await router.write(toCandidate(5), { version }, never)
    expect(cloud.share()).toBe(5)
    const { version: seen = '' } = await router.read(never)
    await open().write(toCandidate(20), {}, never)
    await expect(router.write(toCandidate(50), { version: seen }, never)).rejects.toMatchObject({
      code: 'ROUTER_CHANGED',
      message: 'shop was changed by someone else; it now gives the candidate 20%',
    })
    cloud.run.conflicts = 1e9
    await expect(router.write(toCandidate(50), {}, never)).rejects.toThrow(/5 times while it was/)
  })

  test('an answer that is lost after the write was done is seen by reading', async () => {
    const router = open()
    await router.read(never)
    cloud.behaviour.loseAnswer = true
    await expect(router.write(toCandidate(50), {}, never)).rejects.toMatchObject({
      code: 'ROUTER_UNREACHABLE',
    })
    expect((await router.read(never)).weight).toEqual(toCandidate(50))
    cloud.behaviour.loseAnswer = true
    const reading = await shift(router, toCandidate(0), cloud.io, { pollMs: 20 })
    expect(reading.weight).toEqual(toCandidate(0))
  })

  test('too many requests are a reason to wait, not to give up', async () => {
    const router = open()
    cloud.behaviour.throttling = 1
    await expect(router.read(never)).rejects.toMatchObject({
      code: 'ROUTER_UNREACHABLE',
      message: 'Google answered 429 RESOURCE_EXHAUSTED: Quota exceeded.',
    })
    cloud.behaviour.throttling = 3
    expect((await shift(router, toCandidate(25), cloud.io, { pollMs: 20 })).weight).toEqual(toCandidate(25))
  })

  test('says what is wrong', async () => {
    const nowhere = open({ service: 'projects/acme/locations/nowhere/services/shop' })
    await expect(nowhere.read(never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      hint: expect.stringMatching(/the project, the region and the names/),
    })
    for (const name of cloud.services.keys()) cloud.run.readOnly.add(name)
    await expect(open().write(toCandidate(5), {}, never)).rejects.toMatchObject({
      message: expect.stringMatching(/403 PERMISSION_DENIED/),
      hint: expect.stringMatching(/run.services.update, and iam.serviceAccounts.actAs/),
    })
    cloud.run.readOnly.clear()
    await expect(open({ candidate: 'shop-9' }).write(toCandidate(5), {}, never)).rejects.toThrow(
      /400 INVALID_ARGUMENT: Revision 'shop-9' was not found/,
    )
    await expect(open().write(toCandidate(0.4), {}, never)).rejects.toThrow(/divides traffic into 100 parts/)
    expect(() => open({ service: 'shop', baseline: 'Shop 1' })).toThrow(
      /service: must be projects\/PROJECT[^]*baseline: must be the name of a revision/,
    )
  })
})
