import { maskSecrets, optional, parseSettings, secret, text, withDefault, type Values } from '@sluice/action'

const fields = {
  record: withDefault('record', text('column of Parquet files that holds a record as JSON text')),
  setup: optional(secret(text('SQL that is run first, such as CREATE SECRET'))),
} as const

export type DuckDbSettings = Values<typeof fields>

/** Reads `engine-settings` and has its secrets hidden; throws a `UserError` naming all that is wrong. */
export function duckDbSettings(
  given: Readonly<Record<string, string>>,
  mask: (value: string) => void,
): DuckDbSettings {
  maskSecrets(fields, (name) => given[name], mask)
  return parseSettings(fields, given, 'engine-settings')
}
