import { openRouter, toCandidate, type Router } from '@sluice/traffic'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startSageMakerStandIn, type SageMakerStandIn } from '../../../servers/aws-sagemaker.ts'
import { awsIo } from '../../../servers/aws-stand-in.ts'

const never = new AbortController().signal
let service: SageMakerStandIn
beforeEach(async () => void (service = await startSageMakerStandIn()))
afterEach(async () => await service.stop())

function open(more: Record<string, string> = {}): Router {
  const usual = { endpoint: 'shop', baseline: 'blue', candidate: 'green' }
  return openRouter('sagemaker', { ...usual, ...more }, awsIo(service.url))
}

const variant = (name: string) => {
  const found = service.endpoint.variants.get(name)
  if (found === undefined) throw new Error(name)
  return found
}

describe('router sagemaker', () => {
  test('writes weights and no capacities; any fraction is possible', async () => {
    await open().write(toCandidate(0.25), {}, never)
    expect(service.share()).toBeCloseTo(0.25, 9)
    const [body] = service.calls
      .filter(({ headers }) => headers['x-amz-target'] === 'SageMaker.UpdateEndpointWeightsAndCapacities')
      .map((call) => JSON.parse(call.body) as unknown)
    expect(body).toEqual({
      EndpointName: 'shop',
      DesiredWeightsAndCapacities: [
        { VariantName: 'blue', DesiredWeight: 99.75 },
        { VariantName: 'green', DesiredWeight: 0.25 },
      ],
    })
  })

  test('reads what is served beside what was asked for', async () => {
    Object.assign(variant('blue'), { current: 3, desired: 1 })
    Object.assign(variant('green'), { current: 1, desired: 1 })
    service.endpoint.status = 'Updating'
    expect(await open().read(never)).toMatchObject({
      weight: toCandidate(25),
      wanted: toCandidate(50),
      pending: true,
    })
  })

  test('an endpoint that is being updated is waited for, because it takes no weights', async () => {
    const router = open()
    service.behaviour.delayMs = 1_500
    await router.write(toCandidate(50), {}, never)
    expect((await router.read(never)).pending).toBe(true)
    await router.write(toCandidate(0), {}, never)
    expect(service.share()).toBe(0)
    expect(await router.read(never)).toMatchObject({ weight: toCandidate(0), pending: false })
  })

  test('a weight that the endpoint does not say is not zero', async () => {
    Object.assign(variant('green'), { current: undefined })
    await expect(open().read(never)).rejects.toThrow('endpoint shop does not say the CurrentWeight of green')
  })

  test('a change of someone else while a write waits is not overwritten', async () => {
    const router = open()
    await router.write(toCandidate(5), {}, never)
    const { version = '' } = await router.read(never)
    // By hand: everyone home. The endpoint takes no weights until that is done.
    Object.assign(variant('blue'), { desired: 1 })
    Object.assign(variant('green'), { desired: 0 })
    service.endpoint.status = 'Updating'
    setTimeout(() => (service.endpoint.status = 'InService'), 1_200)
    await expect(router.write(toCandidate(25), { version }, never)).rejects.toMatchObject({
      code: 'ROUTER_CHANGED',
    })
    expect(variant('green').desired).toBe(0)
  })

  test('refuses to call two variants the whole when a third takes part', async () => {
    service.endpoint.variants.set('old', { current: 1, desired: 1, instances: 1, wanted: 1 })
    await expect(open().read(never)).rejects.toThrow('endpoint shop also sends traffic to old')
    variant('old').current = variant('old').desired = 0
    expect((await open().read(never)).weight).toEqual(toCandidate(0))
  })

  test('health: instances that run, out of those wanted', async () => {
    const router = open()
    expect(await router.health?.('candidate', never)).toEqual({ up: 2, total: 2 })
    variant('green').wanted = 5
    expect(await router.health?.('candidate', never)).toEqual({
      up: 2,
      total: 5,
      why: '3 instances of green do not run yet',
    })
    service.endpoint.status = 'Failed'
    expect(await router.health?.('baseline', never)).toEqual({
      up: 0,
      total: 2,
      why: 'the endpoint is Failed: because',
    })
  })

  test('says what is wrong', async () => {
    await expect(open({ endpoint: 'none' }).read(never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      message: expect.stringMatching(/400 ValidationException: Could not find endpoint/),
    })
    await expect(open({ candidate: 'red' }).read(never)).rejects.toThrow(
      'endpoint shop has no production variant red; it has blue, green',
    )
    await expect(open({ candidate: 'red' }).write(toCandidate(5), {}, never)).rejects.toThrow(
      /variant name red was non-existent/,
    )
    expect(() => open({ endpoint: 'a b', baseline: '-x' })).toThrow(
      /endpoint: must be letters[^]*baseline: must be letters/,
    )
  })
})
