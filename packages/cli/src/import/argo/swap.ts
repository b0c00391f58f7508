import { CHANGE_ME } from '../../init/files.ts'
import { under, numberUnder, textUnder, type InputPlace } from '../place.ts'
import { measured, swapMetricInputs } from '../plan.ts'
import { entry, spelledDuration, type Entry, type Release } from '../release.ts'
import { kubernetesRouter } from '../routing.ts'
import { analysisOf, joinedAnalyses, templatesOf, type Analyses, type AnalysisReading } from './analysis.ts'
import type { Ledger } from '../ledger.ts'

/** A blue/green Rollout as a swap. */
export function swapOf(
  rollout: InputPlace,
  blueGreen: InputPlace,
  service: string,
  reading: AnalysisReading,
): Release {
  const { ledger } = reading
  const namespace = textUnder(rollout, 'metadata', 'namespace')
  ledger.carried(under(rollout, 'metadata', 'namespace'), 'router-settings.namespace')
  const [active, preview] = ['activeService', 'previewService'].map((key) => {
    ledger.changed(
      under(blueGreen, key),
      'router-settings',
      'Argo Rollouts changes which pods this Service selects. In Sluice each colour has a Service of its own, and a route changes.',
    )
    return textUnder(blueGreen, key)
  })
  const routing = kubernetesRouter({
    routes: [`httproute/${CHANGE_ME}`],
    baseline: active ?? CHANGE_ME,
    candidate: preview ?? CHANGE_ME,
    ...(namespace === undefined ? {} : { namespace }),
  })
  ledger.chosen(
    'router-settings.route',
    `httproute/${CHANGE_ME}`,
    'Sluice switches a route between two Services',
  )
  const before = under(blueGreen, 'prePromotionAnalysis')
  const why = 'It is measured before the new version has users. Sluice compares real traffic.'
  const todo = 'Write checks for that time as `smoke` or `soak`: docs/bluegreen.md.'
  ledger.left(before, why, todo)
  for (const template of before === undefined ? [] : templatesOf(before, reading)) {
    reading.used.add(template)
    ledger.left(template, why, todo)
  }
  const after = under(blueGreen, 'postPromotionAnalysis')
  const found = joinedAnalyses(after === undefined ? [] : [analysisOf(after, rollout, reading)])
  tellOthers(blueGreen, reading)
  const metrics = measured(found.metrics, ledger)
  return {
    action: 'bluegreen-swap',
    service,
    from: `the blue/green Rollout "${service}" of Argo Rollouts`,
    login: routing.login,
    persons: textUnder(blueGreen, 'autoPromotionEnabled') === 'false' ? ['approves'] : [],
    inputs: [
      entry('mode', 'router'),
      entry('router', routing.router),
      entry('router-settings', { map: routing.settings }),
      ...swapMetricInputs(metrics, ledger),
      entry('watch', { map: watchOf(found, active, preview, ledger) }),
      entry('retire', 'keep'),
    ],
  }
}

function watchOf(
  found: Analyses,
  active: string | undefined,
  preview: string | undefined,
  ledger: Ledger,
): readonly Entry[] {
  const every = found.intervals.map(({ seconds }) => seconds)
  for (const { place } of found.intervals) ledger.carried(place, 'watch.every')
  const lasts = Math.max(0, ...found.lasts, ...every)
  if (lasts === 0) ledger.chosen('watch.for', '5m', 'the target is watched at least so long')
  const arms = armsText(found, active, preview)
  if (arms === UNKNOWN)
    ledger.chosen('watch.arms', UNKNOWN, 'write what the two colours are called in your metrics')
  return [
    entry('for', lasts === 0 ? '5m' : spelledDuration(lasts)),
    ...(every.length === 0 ? [] : [entry('every', spelledDuration(Math.min(...every)))]),
    entry('arms', arms, 'What blue and green are called in your metrics.'),
  ]
}

const UNKNOWN = `${CHANGE_ME}-blue ${CHANGE_ME}-green`

function armsText({ metrics }: Analyses, active: string | undefined, preview: string | undefined): string {
  const named = metrics.some(({ arms }) => arms?.how === 'name')
  const plain = [active, preview].every((name) => name !== undefined && /^[\w.-]+$/.test(name))
  return named && plain && active !== preview ? `${active ?? ''} ${preview ?? ''}` : UNKNOWN
}

function tellOthers(blueGreen: InputPlace, { ledger }: AnalysisReading): void {
  const promotion = under(blueGreen, 'autoPromotionEnabled')
  if (textUnder(promotion) === 'false')
    ledger.changed(
      promotion,
      'the job approve',
      'A person decides before the swap. Add required reviewers to its environment at GitHub.',
    )
  else ledger.carried(promotion, 'a swap without a person')
  const seconds = numberUnder(blueGreen, 'autoPromotionSeconds')
  ledger.left(
    under(blueGreen, 'autoPromotionSeconds'),
    'Sluice swaps as soon as its checks pass.',
    seconds === undefined
      ? undefined
      : `Add a wait timer of ${spelledDuration(seconds)} to the environment at GitHub, if you need it.`,
  )
  for (const key of ['scaleDownDelaySeconds', 'scaleDownDelayRevisionLimit', 'abortScaleDownDelaySeconds'])
    ledger.left(
      under(blueGreen, key),
      'Sluice does not scale pods.',
      'Retire the previous colour with `retire.run`: docs/bluegreen.md.',
    )
  for (const key of [
    'previewReplicaCount',
    'maxUnavailable',
    'antiAffinity',
    'activeMetadata',
    'previewMetadata',
  ])
    ledger.left(under(blueGreen, key), 'Sluice does not scale or label pods.')
}
