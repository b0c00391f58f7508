import { CHANGE_ME } from '../../init/files.ts'
import type { Importer } from '../importer.ts'
import { evenLadder, ladderOf, type Ladder } from '../ladder.ts'
import type { Ledger } from '../ledger.ts'
import type { InputPlace } from '../place.ts'
import { measured, planInputs } from '../plan.ts'
import { entry, spelledDuration, tidy, type Entry, type Release } from '../release.ts'
import { alarmMetrics, alarmsIn, CLOUDWATCH, usualMetric } from './alarms.ts'
import { awsItems, awsName, awsNumber, awsText, eitherCase, resourcesOf, tellTemplate } from './keys.ts'

const TYPES = /^AWS::SageMaker::Endpoint(Config)?$/

/** SageMaker counts once a minute, and a model often has few requests. */
const SHORTEST_SECONDS = 300
const LONGEST_BAKE = 18_000

/** Deployment settings and variants of SageMaker endpoints: inputs of the API, and CloudFormation. */
export const sageMaker: Importer = {
  claims: (document) =>
    isEndpoint(document) ||
    awsItems(document, 'ProductionVariants').length > 0 ||
    eitherCase(document, 'MetricAlarms') !== undefined ||
    resourcesOf(document, TYPES).length > 0,
  read: (documents, ledger) => {
    const made = (type: RegExp): readonly InputPlace[] =>
      documents.flatMap((one) => resourcesOf(one, type).flatMap(({ properties }) => properties ?? []))
    const endpoints = [...documents.filter(isEndpoint), ...made(/::Endpoint$/)]
    const configs = [
      ...documents.filter((one) => awsItems(one, 'ProductionVariants').length > 0 && !isEndpoint(one)),
      ...made(/::EndpointConfig$/),
    ]
    if (endpoints.length + configs.length === 0) return []
    for (const document of documents) tellTemplate(document, ledger)
    const alarms = alarmsIn(documents)
    const [config] = configs
    return endpoints.length === 0
      ? [releaseOf(undefined, config, alarms, ledger)]
      : endpoints.map((endpoint) => releaseOf(endpoint, config, alarms, ledger))
  },
}

function isEndpoint(document: InputPlace): boolean {
  return policyOf(document) !== undefined
}

function policyOf(endpoint: InputPlace | undefined): InputPlace | undefined {
  const config = eitherCase(endpoint, 'DeploymentConfig') ?? eitherCase(endpoint, 'LastDeploymentConfig')
  return eitherCase(config, 'BlueGreenUpdatePolicy') ?? eitherCase(config, 'RollingUpdatePolicy')
}

function releaseOf(
  endpoint: InputPlace | undefined,
  config: InputPlace | undefined,
  alarms: ReadonlyMap<string, InputPlace>,
  ledger: Ledger,
): Release {
  const nameAt = eitherCase(endpoint, 'EndpointName')
  const name = nameAt === undefined ? CHANGE_ME : awsName(nameAt, 'router-settings.endpoint', ledger)
  const service = awsText(nameAt) ?? awsText(config, 'EndpointConfigName') ?? 'model'
  ledger.begin(service)
  if (name === CHANGE_ME)
    ledger.chosen('router-settings.endpoint', CHANGE_ME, 'the input does not name the endpoint')
  const variants = variantsOf(endpoint, config, ledger)
  const steps = stepsOf(endpoint, variants, ledger)
  const dimensions = {
    namespace: 'AWS/SageMaker',
    text: `EndpointName="${name}", VariantName="$arm"`,
  } as const
  const deployment = eitherCase(endpoint, 'DeploymentConfig') ?? eitherCase(endpoint, 'LastDeploymentConfig')
  const watched = awsItems(deployment, 'AutoRollbackConfiguration', 'Alarms').map((place) => ({
    place,
    name: awsText(place, 'AlarmName') ?? String(eitherCase(place, 'AlarmName')?.leaf ?? ''),
  }))
  const metrics = measured(alarmMetrics(watched, alarms, dimensions, ledger), ledger)
  tellEndpoint(endpoint, config, ledger)
  return {
    action: 'canary-step',
    service,
    from: `the endpoint "${service}" of SageMaker`,
    login: 'aws',
    persons: [],
    inputs: [
      entry('router', 'sagemaker'),
      entry('router-settings', {
        map: [
          entry('endpoint', name),
          entry('baseline', variants.baseline),
          entry('candidate', variants.candidate),
        ],
      }),
      entry('baseline', variants.baseline, 'The names of the variants, also in CloudWatch.'),
      entry('candidate', variants.candidate),
      ...planInputs({
        metrics,
        rungs: steps.rungs,
        intervals: [],
        delays: [],
        errorLimits: [],
        lasts: steps.pause * steps.rungs.length,
        longestPause: steps.pause,
        shortest: SHORTEST_SECONDS,
        instead: { source: CLOUDWATCH, metric: usualMetric(dimensions) },
        ledger,
      }),
      ...endings(policyOf(endpoint), ledger),
    ],
  }
}

