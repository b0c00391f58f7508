import { CHANGE_ME } from '../../init/files.ts'
import type { Ledger } from '../ledger.ts'
import type { InputPlace } from '../place.ts'
import { entry, type Entry } from '../release.ts'
import { commandRouter } from '../routing.ts'
import type { Dimensions } from './alarms.ts'
import { awsItems, awsName, awsText, eitherCase } from './keys.ts'

/** What the other documents say. */
export interface AwsReading {
  readonly configs: ReadonlyMap<string, InputPlace>
  readonly alarms: ReadonlyMap<string, InputPlace>
  readonly appSpecs: readonly InputPlace[]
  readonly ledger: Ledger
}

/** What splits the traffic of a deployment, and how its metrics tell the versions apart. */
export interface ReleaseTarget {
  readonly router: string
  readonly settings: readonly Entry[]
  readonly arms: readonly Entry[]
  readonly dimensions?: Dimensions
  readonly steps?: readonly string[]
  readonly with?: readonly string[]
}

export function targetOf(
  platform: 'ECS' | 'Lambda' | 'Server' | undefined,
  about: InputPlace | undefined,
  { appSpecs, ledger }: AwsReading,
): ReleaseTarget {
  for (const one of appSpecs) tellAppSpec(one, ledger)
  const resources = appSpecs.flatMap((one) =>
    awsItems(one, 'Resources').flatMap(({ entries }) => entries.map(([, place]) => place)),
  )
  const lambda = resources.find((one) => awsText(one, 'Type') === 'AWS::Lambda::Function')
  if (platform === 'Lambda' || lambda !== undefined)
    return lambdaTarget(about, eitherCase(lambda, 'Properties'), ledger)
  const pairs = awsItems(about, 'loadBalancerInfo', 'targetGroupPairInfoList')
  const [pair] = pairs
  if (platform === 'ECS' || pair !== undefined) return albTarget(about, pair, ledger)
  const groups = eitherCase(about, 'loadBalancerInfo')
  ledger.left(
    groups,
    'It names one target group, in which instances are replaced.',
    'Give each version a target group of its own: docs/routers/alb.md.',
  )
  if (platform === 'Server') return albTarget(about, undefined, ledger)
  const { router, settings } = commandRouter(ledger)
  ledger.chosen('baseline, candidate', CHANGE_ME, 'the input does not say what is deployed')
  return {
    router,
    settings,
    arms: [entry('baseline', `${CHANGE_ME}-stable`), entry('candidate', `${CHANGE_ME}-next`)],
  }
}

function lambdaTarget(
  about: InputPlace | undefined,
  properties: InputPlace | undefined,
  ledger: Ledger,
): ReleaseTarget {
  const [nameAt, aliasAt] = [
    eitherCase(properties, 'Name') ?? eitherCase(about, 'FunctionName'),
    eitherCase(properties, 'Alias') ?? eitherCase(about, 'AutoPublishAlias'),
  ]
  const name = nameAt === undefined ? CHANGE_ME : plain(awsName(nameAt, 'router-settings.function', ledger))
  const alias = aliasAt === undefined ? CHANGE_ME : plain(awsName(aliasAt, 'router-settings.alias', ledger))
  for (const [what, value] of [
    ['function', name],
    ['alias', alias],
  ] as const)
    if (value === CHANGE_ME)
      ledger.chosen(`router-settings.${what}`, CHANGE_ME, `the input does not name the ${what} of Lambda`)
  for (const key of ['CurrentVersion', 'TargetVersion'])
    ledger.changed(
      eitherCase(properties, key),
      'baseline, candidate',
      'The workflow asks Lambda for the two versions of each release.',
    )
  const versions = 'The workflow gives the numbers of each release instead.'
  const settings = [
    entry('function', name),
    entry('alias', alias),
    entry('baseline', '1', versions),
    entry('candidate', '2'),
  ]
  return {
    router: 'lambda',
    settings,
    arms: [entry('baseline', '1', versions), entry('candidate', '2')],
    dimensions: {
      namespace: 'AWS/Lambda',
      text: `FunctionName="${name}", Resource="${name}:${alias}", ExecutedVersion="$arm"`,
    },
    steps: [
      '- id: versions # the version that the alias serves, and the newest one that is published',
      '  run: |',
      '    {',
      `      echo "baseline=$(aws lambda get-alias --function-name ${name} --name ${alias} --query FunctionVersion --output text)"`,
      `      echo "candidate=$(aws lambda list-versions-by-function --function-name ${name} --query 'Versions[-1].Version' --output text)"`,
      '    } >> "$GITHUB_OUTPUT"',
    ],
    with: [
      'baseline: ${{ steps.versions.outputs.baseline }}',
      'candidate: ${{ steps.versions.outputs.candidate }}',
      'router-settings: |',
      `  function: ${name}`,
      `  alias: ${alias}`,
      "  baseline: '${{ steps.versions.outputs.baseline }}'",
      "  candidate: '${{ steps.versions.outputs.candidate }}'",
    ],
  }
}

