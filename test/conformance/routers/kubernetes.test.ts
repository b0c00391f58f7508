import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  startFakeKubernetes,
  type FakeKubernetes,
  type Json,
  type KubeObject,
} from '../../servers/fake-kubernetes.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { describeRouter, type RouterBackend } from '../router.ts'

/** What users meet through each route: the controller's own copy, not the object's. */
type Met = Map<string, number>

interface Kind {
  readonly installed: string
  readonly word: string
  readonly object: (name: string) => Json
  /** What the controller does with an object: sets what users meet, and the status. */
  readonly take: (object: KubeObject, met: Met) => void
  readonly arms: { readonly baseline: string; readonly candidate: string }
}

const share = (items: readonly Json[], nameOf: (item: Json) => unknown, field = 'weight'): number => {
  const of = (name: string): number => Number(items.find((item) => nameOf(item) === name)?.[field] ?? 0)
  return (100 * of('next')) / (of('next') + of('stable'))
}

const gateway: Kind = {
  installed: 'gateway.networking.k8s.io/v1/httproutes',
  word: 'httproute',
  arms: { baseline: 'stable', candidate: 'next' },
  object: () => ({
    spec: {
      parentRefs: [{ name: 'edge' }],
      rules: [
        {
          backendRefs: [
            { name: 'stable', port: 80, weight: 1 },
            { name: 'next', port: 80, weight: 0 },
          ],
        },
      ],
    },
  }),
  take: (object, met) => {
    const [rule] = (object.spec?.['rules'] ?? []) as Json[]
    met.set(
      object.metadata.name,
      share((rule?.['backendRefs'] ?? []) as Json[], ({ name }) => name),
    )
    const observedGeneration = object.metadata['generation']
    const conditions = ['Accepted', 'ResolvedRefs'].map((type) => ({
      type,
      status: 'True',
      observedGeneration,
    }))
    object.status = { parents: [{ parentRef: { name: 'edge' }, conditions }] }
  },
}

const istio: Kind = {
  installed: 'networking.istio.io/v1/virtualservices',
  word: 'virtualservice',
  arms: { baseline: 'shop/stable', candidate: 'shop/next' },
  object: () => ({
    spec: {
      hosts: ['shop'],
      http: [
        {
          route: [
            { destination: { host: 'shop', subset: 'stable' }, weight: 100 },
            { destination: { host: 'shop.team.svc.cluster.local', subset: 'next' }, weight: 0 },
          ],
        },
      ],
    },
  }),
  take: (object, met) => {
    const [rule] = (object.spec?.['http'] ?? []) as Json[]
    const routes = (rule?.['route'] ?? []) as Json[]
    met.set(
      object.metadata.name,
      share(routes, ({ destination }) => (destination as Json)['subset']),
    )
    object.status = { observedGeneration: object.metadata['generation'] }
  },
}

const knative: Kind = {
  installed: 'serving.knative.dev/v1/services',
  word: 'ksvc',
  arms: { baseline: 'stable', candidate: 'next' },
  object: () => ({ spec: { traffic: [{ revisionName: 'stable', percent: 100 }] } }),
  take: (object, met) => {
    const traffic = structuredClone(object.spec?.['traffic'] ?? []) as Json[]
    met.set(
      object.metadata.name,
      share(traffic, ({ revisionName }) => revisionName, 'percent'),
    )
    object.status = {
      observedGeneration: object.metadata['generation'],
      conditions: [{ type: 'RoutesReady', status: 'True' }],
      traffic,
    }
  },
}

async function start(kind: Kind, names: readonly string[]): Promise<RouterBackend> {
  const met: Met = new Map()
  const cluster: FakeKubernetes = await startFakeKubernetes([kind.installed], (object) =>
    kind.take(object, met),
  )
  const [group = '', version = '', plural = ''] = kind.installed.split('/')
  for (const name of names) {
    cluster.apply(`/apis/${group}/${version}/namespaces/team/${plural}/${name}`, {
      apiVersion: `${group}/${version}`,
      metadata: { name, namespace: 'team' },
      ...kind.object(name),
    })
  }
  const kubeconfig = join(tempFolder('sluice-kube'), 'config')
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      'current-context': 'c',
      contexts: [{ name: 'c', context: { cluster: 'k', user: 'u', namespace: 'team' } }],
      clusters: [{ name: 'k', cluster: { server: cluster.url } }],
      users: [{ name: 'u', user: { token: 'kube-token' } }],
    }),
  )
  const stop = async (): Promise<void> => {
    if (cluster.server.listening) await cluster.stop()
  }
  const [, second] = names
  return {
    settings: {
      route: names.map((name) => `${kind.word}/${name}`).join('\n'),
      ...kind.arms,
      kubeconfig,
      settles: '0s',
    },
    real: () => [...met.values()].reduce((sum, weight) => sum + weight, 0) / met.size,
    lie: () => void (cluster.behaviour.lying = true),
    slowDown: () => void (cluster.behaviour.slow = true),
    delayNext: (ms) => void (cluster.behaviour.delayMs = ms),
    failReads: (count) => void (cluster.behaviour.failing = count),
    ...(second === undefined ? {} : { refuseSecond: () => void cluster.behaviour.readOnly.add(second) }),
    goDown: stop,
    stop,
  }
}

describeRouter('kubernetes', async () => await start(gateway, ['shop']))
describeRouter('kubernetes', async () => await start(gateway, ['eu', 'us']))
describeRouter('kubernetes', async () => await start(istio, ['shop']))
describeRouter('kubernetes', async () => await start(knative, ['shop']))
