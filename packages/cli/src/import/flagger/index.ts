import { CHANGE_ME } from '../../init/files.ts'
import { armInputs } from '../collect.ts'
import { durationSeconds } from '../duration.ts'
import type { Importer } from '../importer.ts'
import { evenLadder, ladderOf, type Ladder } from '../ladder.ts'
import type { Ledger } from '../ledger.ts'
import { itemsUnder, numberUnder, textUnder, under, type InputPlace } from '../place.ts'
import { measured, planInputs, swapMetricInputs, type Told } from '../plan.ts'
import { entry, spelledDuration, type Release } from '../release.ts'
import { commandRouter, kubernetesRouter, type Routing } from '../routing.ts'
import { flaggerMetrics, type FlaggerReading, type Variables } from './metrics.ts'
import { personsIn, tellHooks } from './hooks.ts'

const KINDS: ReadonlySet<string> = new Set(['Canary', 'MetricTemplate', 'AlertProvider'])

/** Canaries of Flagger with their MetricTemplates. */
export const flagger: Importer = {
  claims: (document) =>
    KINDS.has(textUnder(document, 'kind') ?? '') &&
    (textUnder(document, 'apiVersion') ?? '').startsWith('flagger.app/'),
  read: (documents, ledger) => {
    const of = (kind: string): readonly InputPlace[] =>
      documents.filter((one) => textUnder(one, 'kind') === kind)
    const templates = of('MetricTemplate')
    const used = new Set<InputPlace>()
    const releases = of('Canary').map((canary) => canaryOf(canary, { templates, used, ledger }))
    for (const one of templates)
      if (!used.has(one))
        ledger.left(
          one,
          'No Canary in the files uses this template.',
          'Give the Canary as well: it says which values are good.',
        )
    for (const one of of('AlertProvider'))
      ledger.left(
        one,
        'Its address may be a secret.',
        'Use `notify` with a secret of GitHub: docs/rollouts.md.',
      )
    return releases
  },
}

/** A Canary as a release. Without weights it becomes a swap. */
function canaryOf(canary: InputPlace, reading: FlaggerReading): Release {
  const { ledger } = reading
  const service = textUnder(canary, 'metadata', 'name') ?? 'app'
  ledger.begin(service)
  ledger.carried(under(canary, 'metadata', 'name'), 'service')
  const variables = variablesOf(canary, service)
  const analysis = under(canary, 'spec', 'analysis') ?? under(canary, 'spec', 'canaryAnalysis')
  const weights = weightsOf(analysis, personsIn(analysis).includes('promotes'), ledger)
  const routing = routingOf(canary, variables, ledger)
  tellHooks(analysis, ledger)
  tellRest(canary, analysis, ledger)
  const metrics = measured(flaggerMetrics(canary, variables, reading), ledger)
  const intervals = intervalsIn(
    analysis,
    metrics.map(({ at }) => at),
  )
  const base = { service, from: `the Canary "${service}" of Flagger`, login: routing.login }
  const arms = { baseline: `${variables.target}-primary`, candidate: variables.target }
  if (weights === undefined) return swapOf(base, { analysis, metrics, routing, intervals, arms, ledger })
  const { rungs } = weights
  const pairs = [{ baseline: `${variables.service}-primary`, candidate: `${variables.service}-canary` }]
  return {
    ...base,
    action: 'canary-step',
    persons: personsIn(analysis),
    inputs: [
      entry('router', routing.router),
      entry('router-settings', { map: routing.settings }),
      ...armInputs(metrics, { pairs, marked: arms }, ledger),
      ...planInputs({
        metrics,
        rungs,
        intervals,
        delays: [],
        errorLimits: [],
        lasts: rungs.length * Math.max(0, ...intervals.map(({ seconds }) => seconds)),
        longestPause: Math.max(0, ...intervals.map(({ seconds }) => seconds)),
        ledger,
      }),
    ],
  }
}

