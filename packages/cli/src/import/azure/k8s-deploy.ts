import { CHANGE_ME } from '../../init/files.ts'
import { armInputs } from '../collect.ts'
import type { Importer } from '../importer.ts'
import { ladderOf, type Ladder } from '../ladder.ts'
import type { Ledger } from '../ledger.ts'
import { itemsUnder, numberUnder, textUnder, under, type InputPlace } from '../place.ts'
import { planInputs, swapMetricInputs } from '../plan.ts'
import { entry, type Release } from '../release.ts'
import { kubernetesRouter } from '../routing.ts'

/** Steps of `azure/k8s-deploy` in a workflow, a composite action, a list of steps, or alone. */
export const k8sDeploy: Importer = {
  claims: (document) => usesIn(document).length > 0,
  read: (documents, ledger) =>
    documents.flatMap((document) => {
      const uses = usesIn(document)
      const deploys = uses.filter(({ step }) => actionOf(step) === 'deploy')
      tellOthers(document, uses, ledger)
      return (deploys.length === 0 ? uses.slice(0, 1) : deploys).map((one) => releaseOf(one, uses, ledger))
    }),
}

/** One use of the action, with the job that it is in. */
interface Use {
  readonly step: InputPlace
  readonly job: InputPlace | undefined
}

const ACTION = /^azure\/k8s-deploy@/i

function usesIn(document: InputPlace): readonly Use[] {
  const jobs = under(document, 'jobs')?.entries.map(([, job]) => job) ?? []
  const inJobs = jobs.flatMap((job) => itemsUnder(job, 'steps').map((step) => ({ step, job })))
  const others = [
    ...document.items,
    ...itemsUnder(document, 'runs', 'steps'),
    ...itemsUnder(document, 'steps'),
    document,
  ]
  return [...inJobs, ...others.map((step) => ({ step, job: undefined }))].filter(({ step }) =>
    ACTION.test(textUnder(step, 'uses') ?? ''),
  )
}

function actionOf(step: InputPlace): string {
  return textUnder(step, 'with', 'action') ?? 'deploy'
}

/** A text that GitHub does not compute when the workflow runs. */
function fixedText(place: InputPlace | undefined): string | undefined {
  const text = textUnder(place)
  return text === undefined || text.includes('${{') ? undefined : text
}

function releaseOf({ step, job }: Use, uses: readonly Use[], ledger: Ledger): Release {
  const inputs = under(step, 'with')
  const strategy = textUnder(inputs, 'strategy') ?? 'basic'
  const service = serviceOf(step, inputs)
  ledger.begin(service)
  ledger.chosen('service', service, 'the step does not name the service')
  const promotes = uses.filter(({ step: other }) => actionOf(other) === 'promote')
  // A job of its own with an environment is where people approve.
  const waits = promotes.some((other) => other.job !== job && under(other.job, 'environment') !== undefined)
  for (const { step: other } of promotes) {
    if (waits)
      ledger.changed(
        other,
        'ladder without 100',
        'The ladder ends before 100 and waits for a person: start the workflow by hand with the command `promote`, or `abort`.',
      )
    else ledger.changed(other, 'ladder: 100', 'Sluice promotes by evidence, and moves the traffic itself.')
  }
  for (const { step: other } of uses.filter((one) => actionOf(one.step) === 'reject'))
    ledger.left(other, 'Sluice moves traffic back by itself.', 'Use `sluice canary abort` to do it by hand.')
  tellInputs(inputs, ledger)
  const namespace = namespaceOf(inputs, ledger)
  const base = { service, from: 'a step of azure/k8s-deploy', login: 'kubernetes' } as const
  return strategy === 'blue-green'
    ? swapOf(base, inputs, namespace, waits, ledger)
    : canaryOf(base, step, inputs, strategy, namespace, waits, ledger)
}

/** The name of the first manifest, which is often that of the service. */
function serviceOf(step: InputPlace, inputs: InputPlace | undefined): string {
  const first = (fixedText(under(inputs, 'manifests')) ?? '').trim().split(/[\s,]+/)[0] ?? ''
  const name =
    first
      .replace(/\/+$/, '')
      .split('/')
      .at(-1)
      ?.replace(/\.\w+$/, '') ?? ''
  const plain = /^[a-z0-9][\w.-]*$/i.test(name) && !/^(manifests?|k8s|deploy(ment)?|kubernetes)$/i.test(name)
  return plain ? name : (textUnder(step, 'id') ?? 'app')
}

function namespaceOf(inputs: InputPlace | undefined, ledger: Ledger): string | undefined {
  const place = under(inputs, 'namespace')
  const text = fixedText(place)
  if (text !== undefined) ledger.carried(place, 'router-settings.namespace')
  else ledger.left(place, 'GitHub computes it in the workflow.', 'Write `namespace` into router-settings.')
  return text
}

type Base = Pick<Release, 'service' | 'from' | 'login'>

function routerOf(
  service: string,
  suffixes: readonly [string, string],
  namespace: string | undefined,
  ledger: Ledger,
) {
  ledger.chosen(
    'router-settings.route',
    `httproute/${CHANGE_ME}`,
    'the action splits traffic by pods, or by a TrafficSplit of SMI. Sluice sets weights on a route, such as an HTTPRoute of the Gateway API',
  )
  const [baseline, candidate] = suffixes.map((suffix) => `${service}${suffix}`)
  ledger.chosen(
    'router-settings.baseline, candidate',
    `${baseline ?? ''}, ${candidate ?? ''}`,
    'Sluice needs a Service for each version. These are the names that the action gives',
  )
  return kubernetesRouter({
    routes: [`httproute/${CHANGE_ME}`],
    baseline: baseline ?? CHANGE_ME,
    candidate: candidate ?? CHANGE_ME,
    ...(namespace === undefined ? {} : { namespace }),
  })
}

