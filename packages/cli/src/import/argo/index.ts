import type { Importer } from '../importer.ts'
import { textUnder, type InputPlace } from '../place.ts'
import { measured, planInputs } from '../plan.ts'
import { ladderOf } from '../ladder.ts'
import { armInputs } from '../collect.ts'
import { entry, type Release } from '../release.ts'
import { kubernetesRouter } from '../routing.ts'
import { CHANGE_ME } from '../../init/files.ts'
import type { Ledger } from '../ledger.ts'
import { templateMetrics, type AnalysisReading } from './analysis.ts'
import { releaseOf } from './rollout.ts'

const KINDS: ReadonlySet<string> = new Set(['Rollout', 'AnalysisTemplate', 'ClusterAnalysisTemplate'])

/** Rollouts of Argo Rollouts with their AnalysisTemplates. */
export const argoRollouts: Importer = {
  claims: (document) =>
    KINDS.has(textUnder(document, 'kind') ?? '') &&
    (textUnder(document, 'apiVersion') ?? '').startsWith('argoproj.io/'),
  read: (documents, ledger) => {
    const rollouts = documents.filter((one) => textUnder(one, 'kind') === 'Rollout')
    const templates = documents.filter((one) => textUnder(one, 'kind') !== 'Rollout')
    const used = new Set<InputPlace>()
    const releases = rollouts.map((rollout) => releaseOf(rollout, templates, used, ledger))
    if (rollouts.length > 0) {
      for (const one of templates)
        if (!used.has(one))
          ledger.left(
            one,
            'No Rollout in the files uses this template.',
            'Give the Rollout as well, if it is released.',
          )
      return releases
    }
    return templates.length === 0 ? [] : [alone(templates, ledger)]
  },
}

/** Templates without a Rollout: their metrics, on a usual ladder. */
function alone(templates: readonly InputPlace[], ledger: Ledger): Release {
  const reading: AnalysisReading = { templates, ledger, used: new Set(), names: [], namespace: undefined }
  const service = textUnder(templates[0], 'metadata', 'name') ?? 'app'
  ledger.begin(service)
  const all = templates.map((one) => templateMetrics(one, new Map(), reading))
  const metrics = measured(
    all.flatMap((one) => one.metrics),
    ledger,
  )
  ledger.chosen('service', service, 'no Rollout is given, so the name is that of the first template')
  ledger.chosen('router', 'kubernetes', 'no Rollout is given, so nothing says what splits the traffic')
  const { rungs } = ladderOf([], false, ledger)
  const arm = { baseline: CHANGE_ME, candidate: CHANGE_ME }
  const { router, settings, login } = kubernetesRouter({ routes: [`httproute/${CHANGE_ME}`], ...arm })
  return {
    action: 'canary-step',
    service,
    from: 'templates of Argo Rollouts, without a Rollout',
    login,
    persons: [],
    inputs: [
      entry('router', router),
      entry('router-settings', { map: settings }),
      ...armInputs(metrics, { pairs: [] }, ledger),
      ...planInputs({
        metrics,
        rungs,
        intervals: all.flatMap((one) => one.intervals),
        delays: all.flatMap((one) => one.delays),
        errorLimits: all.flatMap((one) => one.errorLimits),
        lasts: 0,
        longestPause: 0,
        ledger,
      }),
    ],
  }
}
