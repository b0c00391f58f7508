import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord } from '@sluice/action'
import { tempFolder } from '../support/temp-folder.ts'
import type { CustomResource } from './custom-resources.ts'
import { startFakeKubernetes, type FakeKubernetes, type Json } from './fake-kubernetes.ts'

const resource = JSON.parse(
  readFileSync(new URL('../fixtures/kubernetes/argo-rollouts.json', import.meta.url), 'utf8'),
) as CustomResource

const PATH = '/apis/argoproj.io/v1alpha1/namespaces/team/rollouts/shop'
const PASS_MS = 5

interface Step {
  readonly setWeight?: number
  readonly setCanaryScale?: Json
  readonly pause?: { readonly duration?: string | number }
}

interface Status extends Json {
  readonly abort?: boolean
  readonly abortedAt?: string
  readonly promoteFull?: boolean
  readonly controllerPause?: boolean
  readonly pauseConditions?: readonly Json[]
  readonly currentPodHash?: string
  readonly currentStepHash?: string
  readonly currentStepIndex?: number
  readonly stableRS?: string
}

export interface ArgoStandIn {
  readonly cluster: FakeKubernetes
  readonly settings: Readonly<Record<string, string>>
  /** What users of the newest version meet, or of the version of this image. */
  readonly share: (image?: string) => number
  /** Applies another version, as `kubectl argo rollouts set image` does. */
  readonly deploy: (image: string) => void
  /** Changes the spec in another way. */
  readonly edit: (change: (spec: Json) => Json) => void
  /** Somebody else patches the status. */
  readonly patch: (status: Json) => void
  readonly status: () => Status
  readonly behaviour: {
    /** The controller does nothing at all. */
    dead: boolean
    /** It misses so many changes, as the real one does when its cache is overwritten. */
    misses: number
    /** Pods take so many milliseconds to become available. */
    podsMs: number
    /** The load balancer is asked for its weight, and has not taken it. */
    unverified: boolean
  }
  /** Resolves once the controller has nothing more to do. */
  readonly quiet: () => Promise<void>
  readonly stop: () => Promise<void>
}

export interface ArgoOptions {
  readonly steps?: readonly Step[]
  /** Without a traffic router the weight is the share of pods. */
  readonly routed?: boolean
  readonly replicas?: number
  readonly more?: Json
}

export const STEPS: readonly Step[] = [
  { pause: {} },
  { setWeight: 5 },
  { pause: {} },
  { setWeight: 25 },
  { pause: {} },
  { setWeight: 50 },
  { pause: {} },
]

/**
 * A Rollout on the API stand-in, with its real schema (cut), and a small controller that follows the one of Argo Rollouts
 * 1.9 (`rollout/canary.go`, `pause.go`, `trafficrouting.go`, `sync.go`): one pass at a time, each writes its status.
 * Version 1 is stable, and version 2 is deployed.
 */
