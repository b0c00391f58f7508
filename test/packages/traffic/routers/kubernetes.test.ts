import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { candidateShare, openRouter, toCandidate, type Router } from '@sluice/traffic'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  startFakeKubernetes,
  type FakeKubernetes,
  type Json,
  type KubeObject,
} from '../../../servers/fake-kubernetes.ts'
import { testIo } from '../../../servers/io.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const never = new AbortController().signal
const ROUTES = '/apis/gateway.networking.k8s.io/v1/namespaces/team/httproutes'
const SERVICES = '/apis/networking.istio.io/v1beta1/namespaces/team/virtualservices'
const KSVC = '/apis/serving.knative.dev/v1/namespaces/team/services'
const INGRESSES = '/apis/networking.k8s.io/v1/namespaces/team/ingresses'
const SLICES = '/apis/discovery.k8s.io/v1/namespaces/team/endpointslices'

let cluster: FakeKubernetes
let conditions: Json[]

const ref = (name: string, weight?: number): Json => ({
  name,
  port: 80,
  ...(weight === undefined ? {} : { weight }),
})
const rule = (...backendRefs: Json[]): Json => ({
  matches: [{ path: { type: 'PathPrefix', value: '/' } }],
  backendRefs,
})

function applyRoute(...rules: Json[]): void {
  cluster.apply(`${ROUTES}/shop`, {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'shop', namespace: 'team', labels: { team: 'a' } },
    spec: { parentRefs: [{ name: 'edge' }], hostnames: ['shop.example'], rules },
  })
}