function variablesOf(canary: InputPlace, name: string): Variables {
  const target = textUnder(canary, 'spec', 'targetRef', 'name') ?? name
  return {
    name,
    target,
    namespace: textUnder(canary, 'metadata', 'namespace') ?? 'default',
    service: textUnder(canary, 'spec', 'service', 'name') ?? target,
    ingress: textUnder(canary, 'spec', 'ingressRef', 'name') ?? target,
  }
}

/** The ladder of a Canary; undefined for one without weights, which is a swap. */
function weightsOf(analysis: InputPlace | undefined, byHand: boolean, ledger: Ledger): Ladder | undefined {
  const list = itemsUnder(analysis, 'stepWeights')
  if (list.length > 0)
    return ladderOf(
      list.map((place) => ({ place, weight: Number(textUnder(place) ?? NaN) })),
      byHand,
      ledger,
    )
  const [place, most] = [under(analysis, 'stepWeight'), under(analysis, 'maxWeight')]
  const step = numberUnder(analysis, 'stepWeight')
  if (place === undefined || step === undefined) return undefined
  ledger.carried(most, 'ladder, up to this weight')
  return evenLadder(place, step, numberUnder(analysis, 'maxWeight') ?? 100, byHand, ledger)
}

const INTO_SWAP = 'Flagger tests without weights. Sluice swaps, and watches real traffic.'

interface SwapParts {
  readonly analysis: InputPlace | undefined
  readonly metrics: ReturnType<typeof measured>
  readonly routing: Routing
  readonly intervals: readonly Told[]
  readonly arms: { readonly baseline: string; readonly candidate: string }
  readonly ledger: Ledger
}

function swapOf(
  base: Pick<Release, 'service' | 'from' | 'login'>,
  { analysis, metrics, routing, intervals, arms, ledger }: SwapParts,
): Release {
  const every = intervals[0]?.seconds ?? 60
  const iterations = Math.max(1, numberUnder(analysis, 'iterations') ?? 5)
  ledger.changed(
    under(analysis, 'iterations'),
    `watch.for: ${spelledDuration(every * iterations)}`,
    INTO_SWAP,
  )
  for (const { place } of intervals) ledger.carried(place, 'watch.every')
  return {
    ...base,
    action: 'bluegreen-swap',
    persons: personsIn(analysis).length === 0 ? [] : ['approves'],
    inputs: [
      entry('mode', 'router'),
      entry('router', routing.router),
      entry('router-settings', { map: routing.settings }),
      ...swapMetricInputs(metrics, ledger),
      entry('watch', {
        map: [
          entry('for', spelledDuration(every * iterations)),
          entry('every', spelledDuration(every)),
          entry(
            'arms',
            `${arms.baseline} ${arms.candidate}`,
            'What blue and green are called in your metrics.',
          ),
        ],
      }),
      entry('retire', 'keep'),
    ],
  }
}

function intervalsIn(analysis: InputPlace | undefined, metrics: readonly InputPlace[]): readonly Told[] {
  return [analysis, ...metrics].flatMap((holder) => {
    const place = under(holder, 'interval')
    const seconds = durationSeconds(textUnder(place))
    return place === undefined || seconds === undefined ? [] : [{ place, seconds }]
  })
}