export async function startArgo(options: ArgoOptions = {}): Promise<ArgoStandIn> {
  const { steps = STEPS, routed = true, replicas = 10, more = {} } = options
  const behaviour: ArgoStandIn['behaviour'] = { dead: false, misses: 0, podsMs: 0, unverified: false }
  /** What users meet, by the hash of the pods. */
  let met = new Map<string, number>()
  const asked = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined
  const wake = (ms = PASS_MS): void => {
    if (!behaviour.dead) timer ??= setTimeout(again, ms)
  }
  const changed = (): void => {
    if (behaviour.misses-- > 0) return
    wake()
  }
  const again = (): void => {
    timer = undefined
    if (behaviour.dead) return
    const object = cluster.objects.get(PATH)
    if (object === undefined) return
    const before = JSON.stringify(object.status ?? {})
    const next = pass(object as unknown as Json)
    if (JSON.stringify(next) === before) {
      if (waiting()) wake(20)
      return
    }
    cluster.report(PATH, next)
    wake()
  }
  const cluster = await startFakeKubernetes([], changed, 'kube-token', [resource])

  const waiting = (): boolean => [...asked.values()].some((at) => Date.now() < at + behaviour.podsMs)
  const available = (hash: string): boolean => {
    const at = asked.get(hash)
    return at !== undefined && Date.now() >= at + behaviour.podsMs
  }

  const pass = (object: Json): Status => {
    const { metadata, spec, status = {} } = object as { metadata: Json; spec: Json; status?: Status }
    const [current, stepHash] = [hashOf(spec['template']), hashOf(stepsIn(spec))]
    const list = stepsIn(spec)
    const base: Status = {
      ...status,
      observedGeneration: String(metadata['generation']),
      currentPodHash: current,
      currentStepHash: stepHash,
    }
    const { stableRS } = status
    if (stableRS === undefined) {
      asked.set(current, 0)
      return {
        ...base,
        ...weigh(base, current, current, 0),
        stableRS: current,
        currentStepIndex: list.length,
        phase: 'Healthy',
      }
    }
    if (status.currentPodHash !== current || status.currentStepHash !== stepHash) {
      return without(
        { ...base, currentStepIndex: current === stableRS ? list.length : 0, phase: 'Progressing' },
        ['pauseConditions', 'controllerPause', 'abort', 'abortedAt', 'promoteFull', 'message'],
      )
    }
    return move(base, spec, stableRS, current)
  }

  /** One pass over a version that the controller knows. */
  const move = (base: Status, spec: Json, stable: string, current: string): Status => {
    const list = stepsIn(spec)
    const index = base.currentStepIndex ?? 0
    const full = current !== stable && base.promoteFull === true
    const step = list[index]
    const set = setWeightAt(list, index)
    const scale = list.slice(0, index + 1).some(({ setCanaryScale }) => setCanaryScale !== undefined)
    if (base.abort === true) asked.delete(current)
    else if (set > 0 || scale || full || index >= list.length) {
      if (!asked.has(current)) asked.set(current, Date.now())
    }
    const ready = available(current)
    const before = setWeightAt(list, index - 1)
    const now = base['canary'] as { weights?: { canary?: { weight?: number } } } | undefined
    const weight =
      current === stable || base.abort === true || !ready
        ? 0
        : full
          ? (now?.weights?.canary?.weight ?? 0)
          : index >= list.length
            ? 100
            : ready
              ? set
              : before
    let next: Status = { ...base, ...weigh(base, current, stable, weight) }
    const conditions = base.pauseConditions ?? []
    const paused = spec['paused'] === true
    if (full)
      next = {
        ...without(next, ['pauseConditions', 'controllerPause', 'abort', 'abortedAt']),
        currentStepIndex: list.length,
      }
    const aborted = next.abort === true
    if (!aborted && current !== stable && ready && (full || index >= list.length)) {
      return {
        ...without(next, ['promoteFull', 'pauseConditions', 'controllerPause', 'message']),
        stableRS: current,
        currentStepIndex: list.length,
        phase: 'Healthy',
      }
    }
    if (current === stable) return next
    if (aborted) {
      return {
        ...without(next, ['pauseConditions', 'controllerPause']),
        abortedAt: base.abortedAt ?? new Date().toISOString(),
        currentStepIndex: 0,
        phase: 'Degraded',
        message: 'RolloutAborted: Rollout aborted update to revision 2',
      }
    }
    next = without(next, ['abortedAt', 'message'])
    if (paused || full) return next
    if (step?.pause !== undefined && conditions.length === 0 && base.controllerPause !== true) {
      const startTime = new Date().toISOString()
      return {
        ...next,
        controllerPause: true,
        pauseConditions: [{ reason: 'CanaryPauseStep', startTime }],
        phase: 'Paused',
        message: 'CanaryPauseStep',
      }
    }
    const resumed = step?.pause !== undefined && base.controllerPause === true && conditions.length === 0
    const weighed = step?.setWeight !== undefined && (ready || step.setWeight === 0) && !behaviour.unverified
    if (resumed || weighed || (step?.setCanaryScale !== undefined && ready)) {
      return {
        ...without(next, ['pauseConditions', 'controllerPause']),
        currentStepIndex: index + 1,
        phase: 'Progressing',
      }
    }
    return next
  }

  /** Sets what users meet, and says so. Without a traffic router pods are counted instead. */
  const weigh = (base: Status, current: string, stable: string, weight: number): Json => {
    const canary = { weight, podTemplateHash: current }
    met = new Map([[stable, 100 - weight]])
    if (current !== stable) met.set(current, weight)
    if (!routed) {
      const updated = current === stable ? replicas : Math.round((replicas * weight) / 100)
      return { replicas, updatedReplicas: updated, availableReplicas: replicas }
    }
    const { canary: before = {} } = base as { canary?: Json }
    const verified = behaviour.unverified ? { verified: false } : {}
    return {
      canary: {
        ...before,
        weights: { canary, stable: { weight: 100 - weight, podTemplateHash: stable }, ...verified },
      },
    }
  }

  const template = (image: string): Json => ({
    metadata: { labels: { app: 'shop' } },
    spec: { containers: [{ name: 'web', image }] },
  })
  const apply = (spec: Json): void =>
    cluster.apply(PATH, {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'shop', namespace: 'team' },
      spec,
    })
  const specNow = (): Json => cluster.objects.get(PATH)?.spec ?? {}
  const quiet = async (): Promise<void> => {
    do await new Promise((resolve) => setTimeout(resolve, 4 * PASS_MS))
    while (timer !== undefined)
  }
  apply({
    replicas,
    selector: { matchLabels: { app: 'shop' } },
    template: template('shop:1'),
    strategy: {
      canary: {
        steps,
        ...(routed
          ? {
              canaryService: 'shop-canary',
              stableService: 'shop-stable',
              trafficRouting: { nginx: { stableIngress: 'shop' } },
            }
          : {}),
        ...more,
      },
    },
  })
  await quiet()
  apply({ ...specNow(), template: template('shop:2') })
  await quiet()

  return {
    cluster,
    settings: { rollout: 'shop', kubeconfig: kubeconfigFor(cluster.url), settles: '0s' },
    share: (image) => met.get(hashOf(image === undefined ? specNow()['template'] : template(image))) ?? 0,
    deploy: (image) => apply({ ...specNow(), template: template(image) }),
    edit: (change) => apply(change(specNow())),
    patch: (status) => {
      cluster.report(PATH, without({ ...cluster.objects.get(PATH)?.status, ...status }, nulls(status)))
      wake()
    },
    status: () => (cluster.objects.get(PATH)?.status ?? {}) as Status,
    behaviour,
    quiet,
    stop: async () => {
      behaviour.dead = true
      clearTimeout(timer)
      if (cluster.server.listening) await cluster.stop()
    },
  }
}

