import { isRecord } from '@sluice/action'
import { amountIn, generationOf, listIn, recordIn, textIn, type Data } from '../kubernetes/kind.ts'
import { isRouted, replicasOf, stopsOf, wholeOf, type EngineStop } from './steps.ts'

/** Where a Rollout is, by its own status. Weights in percent. */
export interface RolloutState {
  readonly uid: string
  /** Hash of the pods of the newest version, which is the candidate, and of the version that serves everyone else. */
  readonly current: string
  readonly stable: string
  /** Hash of the steps that the controller knows. */
  readonly steps: string
  /** `moving`: on its way to a stop, to home or to the end, or nobody can tell. */
  readonly place: 'stopped' | 'aborted' | 'promoted' | 'moving'
  /** Where it stands; undefined unless it is `stopped`. */
  readonly stop: EngineStop | undefined
  /** Users on the newest version. */
  readonly weight: number
  /** Users on the other versions, by the hash of their pods, where a traffic router tells. */
  readonly shares: ReadonlyMap<string, number>
  /** What the controller says of it: `Degraded`, `RolloutAborted: …`. */
  readonly phase: string
  readonly message: string
  /** A person paused it, so that it goes nowhere. */
  readonly paused: boolean
}

/**
 * Reads the status of a Rollout. A patch of its status alone proves nothing: it counts once the controller has acted,
 * which shows in the weights that it has set, in `abortedAt`, in a new pause, or in the stable hash. Follows the
 * controller of Argo Rollouts 1.9 (`rollout/canary.go`, `rollout/pause.go`, `rollout/trafficrouting.go`).
 */
export function stateOf(rollout: Data): RolloutState {
  const { status } = rollout
  const [current, stable] = [textIn(status, 'currentPodHash'), textIn(status, 'stableRS')]
  const shares = sharesOf(rollout)
  const seen = isObserved(rollout) && current !== '' && stable !== ''
  const known = {
    uid: textIn(rollout['metadata'], 'uid'),
    ...{ current, stable, shares, stop: undefined },
    steps: textIn(status, 'currentStepHash'),
    phase: textIn(status, 'phase'),
    message: textIn(status, 'message'),
    paused: isTrue(rollout['spec'], 'paused'),
  }
  if (current === stable) {
    const settled = seen && isEverywhere(rollout, current)
    return { ...known, weight: 100, place: settled ? 'promoted' : 'moving' }
  }
  const weight = isRouted(rollout) ? (shares.get(current) ?? 0) : ratioOf(rollout)
  const applied = seen && !isTrue(status, 'promoteFull') && !isUnverified(rollout)
  if (isTrue(status, 'abort')) {
    const settled = applied && textIn(status, 'abortedAt') !== '' && weight === 0
    return { ...known, weight, place: settled ? 'aborted' : 'moving' }
  }
  const index = amountIn(status, 'currentStepIndex', 0)
  const stop = stopsOf(rollout).find((each) => each.index === index)
  const stands = stop !== undefined && Math.abs(weight - stop.weight) < 1e-6
  return applied && stands && isPaused(rollout)
    ? { ...known, weight: stop.weight, place: 'stopped', stop }
    : { ...known, weight, place: 'moving' }
}

function isTrue(from: unknown, name: string): boolean {
  return isRecord(from) && from[name] === true
}

/** The controller has seen the newest spec, and that of the Deployment that it may refer to. */
function isObserved(rollout: Data): boolean {
  const { metadata, status } = rollout
  const wanted = textIn(recordIn(metadata, 'annotations'), 'rollout.argoproj.io/workload-generation')
  const workload = wanted === '' || textIn(status, 'workloadObservedGeneration') === wanted
  return textIn(status, 'observedGeneration') === String(generationOf(rollout)) && workload
}

function weightsOf({ status }: Data): Data {
  return recordIn(recordIn(status, 'canary'), 'weights')
}

function sharesOf(rollout: Data): ReadonlyMap<string, number> {
  const canary = recordIn(weightsOf(rollout), 'canary')
  const share = (100 * amountIn(canary, 'weight', 0)) / wholeOf(rollout)
  return new Map([[textIn(canary, 'podTemplateHash'), share]])
}

/** The load balancer was asked, and does not yet have the weight; only some are asked. */
function isUnverified(rollout: Data): boolean {
  return weightsOf(rollout)['verified'] === false
}

/** Paused by a step, and not resumed: whoever resumes takes the condition away, and the controller then goes on. */
function isPaused({ status }: Data): boolean {
  const reasons = listIn(status, 'pauseConditions').map((each) => textIn(each, 'reason'))
  return isTrue(status, 'controllerPause') && reasons.includes('CanaryPauseStep')
}

/** The share of pods that run the newest version; while pods come and go it is no stop's weight. */
function ratioOf(rollout: Data): number {
  const [all, updated] = [
    amountIn(rollout['status'], 'replicas', 0),
    amountIn(rollout['status'], 'updatedReplicas', 0),
  ]
  return all === 0 ? 0 : (100 * updated) / all
}

/** The newest version is the stable one, and no request goes anywhere else. */
function isEverywhere(rollout: Data, current: string): boolean {
  if (!isRouted(rollout)) return ratioOf(rollout) === 100 && replicasOf(rollout) > 0
  const weights = weightsOf(rollout)
  const whole = textIn(recordIn(weights, 'stable'), 'podTemplateHash') === current
  return whole && amountIn(recordIn(weights, 'canary'), 'weight', 0) === 0 && !isUnverified(rollout)
}
