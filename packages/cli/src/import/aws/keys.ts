import { CHANGE_ME } from '../../init/files.ts'
import type { Ledger } from '../ledger.ts'
import type { InputPlace } from '../place.ts'

/** What stands under these keys, in the spelling of the API (`alarmConfiguration`) or of CloudFormation (`AlarmConfiguration`). */
export function eitherCase(
  place: InputPlace | undefined,
  ...keys: readonly string[]
): InputPlace | undefined {
  return keys.reduce(
    (found: InputPlace | undefined, key) =>
      found?.entries.find(
        ([name]) =>
          name.charAt(0).toLowerCase() + name.slice(1) === key.charAt(0).toLowerCase() + key.slice(1),
      )?.[1],
    place,
  )
}

/** A text; undefined for a reference that only CloudFormation resolves. */
export function awsText(place: InputPlace | undefined, ...keys: readonly string[]): string | undefined {
  const found = eitherCase(place, ...keys)
  return found === undefined || found.kind !== 'leaf' || found.tag !== undefined || found.leaf === null
    ? undefined
    : String(found.leaf)
}

export function awsNumber(place: InputPlace | undefined, ...keys: readonly string[]): number | undefined {
  const value = Number(awsText(place, ...keys) ?? NaN)
  return Number.isFinite(value) ? value : undefined
}

export function awsItems(place: InputPlace | undefined, ...keys: readonly string[]): readonly InputPlace[] {
  return eitherCase(place, ...keys)?.items ?? []
}

/** A name for the output: CHANGE-ME for one that only CloudFormation resolves. */
export function awsName(place: InputPlace | undefined, into: string, ledger: Ledger): string {
  const text = awsText(place)
  if (text !== undefined) {
    ledger.carried(place, into)
    return text
  }
  ledger.left(place, 'It is known to CloudFormation only.', `Replace ${CHANGE_ME} in ${into}.`)
  return CHANGE_ME
}

/** Resources of a CloudFormation template that have one of these types, with their properties. */
export function resourcesOf(
  template: InputPlace,
  type: RegExp,
): readonly {
  readonly name: string
  readonly resource: InputPlace
  readonly properties: InputPlace | undefined
}[] {
  const resources = template.entries.find(([key]) => key === 'Resources')?.[1]
  return (resources?.entries ?? []).flatMap(([name, resource]) =>
    type.test(awsText(resource, 'Type') ?? '')
      ? [{ name, resource, properties: eitherCase(resource, 'Properties') }]
      : [],
  )
}

/** Resources that some importer reads. */
const READ_TYPES =
  /^AWS::(CodeDeploy::(DeploymentConfig|DeploymentGroup)|Serverless::Function|SageMaker::Endpoint(Config)?|CloudWatch::Alarm)$/

/** The other resources of a template stay where they are. */
export function tellTemplate(document: InputPlace, ledger: Ledger): void {
  const rest = 'It is no setting of a deployment.'
  for (const key of [
    'AWSTemplateFormatVersion',
    'Transform',
    'Description',
    'Parameters',
    'Outputs',
    'Globals',
    'Conditions',
    'Mappings',
    'Metadata',
  ])
    ledger.left(eitherCase(document, key), rest)
  for (const { resource } of resourcesOf(document, /./)) {
    const type = awsText(resource, 'Type') ?? ''
    if (!READ_TYPES.test(type)) ledger.left(resource, rest)
    else ledger.carried(eitherCase(resource, 'Type'), 'the format')
  }
}
