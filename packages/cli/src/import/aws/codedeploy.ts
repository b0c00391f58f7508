import type { Importer } from '../importer.ts'
import type { InputPlace } from '../place.ts'
import type { Release } from '../release.ts'
import { alarmsIn } from './alarms.ts'
import { awsItems, awsText, eitherCase, resourcesOf, tellTemplate } from './keys.ts'
import { deploymentOf, type CodeDeployment } from './deployment.ts'

const TYPES = /^AWS::(CodeDeploy::(DeploymentConfig|DeploymentGroup)|Serverless::Function)$/

/** CodeDeployment configurations and groups of CodeDeploy, AppSpec files, and CloudFormation and SAM templates with them. */
export const codeDeploy: Importer = {
  claims: (document) =>
    eitherCase(document, 'deploymentConfigInfo') !== undefined ||
    eitherCase(document, 'deploymentGroupInfo') !== undefined ||
    eitherCase(document, 'MetricAlarms') !== undefined ||
    isAppSpec(document) ||
    resourcesOf(document, TYPES).some(({ properties }) => isOurs(properties)),
  read: (documents, ledger) => {
    const configs = configsIn(documents)
    const alarms = alarmsIn(documents)
    const appSpecs = documents.filter(isAppSpec)
    const found = [...groupsIn(documents), ...functionsIn(documents)]
    const all: readonly CodeDeployment[] = found.length > 0 ? found : [aloneIn(documents, configs)]
    for (const document of documents) tellTemplate(document, ledger)
    const releases = all.flatMap((one): Release[] =>
      one.about === undefined ? [] : [deploymentOf(one, { configs, alarms, appSpecs, ledger })],
    )
    return releases
  },
}

function isOurs(properties: InputPlace | undefined): boolean {
  const isFunction =
    eitherCase(properties, 'CodeUri') !== undefined || eitherCase(properties, 'Handler') !== undefined
  return !isFunction || eitherCase(properties, 'DeploymentPreference') !== undefined
}

/** An AppSpec has a version and resources, or hooks of EC2. */
function isAppSpec(document: InputPlace): boolean {
  const version = awsText(document, 'version')
  return (
    version !== undefined &&
    Number(version) === 0 &&
    (awsItems(document, 'Resources').length > 0 || eitherCase(document, 'os') !== undefined)
  )
}

/** Configurations by their names, with what routes traffic in them. */
function configsIn(documents: readonly InputPlace[]): ReadonlyMap<string, InputPlace> {
  const printed = documents.flatMap((one) => eitherCase(one, 'deploymentConfigInfo') ?? [])
  const made = documents.flatMap((one) => resourcesOf(one, /::DeploymentConfig$/))
  return new Map([
    ...printed.map((one) => [awsText(one, 'deploymentConfigName') ?? '', one] as const),
    ...made.flatMap(({ name, properties }) =>
      properties === undefined
        ? []
        : [
            [name, properties] as const,
            [awsText(properties, 'DeploymentConfigName') ?? name, properties] as const,
          ],
    ),
  ])
}

function groupsIn(documents: readonly InputPlace[]): readonly CodeDeployment[] {
  const printed = documents.flatMap((one) => eitherCase(one, 'deploymentGroupInfo') ?? [])
  const made = documents.flatMap((one) => resourcesOf(one, /::DeploymentGroup$/))
  return [
    ...printed.map((about) => ({
      kind: 'group' as const,
      about,
      name: awsText(about, 'applicationName') ?? 'app',
    })),
    ...made.map(({ name, properties }) => ({
      kind: 'group' as const,
      about: properties,
      name: awsText(properties, 'ApplicationName') ?? name,
    })),
  ]
}

function functionsIn(documents: readonly InputPlace[]): readonly CodeDeployment[] {
  return documents
    .flatMap((one) => resourcesOf(one, /^AWS::Serverless::Function$/))
    .filter(({ properties }) => eitherCase(properties, 'DeploymentPreference') !== undefined)
    .map(({ name, properties }) => ({
      kind: 'function' as const,
      about: properties,
      name: awsText(properties, 'FunctionName') ?? name,
    }))
}

/** Only a configuration or an AppSpec: the service has no name. */
function aloneIn(documents: readonly InputPlace[], configs: ReadonlyMap<string, InputPlace>): CodeDeployment {
  const [config] = configs.values()
  const [appSpec] = documents.filter(isAppSpec)
  return { kind: 'config', about: config ?? appSpec, name: 'app' }
}
