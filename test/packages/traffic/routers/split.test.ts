import { openRouter, toCandidate, type Router } from '@sluice/traffic'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { fakeRouter } from '../../../acceptance/support/router.ts'
import { testIo } from '../../../servers/io.ts'

const never = new AbortController().signal
const alias = { function: 'shop', alias: 'live', baseline: '1', candidate: '2', region: 'eu-central-1' }
const service = { service: 'projects/a/locations/b/services/c', baseline: 'c-1', candidate: 'c-2' }

const open = (routers: unknown, more: Readonly<Record<string, string>> = {}): Router =>
  openRouter('split', { routers: stringify(routers), ...more }, testIo())

const lambda = (name: string, settings: object = {}) => ({
  name,
  router: 'lambda',
  settings: { ...alias, ...settings },
})

describe('router split', () => {
  test('sets the same share on each, and reads each', async () => {
    const [eu, us] = [await fakeRouter(), await fakeRouter(10)]
    const router = open([
      { name: 'eu', router: 'proxy', settings: { url: eu.url } },
      { name: 'us', router: 'proxy', settings: { url: us.url } },
    ])
    expect(await router.read(never)).toMatchObject({
      weight: toCandidate(5),
      parts: [
        { name: 'eu', weight: toCandidate(0) },
        { name: 'us', weight: toCandidate(10) },
      ],
    })
    await router.write(toCandidate(25), {}, never)
    expect([eu.weight(), us.weight()]).toEqual([25, 25])
    await Promise.all([eu.close(), us.close()])
  })

  test('can what each part can, and is as slow as its slowest', () => {
    const { can } = open([
      { router: 'lambda', settings: alias },
      { router: 'cloud-run', settings: { ...service, tag: 'next' } },
    ])
    expect(can).toMatchObject({
      step: 1,
      tolerance: 0.5,
      settles: 10_000,
      deadline: { shift: 40_000, undo: 40_000 },
      survivesRestart: true,
      revisions: true,
      pin: false,
      health: true,
      drain: false,
    })
    const patient = open([lambda('eu', { settles: '50s' }), lambda('us')]).can
    expect(patient).toMatchObject({ settles: 50_000, deadline: { shift: 80_000 } })
    expect(open([lambda('eu'), lambda('us')], { settles: '1m' }).can.settles).toBe(60_000)
  })

  test('says which part is wrong', () => {
    expect(() => open([lambda('eu'), lambda('us', { candidate: 'new' })])).toThrow(
      /^routers, us: candidate: must be the number of a published version/,
    )
    expect(() => open([lambda('eu'), lambda('eu')])).toThrow('routers: "eu" is there twice')
    expect(() => open([lambda('eu')])).toThrow('routers: must be two routers or more, got 1')
    expect(() => open([lambda('eu'), { router: 'lamda', settings: {} }])).toThrow(
      /router: must be one of nginx/,
    )
    expect(() => open([lambda('eu'), { router: 'split', settings: {} }])).toThrow(
      'routers: split: split cannot be part of split',
    )
    expect(() => open([lambda('eu'), { router: 'argo-rollouts', settings: { rollout: 'shop' } }])).toThrow(
      'routers: argo-rollouts: argo-rollouts goes only forward, so it cannot be part of split',
    )
    expect(() => open([lambda('eu'), { router: 'lambda', weight: 3 }, { settings: {} }])).toThrow(
      /\[1\]: weight is unknown; accepted are name, router, settings[^]*\[2\]\.router: must be the name of a router/,
    )
  })

  test('quotes no settings that have the wrong shape', () => {
    for (const parts of [
      [lambda('eu'), { router: 'lambda', settings: 'token: hunter22' }],
      [lambda('eu'), 'token: hunter22'],
      'token hunter22',
    ]) {
      expect(() => open(parts)).toThrow(/must be a mapping[^]*got a text/)
      expect(() => open(parts)).not.toThrow(/hunter22/)
    }
  })

  test('hides the secrets of its parts', () => {
    const io = testIo()
    const proxy = (name: string, token: string) => ({
      name,
      router: 'proxy',
      settings: { url: 'http://127.0.0.1:9', token },
    })
    openRouter('split', { routers: stringify([proxy('eu', 'secret-one'), proxy('us', 'secret-two')]) }, io)
    expect(io.masked).toEqual(expect.arrayContaining(['secret-one', 'secret-two']))
  })
})
