import {
  httpUrl,
  maskSecrets,
  optional,
  parseSettings,
  secret,
  text,
  UserError,
  withDefault,
  type Values,
} from '@sluice/action'

const fields = {
  url: httpUrl(),
  user: withDefault('default', text('user')),
  password: optional(secret(text('password'))),
  database: withDefault('default', text('database')),
  id: withDefault('id', text('column that pairs the records')),
  record: withDefault('record', text('column that holds a record as JSON text')),
} as const

/** Where a ClickHouse server answers, and the columns of its tables. */
export type ClickHouseSettings = Values<typeof fields>

/** Reads `engine-settings` and has its secrets hidden; throws a `UserError` naming all that is wrong. */
export function clickHouseSettings(
  given: Readonly<Record<string, string>>,
  mask: (value: string) => void,
): ClickHouseSettings {
  maskSecrets(fields, (name) => given[name], mask)
  const settings = parseSettings(fields, given, 'engine-settings')
  // What stands in an address is logged by proxies and servers, and fetch refuses it.
  if (settings.url.username !== '' || settings.url.password !== '') {
    throw new UserError(
      'BAD_INPUT',
      'engine-settings: url must not contain a user or a password',
      'Give them in `user` and `password`.',
    )
  }
  return settings
}