interface Variants {
  readonly baseline: string
  readonly candidate: string
  /** Instances of the baseline, if they are counted. */
  readonly instances?: number
  /** The candidate's weight, in percent, and where it stands. */
  readonly weight?: { readonly place: InputPlace; readonly weight: number }
}

function variantsOf(
  endpoint: InputPlace | undefined,
  config: InputPlace | undefined,
  ledger: Ledger,
): Variants {
  const list = [...awsItems(config, 'ProductionVariants'), ...awsItems(endpoint, 'ProductionVariants')]
  const weightOf = (one: InputPlace): number => awsNumber(one, 'InitialVariantWeight') ?? 1
  const sorted = list.toSorted((a, b) => weightOf(b) - weightOf(a))
  const [first, second, ...others] = sorted
  for (const one of others)
    ledger.left(
      one,
      'Sluice compares two variants, and refuses a third one that has a weight.',
      'Give it weight 0, or release it on its own.',
    )
  const named = (one: InputPlace | undefined, arm: string): string => {
    const place = eitherCase(one, 'VariantName')
    return place === undefined ? CHANGE_ME : awsName(place, arm, ledger)
  }
  const baseline = named(first, 'baseline')
  const candidate = second === undefined ? `${CHANGE_ME}-next` : named(second, 'candidate')
  if (second === undefined)
    ledger.chosen(
      'candidate',
      candidate,
      'SageMaker replaces all instances of a variant. Sluice compares two variants, so add a second one with weight 0: docs/routers/sagemaker.md',
    )
  for (const one of [first, second])
    for (const [key, place] of one?.entries ?? [])
      if (!['VariantName', 'InitialVariantWeight'].includes(key))
        ledger.left(place, 'It belongs to the instances.', 'Keep it in the endpoint configuration.')
  const instances = awsNumber(first, 'InitialInstanceCount')
  ledger.changed(
    eitherCase(first, 'InitialVariantWeight'),
    'the baseline',
    'The variant with the highest weight is the stable one.',
  )
  const place = eitherCase(second, 'InitialVariantWeight')
  const total = first === undefined || second === undefined ? 0 : weightOf(first) + weightOf(second)
  const weight =
    place === undefined || total <= 0 ? 0 : Math.round((1000 * (awsNumber(place) ?? 0)) / total) / 10
  if (place !== undefined && weight === 0) ledger.carried(place, 'a candidate that begins at 0')
  else
    ledger.changed(
      place,
      'ladder',
      'Sluice begins with a candidate that nobody uses: set its weight to 0 before the release.',
    )
  if (first === undefined)
    ledger.chosen('baseline', CHANGE_ME, 'the input does not name the variant that serves now')
  return {
    baseline,
    candidate,
    ...(instances === undefined ? {} : { instances }),
    ...(place === undefined || weight === 0 ? {} : { weight: { place, weight } }),
  }
}

interface Steps extends Ladder {
  readonly pause: number
}

