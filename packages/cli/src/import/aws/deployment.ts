import type { Ledger } from '../ledger.ts'
import type { InputPlace } from '../place.ts'
import { measured, planInputs } from '../plan.ts'
import { entry, spelledDuration, type Entry, type Release } from '../release.ts'
import { alarmMetrics, CLOUDWATCH, SHORTEST_SECONDS, usualMetric, type Dimensions } from './alarms.ts'
import { awsItems, awsNumber, awsText, eitherCase } from './keys.ts'
import { targetOf, type AwsReading } from './target.ts'
import { atOnce, shiftByName, shiftOf, type TimedLadder } from './traffic.ts'

/** A deployment group, a function of SAM, or a configuration that stands alone. */
export interface CodeDeployment {
  readonly kind: 'group' | 'function' | 'config'
  readonly about: InputPlace | undefined
  readonly name: string
}

const LONGEST_BAKE = 18_000

/** One deployment of CodeDeploy as a canary. */
export function deploymentOf({ kind, about, name }: CodeDeployment, reading: AwsReading): Release {
  const { ledger } = reading
  ledger.begin(name)
  const preference = eitherCase(about, 'DeploymentPreference')
  const settings = preference ?? about
  const byHand =
    awsText(about, 'blueGreenDeploymentConfiguration', 'deploymentReadyOption', 'actionOnTimeout') ===
    'STOP_DEPLOYMENT'
  const shift = shiftIn(kind, settings, reading)
  const platform = platformOf(about, shift.config, preference !== undefined)
  const target = targetOf(platform, about, reading)
  const watched = alarmNames(settings)
  const dimensions: Dimensions | undefined = target.dimensions
  const metrics = measured(alarmMetrics(watched, reading.alarms, dimensions, ledger), ledger)
  const bake = tellGroup(about, preference, name, ledger)
  const instead =
    dimensions === undefined ? undefined : { source: CLOUDWATCH, metric: usualMetric(dimensions) }
  return {
    action: 'canary-step',
    service: name,
    from: fromOf(kind, name),
    login: 'aws',
    persons: byHand ? ['approves'] : [],
    ...(target.steps === undefined ? {} : { steps: target.steps }),
    ...(target.with === undefined ? {} : { with: target.with }),
    inputs: [
      entry('router', target.router),
      entry('router-settings', { map: target.settings }),
      ...target.arms,
      ...planInputs({
        metrics,
        rungs: shift.rungs,
        intervals: [],
        delays: [],
        errorLimits: [],
        lasts: shift.pause * shift.rungs.length,
        longestPause: shift.pause,
        shortest: SHORTEST_SECONDS,
        ...(instead === undefined ? {} : { instead }),
        ledger,
      }),
      ...bake,
    ],
  }
}

function fromOf(kind: CodeDeployment['kind'], name: string): string {
  if (kind === 'config') return 'a deployment of CodeDeploy'
  return kind === 'group'
    ? `the deployment group of "${name}" in CodeDeploy`
    : `the function "${name}" of SAM`
}

function shiftIn(
  kind: CodeDeployment['kind'],
  settings: InputPlace | undefined,
  { configs, ledger }: AwsReading,
): TimedLadder & { readonly config?: InputPlace } {
  const at =
    kind === 'config'
      ? undefined
      : (eitherCase(settings, 'deploymentConfigName') ?? eitherCase(settings, 'Type'))
  const name = awsText(at) ?? (kind === 'config' ? undefined : nameIn(at))
  const config = kind === 'config' ? [...configs.values()][0] : configs.get(name ?? '')
  if (config !== undefined) {
    if (at !== undefined) ledger.carried(at, 'ladder')
    tellConfig(config, ledger)
    const routing = eitherCase(config, 'trafficRoutingConfig')
    return { ...(shiftOf(routing, false, ledger) ?? atOnce(routing ?? config, false, ledger)), config }
  }
  return shiftByName(at, name ?? '', false, ledger) ?? atOnce(at, false, ledger)
}

/** The resource that a reference names. */
function nameIn(place: InputPlace | undefined): string | undefined {
  const leaf = place?.kind === 'leaf' ? place : place?.entries.find(([key]) => key === 'Ref')?.[1]
  return leaf?.leaf === undefined || leaf.leaf === null ? undefined : String(leaf.leaf)
}

function tellConfig(config: InputPlace, ledger: Ledger): void {
  ledger.carried(eitherCase(config, 'deploymentConfigName'), 'ladder')
  ledger.carried(eitherCase(config, 'computePlatform'), 'router')
  for (const key of ['deploymentConfigId', 'createTime'])
    ledger.left(eitherCase(config, key), 'It says nothing about traffic.')
  for (const key of ['minimumHealthyHosts', 'zonalConfig'])
    ledger.left(
      eitherCase(config, key),
      'Sluice does not replace instances.',
      'Replace them in your deploy step.',
    )
}

type Platform = 'ECS' | 'Lambda' | 'Server'

function platformOf(
  about: InputPlace | undefined,
  config: InputPlace | undefined,
  isFunction: boolean,
): Platform | undefined {
  if (isFunction) return 'Lambda'
  const said = awsText(about, 'computePlatform') ?? awsText(config, 'computePlatform')
  if (said === 'ECS' || said === 'Lambda' || said === 'Server') return said
  const name = awsText(about, 'deploymentConfigName') ?? ''
  if (/Lambda/.test(name)) return 'Lambda'
  if (/ECS/.test(name) || awsItems(about, 'ecsServices').length > 0) return 'ECS'
  return name === '' ? undefined : 'Server'
}