/** A name that may stand in a shell line: Lambda has no others. */
function plain(name: string): string {
  return /^[\w:-]+$/.test(name) ? name : CHANGE_ME
}

const LISTENER = /^(arn:[\w-]+:elasticloadbalancing:([\w-]+):(\d+)):listener\/(app\/[^/]+\/[^/]+)\/[^/]+$/

function albTarget(
  about: InputPlace | undefined,
  pair: InputPlace | undefined,
  ledger: Ledger,
): ReleaseTarget {
  const route = eitherCase(pair, 'prodTrafficRoute', 'listenerArns')
  const [listenerAt] = route?.items ?? []
  const listener = awsText(listenerAt)
  const [, own = '', , , balancer] = LISTENER.exec(listener ?? '') ?? []
  const isKnown = listener !== undefined && balancer !== undefined
  if (isKnown) ledger.carried(route, 'router-settings.rule')
  else {
    ledger.left(route, 'It is known to CloudFormation only.', `Replace ${CHANGE_ME} in router-settings.rule.`)
    ledger.chosen('router-settings.rule', CHANGE_ME, 'the input does not name a listener or a rule')
  }
  ledger.left(
    eitherCase(pair, 'testTrafficRoute'),
    'Sluice sends no test traffic.',
    'Call the test listener in a step before the canary.',
  )
  const names = awsItems(pair, 'targetGroups').map((one) =>
    awsName(eitherCase(one, 'name'), 'router-settings', ledger),
  )
  const prefix = isKnown ? own : `arn:aws:elasticloadbalancing:${CHANGE_ME}:${CHANGE_ME}`
  const [blue, green] = [names[0] ?? `${CHANGE_ME}-blue`, names[1] ?? `${CHANGE_ME}-green`].map(
    (name) => `targetgroup/${name}/${CHANGE_ME}`,
  )
  ledger.chosen(
    'router-settings.baseline, candidate',
    CHANGE_ME,
    'the address of a target group ends with an id that the input does not have',
  )
  for (const service of awsItems(about, 'ecsServices'))
    ledger.left(
      service,
      'CodeDeploy runs both versions as task sets of one service. Sluice only moves traffic.',
      'Make two ECS services with the rolling deployment controller, one for each target group.',
    )
  return {
    router: 'alb',
    settings: [
      entry('rule', isKnown ? listener : CHANGE_ME),
      entry('baseline', `${prefix}:${blue ?? ''}`),
      entry('candidate', `${prefix}:${green ?? ''}`),
    ],
    arms: [
      entry('baseline', blue ?? '', 'What the target groups are called in CloudWatch.'),
      entry('candidate', green ?? ''),
    ],
    dimensions: {
      namespace: 'AWS/ApplicationELB',
      text: `TargetGroup="$arm", LoadBalancer="${balancer ?? CHANGE_ME}"`,
    },
  }
}

function tellAppSpec(spec: InputPlace, ledger: Ledger): void {
  ledger.carried(eitherCase(spec, 'version'), 'the format')
  for (const resource of awsItems(spec, 'Resources'))
    for (const [, place] of resource.entries) {
      ledger.carried(eitherCase(place, 'Type'), 'router')
      for (const key of [
        'TaskDefinition',
        'LoadBalancerInfo',
        'PlatformVersion',
        'NetworkConfiguration',
        'CapacityProviderStrategy',
      ])
        ledger.left(
          eitherCase(place, 'Properties', key),
          'Sluice does not start the new version.',
          'Start it in your deploy step.',
        )
    }
  for (const hook of awsItems(spec, 'Hooks'))
    ledger.left(
      hook,
      'Sluice calls no functions.',
      'Invoke it in a step of the workflow, before or after the canary.',
    )
  for (const key of ['os', 'files', 'permissions', 'hooks', 'file_exists_behavior'])
    if (spec.entries.some(([name]) => name === key))
      ledger.left(
        eitherCase(spec, key),
        'Sluice does not copy files to instances.',
        'Do it in your deploy step.',
      )
}