function routingOf(canary: InputPlace, variables: Variables, ledger: Ledger): Routing {
  const at = under(canary, 'spec', 'provider')
  const provider = textUnder(at)?.split(':')[0] ?? 'istio'
  const { namespace, service, ingress, target } = variables
  ledger.carried(under(canary, 'metadata', 'namespace'), 'router-settings.namespace')
  ledger.carried(under(canary, 'spec', 'service', 'name'), 'router-settings')
  ledger.carried(under(canary, 'spec', 'ingressRef', 'name'), 'router-settings.route')
  ledger.changed(
    under(canary, 'spec', 'targetRef'),
    'the two Deployments',
    `Flagger copies the Deployment ${target} to ${target}-primary. Keep both, delete the Canary, and deploy to each of them yourself.`,
  )
  const route = ROUTES[provider]?.(service, ingress)
  if (at === undefined)
    ledger.chosen(
      'router',
      'kubernetes',
      'the Canary names no provider. This is the default of Flagger, Istio',
    )
  if (route === undefined && provider !== 'kubernetes') {
    ledger.left(
      at,
      `Sluice has no router for the provider \`${provider}\`.`,
      'The router `command` runs a program of yours: docs/routers/command.md.',
    )
    return commandRouter(ledger)
  }
  ledger.changed(
    at,
    'router',
    'Flagger made the route and the Services. Keep them when you delete the Canary.',
  )
  if (route === undefined || provider === 'knative')
    ledger.chosen(
      'router-settings',
      CHANGE_ME,
      route === undefined
        ? 'Sluice switches a route between two Services'
        : 'write the names of the two revisions',
    )
  return kubernetesRouter({
    routes: [route ?? `httproute/${CHANGE_ME}`],
    baseline: provider === 'knative' ? `${CHANGE_ME}-1` : `${service}-primary`,
    candidate: provider === 'knative' ? `${CHANGE_ME}-2` : `${service}-canary`,
    namespace,
  })
}

const ROUTES: Readonly<Record<string, (service: string, ingress: string) => string>> = {
  istio: (service) => `virtualservice/${service}`,
  gatewayapi: (service) => `httproute/${service}`,
  nginx: (_, ingress) => `ingress/${ingress}-canary`,
  knative: (service) => `ksvc/${service}`,
}

function tellRest(canary: InputPlace, analysis: InputPlace | undefined, ledger: Ledger): void {
  const spec = under(canary, 'spec')
  const rules = 'Sluice changes the weights of rules that exist, and writes no rules.'
  for (const [, place] of under(spec, 'service')?.entries.filter(([key]) => key !== 'name') ?? [])
    ledger.left(place, rules, 'Keep it in the route and the Services that Flagger made.')
  for (const key of ['autoscalerRef', 'progressDeadlineSeconds', 'revertOnDeletion', 'suspend'])
    ledger.left(under(spec, key), 'Sluice does not run pods.', 'Keep it with the Deployments.')
  ledger.left(under(spec, 'ingressRef'), 'Sluice finds the Ingress by its name.')
  ledger.left(under(spec, 'routeRef'), rules)
  ledger.left(under(spec, 'skipAnalysis'), 'Sluice judges every release.')
  ledger.changed(
    under(analysis, 'threshold'),
    'the judge',
    'Flagger counts failed checks. Sluice counts requests, and decides when it is sure, however often it looks.',
  )
  for (const key of ['match', 'sessionAffinity'])
    ledger.left(
      under(analysis, key),
      'Sluice does not send users by header or cookie.',
      'Write that rule of the route by hand; Sluice leaves it as it is.',
    )
  for (const key of ['mirror', 'mirrorWeight'])
    ledger.left(
      under(analysis, key),
      'Sluice does not mirror requests.',
      'Use the action shadow-compare to compare mirrored answers.',
    )
  for (const key of ['primaryReadyThreshold', 'canaryReadyThreshold'])
    ledger.left(
      under(analysis, key),
      'Sluice does not watch how pods start.',
      'Wait for them in the deploy step: `kubectl rollout status`.',
    )
  ledger.left(
    under(analysis, 'stepWeightPromotion'),
    'Sluice moves everyone at the last step.',
    'Deploy the promoted version to the primary and run `command: finish`: docs/rollouts.md.',
  )
  ledger.left(
    under(analysis, 'alerts'),
    'The addresses are in the cluster.',
    'Use `notify` with a secret of GitHub: docs/rollouts.md.',
  )
  for (const key of ['labels', 'annotations'])
    ledger.left(under(canary, 'metadata', key), 'They do not change how the release is judged.')
  ledger.left(under(canary, 'status'), 'It is the state of one rollout.')
}
