import type { EngineFinding, EngineLadder } from '../contract.ts'
import { amountIn, listIn, recordIn, textIn, type Data } from '../kubernetes/kind.ts'

/** A step at which a Rollout waits without a time, and the candidate's share there, in percent. */
export interface EngineStop {
  readonly index: number
  readonly weight: number
}

export function canaryOf(rollout: Data): Data {
  return recordIn(recordIn(recordIn(rollout, 'spec'), 'strategy'), 'canary')
}

export function isRouted(rollout: Data): boolean {
  return canaryOf(rollout)['trafficRouting'] !== undefined
}

/** The weight that the Rollout calls everything; 100 unless its traffic router counts finer. */
export function wholeOf(rollout: Data): number {
  return amountIn(recordIn(canaryOf(rollout), 'trafficRouting'), 'maxTrafficWeight', 100)
}

/** Pods of the Rollout; one unless it says otherwise. */
export function replicasOf(rollout: Data): number {
  return amountIn(rollout['spec'], 'replicas', 1)
}

/** Every step that waits without a time, in order. */
export function stopsOf(rollout: Data): readonly EngineStop[] {
  let weight = 0
  return listIn(canaryOf(rollout), 'steps').flatMap((step, index): readonly EngineStop[] => {
    weight = weightOf(step, wholeOf(rollout)) ?? weight
    return isStop(step) ? [{ index, weight }] : []
  })
}

function weightOf(step: Data, whole: number): number | undefined {
  const given = step['setWeight']
  return typeof given === 'number' ? (100 * given) / whole : undefined
}

function isStop(step: Data): boolean {
  return step['pause'] !== undefined && recordIn(step, 'pause')['duration'] === undefined
}

/** Where a Rollout stops, and what keeps its steps from being driven by somebody else. */
export function engineLadder(rollout: Data): EngineLadder {
  const stops = stopsOf(rollout)
  const weights = stops.map(({ weight }) => weight)
  return {
    stops: [...new Set(weights)].filter((weight) => weight > 0 && weight < 100),
    findings: isCanary(rollout)
      ? [...problemsOf(rollout, stops), ...stepFindings(rollout), ...notesOf(rollout)]
      : [
          problem(
            `it has no strategy \`canary\`, but ${Object.keys(recordIn(rollout['spec'], 'strategy')).join(', ') || 'none'}`,
            'Only Rollouts with `spec.strategy.canary` can be driven.',
          ),
        ],
  }
}

function isCanary(rollout: Data): boolean {
  return recordIn(rollout['spec'], 'strategy')['canary'] !== undefined
}

function problem(message: string, hint: string): EngineFinding {
  return { level: 'problem', message, hint }
}

function problemsOf(rollout: Data, stops: readonly EngineStop[]): readonly EngineFinding[] {
  const found: EngineFinding[] = []
  if (stops[0]?.weight !== 0)
    found.push(
      problem(
        'its first stop is not at 0%, so a new version gets users as soon as it is deployed, before anything was checked',
        'Make `- pause: {}` the first step.',
      ),
    )
  if (rollout['spec'] !== undefined && recordIn(rollout, 'spec')['paused'] === true)
    found.push(
      problem('somebody paused it (`spec.paused`)', 'Resume it: `kubectl argo rollouts promote NAME`.'),
    )
  if (textIn(rollout['status'], 'phase') === 'Degraded' && !isAborted(rollout))
    found.push(
      problem(
        `it is degraded: ${textIn(rollout['status'], 'message') || 'no reason given'}`,
        'Mend the Rollout, or deploy again.',
      ),
    )
  if (!isRouted(rollout)) found.push(...ratioProblems(rollout, stops))
  return found
}

function isAborted(rollout: Data): boolean {
  return recordIn(rollout, 'status')['abort'] === true
}