function canaryOf(
  base: Base,
  step: InputPlace,
  inputs: InputPlace | undefined,
  strategy: string,
  namespace: string | undefined,
  byHand: boolean,
  ledger: Ledger,
): Release {
  const { rungs } = laddersOf(inputs, strategy, byHand, ledger)
  const { router, settings } = routerOf(base.service, ['-stable', '-canary'], namespace, ledger)
  const at = under(inputs, 'strategy')
  if (strategy === 'canary') ledger.carried(at, 'canary-step')
  else
    ledger.changed(
      at ?? under(step, 'uses'),
      'canary-step',
      'It replaces pods in place. Sluice needs the new version beside the stable one, and compares them.',
    )
  return {
    ...base,
    action: 'canary-step',
    persons: byHand ? ['promotes'] : [],
    inputs: [
      entry('router', router),
      entry('router-settings', { map: settings }),
      ...armInputs([], { pairs: [{ baseline: 'stable', candidate: 'canary' }] }, ledger),
      ...planInputs({
        metrics: [],
        rungs,
        intervals: [],
        delays: [],
        errorLimits: [],
        lasts: 0,
        longestPause: 0,
        ledger,
      }),
    ],
  }
}

function laddersOf(
  inputs: InputPlace | undefined,
  strategy: string,
  byHand: boolean,
  ledger: Ledger,
): Ladder {
  const place = under(inputs, 'percentage')
  const share = numberUnder(inputs, 'percentage')
  if (strategy === 'canary' && place !== undefined && share !== undefined)
    return ladderOf([{ place, weight: share }], byHand, ledger)
  ledger.left(
    place,
    share === undefined ? 'GitHub computes it in the workflow.' : 'It is for the strategy canary only.',
    'Correct `ladder`.',
  )
  return ladderOf([], byHand, ledger)
}

function swapOf(
  base: Base,
  inputs: InputPlace | undefined,
  namespace: string | undefined,
  waits: boolean,
  ledger: Ledger,
): Release {
  const { router, settings } = routerOf(base.service, ['', '-green'], namespace, ledger)
  ledger.carried(under(inputs, 'strategy'), 'bluegreen-swap')
  ledger.chosen('watch', 'for: 5m', 'the target is watched at least so long')
  ledger.chosen('watch.arms', 'blue green', 'write what the two colours are called in your metrics')
  return {
    ...base,
    action: 'bluegreen-swap',
    persons: waits ? ['approves'] : [],
    inputs: [
      entry('mode', 'router'),
      entry('router', router),
      entry('router-settings', { map: settings }),
      ...swapMetricInputs([], ledger),
      entry('watch', {
        map: [
          entry('for', '5m'),
          entry('arms', 'blue green', 'What the two colours are called in your metrics.'),
        ],
      }),
      entry('retire', 'keep'),
    ],
  }
}

const DEPLOY = 'It belongs to the deploy step.'
const KEEP =
  'Keep a step of azure/k8s-deploy with `strategy: basic` for the candidate, and give it this input.'

const INPUTS: Readonly<Record<string, readonly [why: string, todo?: string]>> = {
  'traffic-split-method': [
    'Sluice sets weights on a route.',
    'Replace the TrafficSplit, or the split by pods, by a route of the Gateway API or Istio.',
  ],
  'baseline-and-canary-replicas': [
    'Sluice starts no pods.',
    'Give both versions enough pods. A control of equal size is `share` in docs/rollouts.md.',
  ],
  'route-method': [
    'Sluice switches a route between two Services.',
    'Make a route for both: docs/routers/kubernetes.md.',
  ],
  'version-switch-buffer': [
    'Sluice swaps as soon as its checks pass.',
    'Add a wait timer to the environment at GitHub, if you need it.',
  ],
  token: ['It is a secret.', 'Sluice takes `github-token` by itself.'],
}

const OWN: ReadonlySet<string> = new Set(['action', 'strategy', 'percentage', 'namespace'])

function tellInputs(inputs: InputPlace | undefined, ledger: Ledger): void {
  ledger.carried(under(inputs, 'action'), 'the step canary-step or bluegreen-swap')
  for (const [key, place] of inputs?.entries ?? [])
    if (!OWN.has(key)) ledger.left(place, ...(INPUTS[key] ?? ([DEPLOY, KEEP] as const)))
}

/** The rest of the workflow stays the user's. */
function tellOthers(document: InputPlace, uses: readonly Use[], ledger: Ledger): void {
  const steps = new Set(uses.map(({ step }) => step))
  for (const { step } of uses) {
    ledger.carried(under(step, 'uses'), 'the format')
    for (const [key, place] of step.entries)
      if (!['uses', 'with'].includes(key)) ledger.left(place, 'It belongs to this step of your workflow.')
  }
  if (steps.has(document)) return
  const jobs = under(document, 'jobs')
  const why = 'Sluice writes a workflow of its own.'
  const move = 'Move it there if the release needs it.'
  for (const [key, place] of document.entries)
    if (!['jobs', 'steps', 'runs'].includes(key)) ledger.left(place, why)
  for (const job of jobs?.entries.map(([, one]) => one) ?? [])
    for (const [key, place] of job.entries) if (key !== 'steps') ledger.left(place, why, move)
  const all = [
    ...document.items,
    ...itemsUnder(document, 'steps'),
    ...itemsUnder(document, 'runs', 'steps'),
    ...(jobs?.entries.flatMap(([, job]) => itemsUnder(job, 'steps')) ?? []),
  ]
  for (const step of all) if (!steps.has(step)) ledger.left(step, why, move)
}
