import {
  duration,
  field,
  flag,
  httpUrl,
  itemOf,
  itemsOf,
  oneOf,
  optional,
  parseSettings,
  parseYaml,
  percent,
  refuse,
  secret,
  text,
  Unacceptable,
  UserError,
  wholeNumber,
  withDefault,
  type Field,
  type Io,
  type Values,
  textsField,
} from '@sluice/action'
import { REST, type FleetGroup } from './groups.ts'
import { httpStore } from './http-store.ts'
import { isArtifact, type FleetArtifact, type UpdateWindow } from './manifest.ts'
import { mqttStore } from './mqtt-store.ts'
import { readFleetKeys, readFleetSigningKeys } from './signatures.ts'
import type { FleetStore } from './store.ts'

const ARTIFACT =
  'mapping with `version`, `digest` (sha256:…), `bytes` and `url`, and maybe `requires` with `vendor`, `class`, `hardware` (list), `memory`, `flash` and `components` (lists)'

const artifact: Field<FleetArtifact> = field(ARTIFACT, (given) => {
  const data = parseYaml(given)
  const read =
    typeof data === 'object' && data !== null && 'version' in data
      ? { ...data, version: String(data.version) }
      : data
  return isArtifact(read) ? read : refuse(ARTIFACT, given)
})

const updateWindow: Field<UpdateWindow> = field('times of day in UTC such as `22:00-04:30`', (given) => {
  const found = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(given)
  const [h1, m1, h2, m2] = (found?.slice(1) ?? []).map(Number)
  if (h1 === undefined || m1 === undefined || h2 === undefined || m2 === undefined) {
    throw new Unacceptable(`must be times of day in UTC such as \`22:00-04:30\`, got ${given}`)
  }
  const good = h1 < 24 && h2 < 24 && m1 < 60 && m2 < 60
  return good ? { from: h1 * 60 + m1, to: h2 * 60 + m2 } : refuse('times of day', given)
})

/** Names on lines, separated by commas, or as a list. */
function names(shape: string): Field<readonly string[]> {
  return field(shape, (given) => given.split(/[\s,[\]"]+/).filter((name) => name !== ''))
}

const groupFields = {
  name: text('label of the group on the roster'),
  share: withDefault('100%', percent({ min: 0.01, max: 100 })),
  limit: optional(percent({ min: 0, max: 100 })),
  coverage: optional(percent({ min: 0, max: 100 })),
  'min-reports': optional(wholeNumber({ min: 1 })),
  approval: withDefault('false', flag()),
  devices: withDefault('[]', names('list of device ids')),
}

/** A group as it is written; what it leaves open is as for the whole fleet. */
type GivenGroup = Values<typeof groupFields>

const groupsField: Field<readonly GivenGroup[]> = itemsOf(
  'list of groups with `name`, `share`, `limit`, `coverage`, `min-reports`, `approval` and `devices`',
  (item, path) => itemOf(groupFields, typeof item === 'string' ? { name: item } : item, path),
)

const common = {
  fleet: text('name of the fleet'),
  candidate: artifact,
  stable: optional(artifact),
  confirm: withDefault('10m', duration()),
  window: optional(updateWindow),
  limit: withDefault('10%', percent({ min: 0, max: 50 })),
  coverage: withDefault('60%', percent({ min: 0, max: 100 })),
  'answer-within': optional(duration()),
  'min-reports': withDefault('1', wholeNumber({ min: 1 })),
  roster: optional(text('path of a file with one device id a line, and the label of its group after it')),
  groups: withDefault('[]', groupsField),
  approved: withDefault('[]', names('list of groups')),
  retry: withDefault('false', flag()),
  'way-back': withDefault('10m', duration()),
  'telemetry-key': optional(secret(text('text of at least 32 characters'))),
  'previous-keys': optional(field('public keys, PEM', readFleetKeys)),
  'manifest-keys': optional(secret(field('private keys, PEM', readFleetSigningKeys))),
  keys: optional(text('path of the chain of key sets')),
}

/** `router-settings` of mode fleet, by adapter. */
const fleetSettings = {
  mqtt: {
    ...common,
    url: field('address such as mqtts://broker:8883', (given) =>
      /^(mqtts?|wss?|tcp|ssl):\/\//.test(given)
        ? given
        : refuse('address such as mqtts://broker:8883', given),
    ),
    username: optional(text('text')),
    password: optional(secret(text('text'))),
    quiet: withDefault('1s', duration()),
  },
  http: {
    ...common,
    manifest: httpUrl(),
    telemetry: httpUrl(),
    'keys-url': optional(httpUrl()),
    headers: { ...withDefault('{}', textsField('mapping of headers')), secret: true },
  },
} as const

/** The groups of a rollout with what the whole fleet says where they say nothing, and how all others follow. */
export function groupsOf({ groups, limit, coverage, 'min-reports': minReports }: FleetSettings): {
  readonly groups: readonly FleetGroup[]
  readonly others: FleetGroup
} {
  const others = { name: REST, share: 100, limit, coverage, minReports, approval: false, devices: [] }
  return {
    others,
    groups: groups.map((given) => ({
      name: given.name,
      share: given.share * 100,
      limit: given.limit ?? limit,
      coverage: given.coverage ?? coverage,
      minReports: given['min-reports'] ?? minReports,
      approval: given.approval,
      devices: given.devices,
    })),
  }
}

/** The settings that every adapter takes. */
export type FleetSettings = Values<typeof common>

/** What both adapters have in common, and a way to the devices. */
export function openStore(
  name: string,
  given: Readonly<Record<string, string>>,
  io: Io,
): { readonly settings: FleetSettings; readonly store: FleetStore } {
  const kind = oneOf(['mqtt', 'http']).parse(name)
  const where = '`router-settings`'
  if (kind === 'mqtt') {
    const settings = parseSettings(fleetSettings.mqtt, given, where)
    if (settings.password !== undefined) io.mask(settings.password)
    const fleetKey = telemetryKeyOf(settings, io)
    return { settings, store: mqttStore({ ...settings, quietMs: settings.quiet, fleetKey }, io) }
  }
  const settings = parseSettings(fleetSettings.http, given, where)
  for (const value of Object.values(settings.headers)) io.mask(value)
  const { manifest, telemetry, headers } = settings
  const fleetKey = telemetryKeyOf(settings, io)
  const store: FleetStore = httpStore(
    {
      ...{ manifest: manifest.href, telemetry: telemetry.href, headers, fleetKey },
      keys: settings['keys-url']?.href,
    },
    io,
  )
  return { settings, store }
}

const LEAST_KEY = 32

function telemetryKeyOf(
  settings: { readonly 'telemetry-key': string | undefined },
  io: Io,
): string | undefined {
  const key = settings['telemetry-key']
  if (key === undefined) return undefined
  io.mask(key)
  if (key.length >= LEAST_KEY) return key
  throw new UserError(
    'BAD_INPUT',
    `telemetry-key: must be at least ${LEAST_KEY} characters long, got ${key.length}`,
    'Fix `router-settings`. Make a key with `openssl rand -hex 32`.',
  )
}
