import { openRouter, toCandidate, type Router } from '@sluice/traffic'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startLambdaStandIn, type LambdaStandIn } from '../../../servers/aws-lambda.ts'
import { awsIo } from '../../../servers/aws-stand-in.ts'

const never = new AbortController().signal
let service: LambdaStandIn
beforeEach(async () => void (service = await startLambdaStandIn()))
afterEach(async () => await service.stop())

function open(settings: Record<string, string> = {}): Router {
  const usual = { function: 'shop', alias: 'live', baseline: '7', candidate: '8' }
  return openRouter('lambda', { ...usual, ...settings }, awsIo(service.url))
}

describe('router lambda', () => {
  test('a share is an additional version, everyone is the version of the alias itself', async () => {
    const router = open()
    await router.write(toCandidate(12.5), {}, never)
    expect(service.alias).toMatchObject({ FunctionVersion: '7', weights: { 8: 0.125 } })
    await router.write(toCandidate(100), {}, never)
    expect(service.alias).toMatchObject({ FunctionVersion: '8', weights: {} })
    await router.write(toCandidate(0), {}, never)
    expect(service.alias).toMatchObject({ FunctionVersion: '7', weights: {} })
  })

  test('reads an alias whose own version is the candidate', async () => {
    Object.assign(service.alias, { FunctionVersion: '8', weights: { 7: 0.25 } })
    expect((await open().read(never)).weight).toEqual(toCandidate(75))
  })

  test('refuses to call two versions the whole when a third takes part', async () => {
    Object.assign(service.alias, { FunctionVersion: '6', weights: { 8: 0.25 } })
    await expect(open().read(never)).rejects.toThrow(
      /alias live sends traffic to version 6, which is neither/,
    )
  })

  test('a version that cannot run is down', async () => {
    const router = open()
    expect(await router.health?.('candidate', never)).toEqual({ up: 1, total: 1 })
    service.states.set('8', 'Failed')
    expect(await router.health?.('candidate', never)).toEqual({
      up: 0,
      total: 1,
      why: 'version 8 is Failed: because',
    })
    service.states.set('7', 'Inactive')
    expect(await router.health?.('baseline', never)).toEqual({ up: 1, total: 1 })
  })

  test('says what is wrong', async () => {
    await expect(open({ alias: 'none' }).read(never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      message: expect.stringMatching(/404 ResourceNotFoundException: Cannot find alias/),
      hint: expect.stringMatching(/names, the region/),
    })
    await expect(open({ candidate: '9' }).write(toCandidate(5), {}, never)).rejects.toThrow(
      /InvalidParameterValue/,
    )
    expect(() => open({ candidate: '$LATEST' })).toThrow(
      /candidate: must be the number of a published version/,
    )
  })
})
