import { readFileSync } from 'node:fs'
import { DEFAULTS } from '@sluice/gate/app'
import {
  duration,
  field,
  httpUrl,
  oneOf,
  optional,
  parseFields,
  refuse,
  secret,
  text,
  wholeNumber,
  withDefault,
  type Values,
} from '@sluice/action'

const fields = {
  SLUICE_GATE_APP_ID: wholeNumber({ min: 1 }),
  SLUICE_GATE_PRIVATE_KEY: secret(
    field('private key of the App, PEM', (given) =>
      given.includes('PRIVATE KEY-----')
        ? given.replaceAll('\\n', '\n')
        : refuse('private key of the App, PEM', ''),
    ),
  ),
  SLUICE_GATE_WEBHOOK_SECRET: secret(
    field('secret of at least 16 characters', (given) =>
      given.length >= 16 ? given : refuse('secret of at least 16 characters', ''),
    ),
  ),
  SLUICE_GATE_API_URL: withDefault(DEFAULTS.apiUrl, httpUrl()),
  SLUICE_GATE_POLICY: withDefault(DEFAULTS.policyPath, text('path')),
  SLUICE_GATE_ORGANIZATION_POLICY: withDefault(DEFAULTS.organizationPolicy, oneOf(['optional', 'required'])),
  SLUICE_GATE_PORT: withDefault('8080', wholeNumber({ min: 0, max: 65_535 })),
  SLUICE_GATE_HOST: withDefault('0.0.0.0', text('address to listen on')),
  SLUICE_GATE_RECONCILE: withDefault('60s', duration()),
  SLUICE_GATE_LANES: optional(wholeNumber({ min: 1, max: 64 })),
}

export type Settings = Values<typeof fields>

/** Reads the settings of the gate App; `NAME_FILE` gives any of them from a file, as secret mounts do. Throws `UserError`. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  return parseFields(
    fields,
    (name) => env[name] ?? fromFile(env[`${name}_FILE`]),
    'the environment of `sluice gate serve`',
  )
}

function fromFile(path: string | undefined): string {
  return path === undefined || path === '' ? '' : readFileSync(path, 'utf8')
}
