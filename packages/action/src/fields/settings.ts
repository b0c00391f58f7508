import { Problems, s, type JsonSchema, type Schema } from '@sluice/schema'
import { Unacceptable, type Field, type Fields, type Values } from './field.ts'
import { UserError } from './user-error.ts'

/**
 * Some fields as the schema of a mapping, so that inputs, settings and items of YAML lists are read alike. Each value
 * is taken as text: lists and mappings as JSON, nothing as an empty text.
 */
function settingsSchema<F extends Fields>(fields: F): Schema<Values<F>> {
  const members = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, memberOf(field)]))
  const needed = Object.keys(fields).filter((name) => fields[name]?.whenBlank === undefined)
  const inner = s.object(members) as Schema<Values<F>>
  return { ...inner, json: { ...inner.json, required: needed } }
}

function memberOf<T>(field: Field<T>): Schema<T> {
  return {
    accepts: field.shape,
    json: jsonOf(field),
    read: (data, path, problems) => {
      const given = textOf(data).trim()
      try {
        if (given !== '') return field.parse(given)
        if (field.whenBlank !== undefined) return field.whenBlank()
        throw new Unacceptable('is required and was not given')
      } catch (error) {
        if (!(error instanceof Unacceptable)) throw error
        const said = field.secret === true && given !== '' ? `must be ${field.shape}` : error.message
        for (const problem of said.split('\n')) problems.note(path, problem)
        return s.UNREAD
      }
    },
  }
}

function jsonOf(field: Field<unknown>): JsonSchema {
  const usual = field.fallback === undefined ? {} : { default: field.fallback }
  return {
    type: ['string', 'number', 'boolean', 'array', 'object', 'null'],
    description: field.shape,
    ...usual,
  }
}

/** Text as it is, a list of texts as lines, nothing as an empty text, and everything else as JSON. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  return JSON.stringify(value) ?? ''
}

/**
 * Reads every field and reports all problems at once, as one `UserError` with a line for each. `where` tells the
 * reader what to fix, e.g. "the `with:` block of this step". Names in `known` that no field has are problems too.
 */
export function parseFields<F extends Fields>(
  fields: F,
  read: (name: string) => string,
  where: string,
  known: readonly string[] = [],
): Values<F> {
  const problems = new Problems()
  const names = [...new Set([...known, ...Object.keys(fields)])]
  const given = Object.fromEntries(names.map((name) => [name, read(name)]))
  const values = settingsSchema(fields).read(given, '', problems)
  if (values === s.UNREAD) throw new UserError('BAD_INPUT', problems.lines(': ').join('\n'), `Fix ${where}.`)
  return values
}

/** Reads a settings mapping (router-settings, source-settings…) with the same fields; unknown names are refused. */
export function parseSettings<F extends Fields>(
  fields: F,
  settings: Readonly<Record<string, string>>,
  where: string,
): Values<F> {
  return parseFields(fields, (name) => settings[name] ?? '', where, Object.keys(settings))
}

/** Reads one YAML mapping with some fields. Throws `Unacceptable` with every problem, each under its path. */
export function itemOf<F extends Fields>(fields: F, data: unknown, path: string): Values<F> {
  const problems = new Problems()
  const values = settingsSchema(fields).read(data, path, problems)
  if (values === s.UNREAD) throw new Unacceptable(problems.lines(': ').join('\n'))
  return values
}
