import type { FoundMetric } from '../collect.ts'
import { armInputs } from '../collect.ts'
import type { Ledger } from '../ledger.ts'
import { measured, planInputs } from '../plan.ts'
import { under, textUnder, type InputPlace } from '../place.ts'
import { entry, type Release } from '../release.ts'
import { analysisOf, joinedAnalyses, type AnalysisReading } from './analysis.ts'
import { swapOf } from './swap.ts'
import { stepsOf } from './steps.ts'
import { routingOf, slotsIn, weightScale } from './traffic.ts'

/** A Rollout as a release; a Rollout without a strategy becomes a canary with a usual ladder. */
export function releaseOf(
  rollout: InputPlace,
  templates: readonly InputPlace[],
  used: Set<InputPlace>,
  ledger: Ledger,
): Release {
  const service = textUnder(rollout, 'metadata', 'name') ?? 'app'
  ledger.begin(service)
  ledger.carried(under(rollout, 'metadata', 'name'), 'service')
  tellPods(rollout, ledger)
  const blueGreen = under(rollout, 'spec', 'strategy', 'blueGreen')
  const names = [
    textUnder(rollout, 'spec', 'strategy', 'canary', 'canaryService'),
    textUnder(blueGreen, 'previewService'),
    textUnder(blueGreen, 'activeService'),
  ].filter((name) => name !== undefined)
  const reading: AnalysisReading = {
    templates,
    used,
    ledger,
    names,
    namespace: textUnder(rollout, 'metadata', 'namespace'),
  }
  return blueGreen === undefined
    ? canaryOf(rollout, service, reading)
    : swapOf(rollout, blueGreen, service, reading)
}

function canaryOf(rollout: InputPlace, service: string, reading: AnalysisReading): Release {
  const { ledger } = reading
  const canary = under(rollout, 'spec', 'strategy', 'canary')
  const steps = stepsOf(canary, weightScale(canary, ledger), ledger)
  const background = under(canary, 'analysis')
  const found = joinedAnalyses(
    [...(background === undefined ? [] : [background]), ...steps.analyses].map((one) =>
      analysisOf(one, rollout, reading),
    ),
  )
  ledger.changed(
    under(background, 'startingStep'),
    'ladder',
    'Sluice judges every metric from the first step.',
  )
  const routing = routingOf(canary, rollout, ledger)
  for (const key of SCALING)
    ledger.left(
      under(canary, key),
      'Sluice does not scale or label pods.',
      'Set it in the Deployments, if they need it.',
    )
  const metrics: readonly FoundMetric[] = measured(found.metrics, ledger)
  const names = {
    baseline: textUnder(canary, 'stableService'),
    candidate: textUnder(canary, 'canaryService'),
  }
  return {
    action: 'canary-step',
    service,
    from: `the Rollout "${service}" of Argo Rollouts`,
    login: routing.login,
    persons: steps.byHand ? ['promotes'] : [],
    inputs: [
      entry('router', routing.router),
      entry('router-settings', { map: routing.settings }),
      ...armInputs(metrics, { pairs: [definedIn(names)] }, ledger, slotsIn(canary, ledger)),
      ...planInputs({
        metrics,
        rungs: steps.rungs,
        intervals: found.intervals,
        delays: found.delays,
        errorLimits: found.errorLimits,
        lasts: steps.paused + Math.max(0, ...found.lasts),
        longestPause: steps.longestPause,
        ledger,
      }),
    ],
  }
}

function definedIn(names: Readonly<Record<'baseline' | 'candidate', string | undefined>>): {
  readonly baseline?: string
  readonly candidate?: string
} {
  return Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined))
}

const SCALING = [
  'maxSurge',
  'maxUnavailable',
  'dynamicStableScale',
  'scaleDownDelaySeconds',
  'scaleDownDelayRevisionLimit',
  'abortScaleDownDelaySeconds',
  'minPodsPerReplicaSet',
  'canaryMetadata',
  'stableMetadata',
  'antiAffinity',
]

/** What a Rollout says about its pods. */
function tellPods(rollout: InputPlace, ledger: Ledger): void {
  const spec = under(rollout, 'spec')
  const deployments =
    'Keep it in two Deployments, one for each version, and deploy the candidate before this action runs. Or keep the Rollout without its analyses, and use the router `argo-rollouts`: docs/routers/argo-rollouts.md.'
  for (const key of ['template', 'workloadRef'])
    ledger.left(under(spec, key), 'Sluice does not run pods.', deployments)
  for (const key of ['replicas', 'selector', 'minReadySeconds', 'revisionHistoryLimit', 'restartAt'])
    ledger.left(under(spec, key), 'It belongs to the pods.', 'Keep it in the Deployments.')
  for (const key of ['progressDeadlineSeconds', 'progressDeadlineAbort'])
    ledger.left(
      under(spec, key),
      'Sluice does not watch how pods start.',
      'Wait for them in the deploy step: `kubectl rollout status --timeout`.',
    )
  ledger.left(under(spec, 'rollbackWindow'), 'Sluice judges every release, also one that was stable before.')
  ledger.left(under(spec, 'analysis'), 'Sluice keeps every verdict as a check at GitHub.')
  ledger.left(under(spec, 'paused'), 'It is the state of one rollout.', 'Use `sluice canary pause`.')
  for (const key of ['labels', 'annotations'])
    ledger.left(under(rollout, 'metadata', key), 'They do not change how the release is judged.')
  ledger.left(under(rollout, 'status'), 'It is the state of one rollout.')
}