function stepsOf(endpoint: InputPlace | undefined, { instances, weight }: Variants, ledger: Ledger): Steps {
  const policy = policyOf(endpoint)
  const routing = eitherCase(policy, 'TrafficRoutingConfiguration')
  const wait = eitherCase(routing, 'WaitIntervalInSeconds') ?? eitherCase(policy, 'WaitIntervalInSeconds')
  ledger.changed(
    wait,
    'interval, max-wait',
    'Sluice goes up when the evidence is enough, after three intervals at the earliest. It does not wait for a fixed time.',
  )
  const pause = awsNumber(wait) ?? 0
  const one = eitherCase(routing, 'CanarySize')
  const each = eitherCase(routing, 'LinearStepSize') ?? eitherCase(policy, 'MaximumBatchSize')
  ledger.carried(eitherCase(routing, 'Type'), 'ladder')
  const size = one ?? each
  const value = eitherCase(size, 'Value')
  const share = shareOf(size, instances, ledger)
  if (value !== undefined && share !== undefined) {
    if (weight !== undefined) ledger.left(weight.place, 'The ladder says how much the candidate gets.')
    return {
      ...(one === undefined
        ? evenLadder(value, share, 100, false, ledger)
        : ladderOf([{ place: value, weight: share }], false, ledger)),
      pause,
    }
  }
  if (weight !== undefined && size === undefined) return { ...ladderOf([weight], false, ledger), pause }
  return { ...ladderOf([], false, ledger), pause }
}

/** A step in percent. Instances count out of all, where those are known. */
function shareOf(
  size: InputPlace | undefined,
  instances: number | undefined,
  ledger: Ledger,
): number | undefined {
  const type = eitherCase(size, 'Type')
  const value = awsNumber(size, 'Value')
  if (value === undefined) return undefined
  if (awsText(type) !== 'INSTANCE_COUNT') {
    ledger.carried(type, 'percent of the traffic')
    return value
  }
  if (instances === undefined || instances <= 0) {
    ledger.left(
      size,
      'It counts instances, and the input does not say how many there are.',
      'Correct `ladder`.',
    )
    return undefined
  }
  ledger.changed(type, 'percent of the traffic', `It is ${value} of ${instances} instances.`)
  return tidy((100 * value) / instances)
}

/** How long the new version is watched at 100%, and when the rollout gives up. */
function endings(policy: InputPlace | undefined, ledger: Ledger): readonly Entry[] {
  const wait = eitherCase(policy, 'TerminationWaitInSeconds')
  const most = eitherCase(policy, 'MaximumExecutionTimeoutInSeconds')
  const [bake, end] = [awsNumber(wait) ?? 0, awsNumber(most) ?? 0]
  if (bake > LONGEST_BAKE)
    ledger.changed(wait, `bake: ${spelledDuration(LONGEST_BAKE)}`, 'A job of GitHub lasts at most six hours.')
  else if (bake > 0) ledger.carried(wait, `bake: ${spelledDuration(bake)}`)
  else ledger.left(wait, 'It does not wait.')
  if (end > 0) ledger.carried(most, `give-up-after: ${spelledDuration(end)}`)
  return [
    ...(end > 0 ? [entry('give-up-after', spelledDuration(end))] : []),
    ...(bake > 0 ? [entry('bake', spelledDuration(Math.min(LONGEST_BAKE, bake)))] : []),
  ]
}

function tellEndpoint(
  endpoint: InputPlace | undefined,
  config: InputPlace | undefined,
  ledger: Ledger,
): void {
  const deploy = 'Give it to `update-endpoint` in your deploy step.'
  for (const key of [
    'RetainAllVariantProperties',
    'ExcludeRetainedVariantProperties',
    'RetainDeploymentConfig',
    'EndpointConfigName',
    'Tags',
  ])
    ledger.left(eitherCase(endpoint, key), 'Sluice changes weights only.', deploy)
  for (const key of [
    'DataCaptureConfig',
    'KmsKeyId',
    'AsyncInferenceConfig',
    'Tags',
    'ExplainerConfig',
    'ExecutionRoleArn',
    'VpcConfig',
    'EnableNetworkIsolation',
  ])
    ledger.left(
      eitherCase(config, key),
      'It belongs to the instances.',
      'Keep it in the endpoint configuration.',
    )
  ledger.left(eitherCase(config, 'EndpointConfigName'), 'Sluice writes no endpoint configuration.', deploy)
  ledger.left(
    eitherCase(config, 'ShadowProductionVariants'),
    'A shadow variant answers no one, so Sluice leaves it as it is.',
    'Use the action shadow-compare to compare its answers.',
  )
  const rolling = eitherCase(eitherCase(endpoint, 'DeploymentConfig'), 'RollingUpdatePolicy')
  ledger.left(eitherCase(rolling, 'RollbackMaximumBatchSize'), 'Sluice moves all traffic back at once.')
}
