import { Unacceptable, type Fields, type Values } from './field.ts'
import { UserError } from './user-error.ts'

/**
 * Reads every field and reports all problems at once, as one `UserError` with a line for each. `where` tells the
 * reader what to fix, e.g. "the `with:` block of this step". With `known`, names outside the fields are problems too.
 */
export function parseFields<F extends Fields>(
  fields: F,
  read: (name: string) => string,
  where: string,
  known: readonly string[] = [],
): Values<F> {
  const problems = known.filter((name) => !(name in fields)).map((name) => unknownName(name, fields))
  const values: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    const given = read(name).trim()
    try {
      values[name] =
        given === '' && field.whenBlank !== undefined ? field.whenBlank() : required(given, field.parse)
    } catch (error) {
      if (!(error instanceof Unacceptable)) throw error
      const said = field.secret === true ? `must be ${field.shape}` : error.message
      problems.push(...said.split('\n').map((problem) => `${name}: ${problem}`))
    }
  }
  if (problems.length > 0) throw new UserError('BAD_INPUT', problems.join('\n'), `Fix ${where}.`)
  return values as Values<F>
}

function required<T>(given: string, parse: (text: string) => T): T {
  if (given === '') throw new Unacceptable('is required and was not given')
  return parse(given)
}

function unknownName(name: string, fields: Fields): string {
  return `${name}: is not a known name; known are ${Object.keys(fields).join(', ')}`
}

/** Reads a settings mapping (router-settings, source-settings…) with the same fields; unknown names are refused. */
export function parseSettings<F extends Fields>(
  fields: F,
  settings: Readonly<Record<string, string>>,
  where: string,
): Values<F> {
  return parseFields(fields, (name) => settings[name] ?? '', where, Object.keys(settings))
}
