import { durationSeconds } from '../duration.ts'
import type { Ledger } from '../ledger.ts'
import { under, itemsUnder, textUnder, type InputPlace } from '../place.ts'
import { ladderOf, type Ladder } from '../ladder.ts'

export interface Steps extends Ladder {
  /** Seconds of all timed pauses. */
  readonly paused: number
  readonly longestPause: number
  /** Analyses that stand between the steps. */
  readonly analyses: readonly InputPlace[]
}

/** The steps of a canary as a ladder. */
export function stepsOf(canary: InputPlace | undefined, scale: number, ledger: Ledger): Steps {
  const steps = itemsUnder(canary, 'steps')
  const weights: { place: InputPlace; weight: number }[] = []
  const pauses: number[] = []
  const analyses: InputPlace[] = []
  let held: InputPlace | undefined
  for (const step of steps) {
    const weight = under(step, 'setWeight')
    const pause = under(step, 'pause')
    const analysis = under(step, 'analysis')
    if (weight !== undefined) {
      const value = Number(textUnder(weight) ?? NaN) * scale
      if (held === undefined) weights.push({ place: weight, weight: value })
      else
        ledger.left(
          weight,
          'A person promotes the release at the pause before, and that sends all traffic to the candidate.',
          'To climb on by evidence instead, add this weight and 100 to `ladder`.',
        )
    } else if (pause !== undefined) {
      const seconds = durationSeconds(textUnder(pause, 'duration'))
      if (seconds !== undefined) {
        pauses.push(seconds)
        ledger.changed(
          pause,
          'interval, max-wait',
          'Sluice goes up when the evidence is enough, after three intervals at the earliest. It does not wait for a fixed time.',
        )
      } else if (held === undefined && weights.length > 0) {
        held = pause
        ledger.changed(
          pause,
          'ladder without 100',
          'The ladder ends here and waits for a person: start the workflow by hand with the command `promote`, or `abort`.',
        )
      } else
        ledger.left(
          pause,
          'The rollout waits for a person only once.',
          'Protect the environment with reviewers for more.',
        )
    } else if (analysis !== undefined) {
      analyses.push(analysis)
    } else tellOther(step, ledger)
  }
  return {
    ...ladderOf(weights, held !== undefined, ledger),
    paused: pauses.reduce((sum, one) => sum + one, 0),
    longestPause: Math.max(0, ...pauses),
    analyses,
  }
}

const OTHERS: Readonly<Record<string, readonly [why: string, todo?: string]>> = {
  setCanaryScale: ['Sluice does not scale pods.', 'Give the candidate enough pods before each release.'],
  setHeaderRoute: [
    'Sluice does not make routes by header.',
    'Write the route by hand; Sluice leaves such rules as they are.',
  ],
  setMirrorRoute: [
    'Sluice does not make routes that mirror.',
    'Use the action shadow-compare to compare mirrored answers.',
  ],
  experiment: [
    'Sluice does not start pods for an experiment.',
    'Compare with a control of equal size: `share` in docs/rollouts.md.',
  ],
  plugin: ['Sluice cannot run plugins of Argo Rollouts.', 'Run it as a step of the workflow.'],
  replicaProgressThreshold: ['Sluice does not scale pods.'],
}

function tellOther(step: InputPlace, ledger: Ledger): void {
  const [[name, place] = ['', step]] = step.entries
  const known = OTHERS[name]
  if (known !== undefined) ledger.left(place, ...known)
}