/** Without a traffic router the weight is the share of pods, so only whole pods can be given. */
function ratioProblems(rollout: Data, stops: readonly EngineStop[]): readonly EngineFinding[] {
  const replicas = replicasOf(rollout)
  const wrong = stops.filter(({ weight }) => !Number.isInteger((weight * replicas) / 100))
  const told = `it has no traffic routing, so its weight is the share of its ${replicas} pods, in steps of ${percent(100 / replicas)}`
  if (wrong.length === 0) return [{ level: 'note', message: told }]
  return [
    problem(
      `${told}; it cannot give ${wrong.map(({ weight }) => percent(weight)).join(', ')}`,
      'Give it `trafficRouting`, more replicas, or other weights.',
    ),
  ]
}

const percent = (weight: number): string => `${Number(weight.toFixed(2))}%`

/** Steps that go on by themselves, or that go the wrong way. */
function stepFindings(rollout: Data): readonly EngineFinding[] {
  const found: EngineFinding[] = []
  const whole = wholeOf(rollout)
  /** The weight of the last step, and whether the Rollout has stopped there. */
  let weight = 0
  let stopped = true
  const passes = (): void => {
    if (!stopped)
      found.push(
        problem(
          `it passes ${percent(weight)} without a stop`,
          `Add \`- pause: {}\` after \`setWeight: ${Number(((weight * whole) / 100).toFixed(2))}\`.`,
        ),
      )
  }
  for (const [index, step] of listIn(canaryOf(rollout), 'steps').entries()) {
    const next = weightOf(step, whole)
    if (next !== undefined) {
      passes()
      if (next < weight || next > 100)
        found.push(
          problem(
            `step ${index + 1} goes from ${percent(weight)} to ${percent(next)}`,
            'Weights must rise, to 100 at most.',
          ),
        )
      if (next === 100)
        found.push(
          problem(
            `step ${index + 1} gives everyone the candidate before the end`,
            'Take `setWeight: 100` out. The end of the steps promotes the candidate.',
          ),
        )
      stopped = next === weight && stopped
      weight = next
    }
    const duration = recordIn(step, 'pause')['duration']
    if (duration !== undefined)
      found.push(
        problem(
          `step ${index + 1} goes on by itself after ${String(duration)}`,
          'Make it `- pause: {}`, so that it waits for the verdict.',
        ),
      )
    stopped ||= isStop(step)
    found.push(...actsByItself(step, index))
  }
  passes()
  return found
}

function actsByItself(step: Data, index: number): readonly EngineFinding[] {
  const [rule] = ['setHeaderRoute', 'setMirrorRoute'].filter((kind) => step[kind] !== undefined)
  if (rule !== undefined)
    return [
      {
        level: 'note',
        message: `step ${index + 1} is \`${rule}\`, which sends requests to the candidate that its weight does not count`,
      },
    ]
  return ['analysis', 'experiment', 'plugin'].flatMap((kind): readonly EngineFinding[] =>
    step[kind] === undefined
      ? []
      : [
          {
            level: 'note',
            message: `step ${index + 1} is \`${kind}\`, which takes its own time and can abort by itself; the release then ends as aborted`,
          },
        ],
  )
}

/** What else may move users. */
function notesOf(rollout: Data): readonly EngineFinding[] {
  const canary = canaryOf(rollout)
  const spec = recordIn(rollout, 'spec')
  const notes = [
    ...(canary['analysis'] === undefined
      ? []
      : ['its background analysis can abort by itself; the release then ends as aborted']),
    ...(spec['progressDeadlineAbort'] === true
      ? ['it aborts by itself when pods are not ready in time (`progressDeadlineAbort`)']
      : []),
    ...(recordIn(spec, 'rollbackWindow')['revisions'] === undefined
      ? []
      : ['a version within its `rollbackWindow` skips every step and gets everyone at once']),
    ...(canary['dynamicStableScale'] === true
      ? ['the way back waits for pods of the stable version (`dynamicStableScale`)']
      : []),
  ]
  return notes.map((message) => ({ level: 'note', message }))
}