function nulls(status: Json): readonly string[] {
  return Object.entries(status).flatMap(([name, value]) => (value === null ? [name] : []))
}

function stepsIn(spec: Json): readonly Step[] {
  const canary =
    isRecord(spec['strategy']) && isRecord(spec['strategy']['canary']) ? spec['strategy']['canary'] : {}
  return (canary['steps'] ?? []) as readonly Step[]
}

function setWeightAt(steps: readonly Step[], index: number): number {
  return steps.slice(0, index + 1).findLast(({ setWeight }) => setWeight !== undefined)?.setWeight ?? 0
}

function hashOf(of: unknown): string {
  return createHash('sha1').update(JSON.stringify(of)).digest('hex').slice(0, 10)
}

function without(status: Json, names: readonly string[]): Status {
  return Object.fromEntries(Object.entries(status).filter(([name]) => !names.includes(name)))
}

/** A kubeconfig of one cluster with the token of the stand-in. */
export function kubeconfigFor(url: string): string {
  const path = join(tempFolder('sluice-kube'), 'config')
  const config = {
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'k', user: 'u', namespace: 'team' } }],
    clusters: [{ name: 'k', cluster: { server: url } }],
    users: [{ name: 'u', user: { token: 'kube-token' } }],
  }
  writeFileSync(path, JSON.stringify(config))
  return path
}