beforeEach(async () => {
  conditions = [
    { type: 'Accepted', status: 'True' },
    { type: 'ResolvedRefs', status: 'True' },
  ]
  cluster = await startFakeKubernetes(
    [ROUTES, SERVICES, KSVC, INGRESSES, SLICES].map((path) =>
      path.replace(/^\/apis\//, '').replace('namespaces/team/', ''),
    ),
    (object: KubeObject) => {
      const observedGeneration = object.metadata['generation']
      const stated = conditions.map((condition) => ({ observedGeneration, ...condition }))
      object.status = { parents: [{ parentRef: { name: 'edge' }, conditions: stated }] }
    },
  )
})
afterEach(async () => await cluster.stop())

function open(settings: Record<string, string> = {}, token = 'kube-token'): Router {
  const kubeconfig = join(tempFolder('sluice-kube'), 'config')
  writeFileSync(
    kubeconfig,
    `current-context: c
contexts: [{ name: c, context: { cluster: k, user: u, namespace: team } }]
clusters: [{ name: k, cluster: { server: "${cluster.url}" } }]
users: [{ name: u, user: { token: ${token} } }]`,
  )
  return openRouter(
    'kubernetes',
    { route: 'httproute/shop', baseline: 'stable', candidate: 'next', kubeconfig, ...settings },
    testIo(),
  )
}

const specOf = (path: string): Json => (cluster.objects.get(path)?.spec ?? {}) as Json

describe('router kubernetes: Gateway API', () => {
  test('changes the weights of every rule that lists both, and nothing else', async () => {
    applyRoute(
      rule(ref('stable'), ref('next', 0)),
      rule(ref('stable', 9), ref('next', 1)),
      rule(ref('other')),
    )
    const before = structuredClone(specOf(`${ROUTES}/shop`))
    const reading = await open().read(never)
    expect(reading.parts).toEqual([
      { name: 'rule 0', weight: toCandidate(0) },
      { name: 'rule 1', weight: toCandidate(10) },
    ])
    expect(candidateShare(reading.weight)).toBe(5)

    await open().write(toCandidate(12.5), {}, never)
    expect(specOf(`${ROUTES}/shop`)).toEqual({
      ...before,
      rules: [
        rule(ref('stable', 875), ref('next', 125)),
        rule(ref('stable', 875), ref('next', 125)),
        rule(ref('other')),
      ],
    })
    expect(cluster.objects.get(`${ROUTES}/shop`)?.metadata['labels']).toEqual({ team: 'a' })
  })

  test('a reading is pending until the gateway has seen the newest generation', async () => {
    applyRoute(rule(ref('stable', 1), ref('next', 0)))
    const router = open()
    cluster.behaviour.delayMs = 100
    await router.write(toCandidate(5), {}, never)
    expect(await router.read(never)).toMatchObject({ pending: true, weight: toCandidate(5) })
    await expect.poll(async () => (await router.read(never)).pending).toBe(false)
  })

  test.each([
    ['Accepted', 5, /gateway edge says Accepted: False, NoMatchingListener: no listener/],
    ['ResolvedRefs', 5, /gateway edge says ResolvedRefs: False/],
    ['ResolvedRefs', 0, undefined],
  ])('%s: False at %i %% means what users meet', async (type, weight, words) => {
    conditions = [{ type, status: 'False', reason: 'NoMatchingListener', message: 'no listener' }]
    applyRoute(rule(ref('stable', 100 - weight), ref('next', weight)))
    const reading = open().read(never)
    if (words === undefined) expect(candidateShare((await reading).weight)).toBe(0)
    else
      await expect(reading).rejects.toMatchObject({
        code: 'ROUTER_REFUSED',
        message: expect.stringMatching(words),
      })
  })

  test('a status that a controller wrote in between is no change by someone else', async () => {
    applyRoute(rule(ref('stable', 1), ref('next', 0)))
    const router = open()
    const { version = '' } = await router.read(never)
    cluster.behaviour.conflicts = 2
    await router.write(toCandidate(5), { version }, never)
    expect(candidateShare((await router.read(never)).weight)).toBe(5)
  })

  test('a route that is written all the time is given up, in words', async () => {
    applyRoute(rule(ref('stable', 1), ref('next', 0)))
    cluster.behaviour.conflicts = 1e9
    await expect(open().write(toCandidate(5), {}, never)).rejects.toThrow(/changed by someone else 5 times/)
  })

  test.each([
    [
      'no gateway',
      () => ((cluster.objects.get(`${ROUTES}/shop`) as KubeObject).status = {}),
      /no gateway has taken/,
    ],
    [
      'neither arm',
      () => applyRoute(rule(ref('a'), ref('b'))),
      /no rule lists both stable and next; .* list a, b/,
    ],
    [
      'a third arm',
      () => applyRoute(rule(ref('stable'), ref('next'), ref('old'))),
      /rule 0 also sends traffic to old/,
    ],
    ['no weight', () => applyRoute(rule(ref('stable', 0), ref('next', 0))), /gives no weight to either arm/],
  ])('says what is wrong: %s', async (_, change, words) => {
    applyRoute(rule(ref('stable', 1), ref('next', 0)))
    change()
    await expect(open().read(never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      message: expect.stringMatching(words),
    })
  })

  test('says what the cluster has against it', async () => {
    applyRoute(rule(ref('stable', 1), ref('next', 0)))
    const refusal = (words: RegExp, hint: RegExp): unknown =>
      expect.objectContaining({ message: expect.stringMatching(words), hint: expect.stringMatching(hint) })
    await expect(open({}, 'wrong').read(never)).rejects.toEqual(
      refusal(/does not accept these/, /login step/),
    )
    await expect(open({ route: 'httproute/none' }).read(never)).rejects.toEqual(
      refusal(/there is no HTTPRoute none in namespace team/, /Check `route`/),
    )
    await expect(open({ route: 'grpcroute/shop' }).read(never)).rejects.toEqual(
      refusal(/does not know GRPCRoute/, /custom resource definitions/),
    )
    cluster.behaviour.readOnly.add('shop')
    await expect(open().write(toCandidate(5), {}, never)).rejects.toEqual(
      refusal(/may not update HTTPRoute shop/, /resources \[httproutes\], verbs \[get, update\] in team/),
    )
    await expect(open().write(toCandidate(0.04), {}, never)).rejects.toThrow(
      /1000 parts; the nearest to 0.04% is 0%/,
    )
  })

  test('all problems of the settings come at once', () => {
    expect(() => open({ route: 'deployment/shop', context: '' })).toThrow(
      /^route: must be one of httproute\/NAME/,
    )
  })
})

describe('router kubernetes: other routes', () => {
  test('finds the version of Istio that the cluster has, and keeps whole percents', async () => {
    const destination = (host: string, subset?: string): Json => ({
      host,
      ...(subset === undefined ? {} : { subset }),
    })
    cluster.apply(`${SERVICES}/shop`, {
      metadata: { name: 'shop', namespace: 'team' },
      spec: {
        http: [
          {
            match: [{ headers: { 'x-canary': { exact: '1' } } }],
            route: [{ destination: destination('next') }],
          },
          {
            route: [
              { destination: destination('stable.team'), weight: 100 },
              { destination: destination('next') },
            ],
          },
        ],
      },
    })
    const router = open({ route: 'virtualservice/shop' })
    expect(candidateShare((await router.read(never)).weight)).toBe(0)
    const routes = (): unknown => (specOf(`${SERVICES}/shop`)['http'] as Json[])[1]?.['route']
    await router.write(toCandidate(5), {}, never)
    expect(routes()).toMatchObject([{ weight: 95 }, { weight: 5 }])
    await router.write(toCandidate(0.5), {}, never)
    expect(routes()).toMatchObject([{ weight: 995 }, { weight: 5 }])
    expect(cluster.asked.map(({ path }) => path)).toContain(
      '/apis/networking.istio.io/v1beta1/namespaces/team/virtualservices/shop?fieldManager=sluice',
    )
    expect(router.can).toMatchObject({ settles: 10_000, deadline: { undo: 40_000 } })
  })

  test('Knative: whole percents, the status is what users meet, tags keep their addresses', async () => {
    cluster.apply(`${KSVC}/shop`, {
      metadata: { name: 'shop', namespace: 'team' },
      spec: {
        traffic: [
          { latestRevision: true, percent: 100 },
          { revisionName: 'next', tag: 'try' },
        ],
      },
    })
    const stored = cluster.objects.get(`${KSVC}/shop`) as KubeObject
    stored.status = {
      observedGeneration: 1,
      latestReadyRevisionName: 'stable',
      conditions: [{ type: 'RoutesReady', status: 'True' }],
      traffic: [{ revisionName: 'stable', percent: 100 }],
    }
    const router = open({ route: 'ksvc/shop' })
    expect(await router.read(never)).toMatchObject({
      weight: toCandidate(0),
      wanted: toCandidate(0),
      pending: false,
    })
    await router.write(toCandidate(5), {}, never)
    expect(specOf(`${KSVC}/shop`)['traffic']).toEqual([
      { revisionName: 'stable', latestRevision: false, percent: 95 },
      { revisionName: 'next', latestRevision: false, percent: 5 },
      { revisionName: 'next', tag: 'try', percent: 0 },
    ])
    await expect(router.write(toCandidate(0.5), {}, never)).rejects.toThrow(/nearest to 0.5% is 1%/)
  })

  test('an Ingress: annotations of the canary, never of the baseline', async () => {
    const annotations = {
      'nginx.ingress.kubernetes.io/canary': 'true',
      'nginx.ingress.kubernetes.io/canary-weight': '5',
    }
    cluster.apply(`${INGRESSES}/canary`, {
      metadata: { name: 'canary', namespace: 'team', annotations },
      spec: {},
    })
    cluster.apply(`${INGRESSES}/main`, { metadata: { name: 'main', namespace: 'team' }, spec: {} })
    const router = open({ route: 'ingress/canary' })
    const { version = '' } = await router.read(never)
    await router.write(toCandidate(12.5), { version }, never)
    expect(cluster.objects.get(`${INGRESSES}/canary`)?.metadata['annotations']).toMatchObject({
      'nginx.ingress.kubernetes.io/canary-weight': '125',
      'nginx.ingress.kubernetes.io/canary-weight-total': '1000',
    })
    await expect(
      open({ route: 'ingress/canary' }).write(toCandidate(5), { version }, never),
    ).rejects.toMatchObject({
      code: 'ROUTER_CHANGED',
    })
    await expect(open({ route: 'ingress/main' }).read(never)).rejects.toThrow(
      /no annotation .*canary: "true"/,
    )
  })
})

describe('router kubernetes: health', () => {
  const slice = (service: string, ...ready: (boolean | undefined)[]): void =>
    cluster.apply(`${SLICES}/${service}-1`, {
      metadata: {
        name: `${service}-1`,
        namespace: 'team',
        labels: { 'kubernetes.io/service-name': service },
      },
      endpoints: ready.map((each, i) => ({
        addresses: [`10.0.0.${i}`],
        conditions: each === undefined ? {} : { ready: each },
        targetRef: { kind: 'Pod', name: `${service}-${i}` },
      })),
    } as Json)

  test('counts the endpoints of each Service that are ready', async () => {
    slice('stable', true, undefined)
    slice('next', true, false, false)
    const { health } = open()
    expect(await health?.('baseline', never)).toEqual({ up: 2, total: 2 })
    expect(await health?.('candidate', never)).toEqual({ up: 1, total: 3, why: 'not ready: next-1, next-2' })
  })

  test('says why it cannot count', async () => {
    expect(await open().health?.('candidate', never)).toEqual({
      up: 0,
      total: 0,
      why: 'Service next has no endpoints',
    })
    expect(await open({ candidate: 'shop/v2' }).health?.('other', never)).toMatchObject({ total: 0 })
  })

  // The preflight takes 0 of 0 for an arm that is not there, and no rollout would begin.
  test.each([
    ['a Knative revision', { route: 'ksvc/shop', baseline: 'shop-1', candidate: 'shop-2' }],
    ['a subset of Istio', { route: 'virtualservice/shop', baseline: 'shop/v1', candidate: 'shop/v2' }],
  ])('says nothing of what it cannot count: %s', (_, settings) => {
    expect(open(settings).health).toBeUndefined()
    expect(open(settings).can.health).toBe(false)
  })
})