function alarmNames(
  settings: InputPlace | undefined,
): readonly { readonly place: InputPlace; readonly name: string }[] {
  const list = [...awsItems(settings, 'alarmConfiguration', 'alarms'), ...awsItems(settings, 'Alarms')]
  return list.map((place) => ({
    place,
    name:
      awsText(place, 'name') ?? awsText(place) ?? nameIn(place) ?? nameIn(eitherCase(place, 'name')) ?? '',
  }))
}

/** The rest of a group; gives the time that the new version is watched at 100%. */
function tellGroup(
  about: InputPlace | undefined,
  preference: InputPlace | undefined,
  service: string,
  ledger: Ledger,
): readonly Entry[] {
  ledger.carried(eitherCase(about, 'applicationName'), 'service')
  ledger.carried(eitherCase(about, 'FunctionName'), 'service')
  ledger.carried(eitherCase(about, 'computePlatform'), 'router')
  ledger.left(
    eitherCase(about, 'deploymentGroupName'),
    'Sluice has one rollout for each service and environment.',
  )
  const rollback = eitherCase(about, 'autoRollbackConfiguration')
  if (awsText(rollback, 'enabled') === 'false')
    ledger.changed(rollback, 'the way back', 'Sluice always moves traffic back from a version that is worse.')
  else ledger.carried(rollback, 'the way back')
  const alarms = eitherCase(about, 'alarmConfiguration')
  ledger.changed(eitherCase(alarms, 'enabled'), 'metrics', 'Sluice always watches its metrics.')
  ledger.changed(
    eitherCase(alarms, 'ignorePollAlarmFailure'),
    'blind-for',
    'Metrics that cannot be read for three intervals move traffic back.',
  )
  const blueGreen = eitherCase(about, 'blueGreenDeploymentConfiguration')
  const ready = eitherCase(blueGreen, 'deploymentReadyOption')
  if (awsText(ready, 'actionOnTimeout') === 'STOP_DEPLOYMENT')
    ledger.changed(
      ready,
      'the job approve',
      'A person decides before traffic moves. Add required reviewers to its environment at GitHub.',
    )
  else ledger.carried(ready, 'a rollout that begins by itself')
  ledger.left(
    eitherCase(blueGreen, 'greenFleetProvisioningOption'),
    'Sluice starts no instances.',
    'Start the new version in your deploy step.',
  )
  const notOurs = [
    [
      'serviceRoleArn',
      'Sluice logs in with a role of its own.',
      'Give the role that docs/platforms/aws.md describes.',
    ],
    ['triggerConfigurations', 'The addresses are topics of SNS.', 'Use `notify`: docs/rollouts.md.'],
    ['lastSuccessfulDeployment', 'It is the state of one deployment.'],
    ['lastAttemptedDeployment', 'It is the state of one deployment.'],
    ['targetRevision', 'It is the state of one deployment.'],
    ['deploymentGroupId', 'It says nothing about traffic.'],
    ['deploymentStyle', 'Sluice always routes traffic between two versions.'],
    ['outdatedInstancesStrategy', 'Sluice does not replace instances.'],
    ['ec2TagFilters', 'Sluice does not replace instances.', 'Replace them in your deploy step.'],
    ['ec2TagSet', 'Sluice does not replace instances.', 'Replace them in your deploy step.'],
    [
      'onPremisesInstanceTagFilters',
      'Sluice does not replace instances.',
      'Replace them in your deploy step.',
    ],
    ['onPremisesTagSet', 'Sluice does not replace instances.', 'Replace them in your deploy step.'],
    ['autoScalingGroups', 'Sluice does not replace instances.', 'Replace them in your deploy step.'],
    ['terminationHookEnabled', 'Sluice does not replace instances.'],
  ] as const
  for (const [key, why, todo] of notOurs) ledger.left(eitherCase(about, key), why, todo)
  for (const hook of eitherCase(preference, 'Hooks')?.entries ?? [])
    ledger.left(
      hook[1],
      'Sluice calls no functions.',
      'Invoke it in a step of the workflow, before or after the canary.',
    )
  ledger.left(eitherCase(preference, 'Role'), 'Sluice logs in with a role of its own.')
  if (preference !== undefined)
    for (const [key, place] of about?.entries ?? [])
      if (!['DeploymentPreference', 'FunctionName', 'AutoPublishAlias'].includes(key))
        ledger.left(place, `It belongs to the function ${service}, which Sluice does not deploy.`)
  return bakeOf(blueGreen, ledger)
}

/** CodeDeploy keeps the old version for a while, in which an alarm still moves traffic back. */
function bakeOf(blueGreen: InputPlace | undefined, ledger: Ledger): readonly Entry[] {
  const end = eitherCase(blueGreen, 'terminateBlueInstancesOnDeploymentSuccess')
  const wait = eitherCase(end, 'terminationWaitTimeInMinutes')
  ledger.left(
    eitherCase(end, 'action'),
    'Sluice does not stop the old version.',
    'Stop it in a step after the canary.',
  )
  const seconds = (awsNumber(wait) ?? 0) * 60
  if (wait === undefined || seconds <= 0) {
    ledger.left(wait, 'It does not wait.')
    return []
  }
  const bake = Math.min(LONGEST_BAKE, seconds)
  if (bake === seconds) ledger.carried(wait, `bake: ${spelledDuration(bake)}`)
  else ledger.changed(wait, `bake: ${spelledDuration(bake)}`, 'A job of GitHub lasts at most six hours.')
  return [entry('bake', spelledDuration(bake))]
}
