import { parseDocument } from 'yaml'
import { isRecord, quote } from '@sluice/schema'
import { field, Unacceptable, type Field } from './field.ts'
import { textOf } from './settings.ts'

/** Reads YAML (or JSON) into plain data. Throws `Unacceptable` with line and column of every mistake. */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true })
  if (document.errors.length > 0) {
    throw new Unacceptable(`must be YAML: ${document.errors.map((e) => e.message.split('\n')[0]).join('; ')}`)
  }
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    // An alias of nothing, or so many that they would unfold into gigabytes.
    throw new Unacceptable(`must be YAML: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** YAML whose content `decode` turns into a value; `decode` throws `Unacceptable` for content it does not know. */
export function yamlOf<T>(shape: string, decode: (data: unknown) => T): Field<T> {
  return field(`YAML: ${shape}`, (given) => decode(parseYaml(given)))
}

/** What something is, for messages that must not quote it. */
export function yamlType(data: unknown): string {
  if (data === undefined || data === null) return 'nothing'
  return Array.isArray(data) ? 'a list' : typeof data === 'string' ? 'a text' : `a ${typeof data}`
}

/** A YAML mapping of names to plain text, numbers and flags included, as text. Settings hold secrets, so none is quoted. */
export function mapOfText(shape: string): Field<Readonly<Record<string, string>>> {
  return yamlOf(shape, (data) => {
    if (!isRecord(data)) throw new Unacceptable(`must be a mapping of names to values, got ${yamlType(data)}`)
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, settingText(value)]))
  })
}

/** As a person would write it in an action's input: a list of texts as lines, other lists and mappings as JSON. */
function settingText(value: unknown): string {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join('\n')
  return textOf(value)
}

/** A YAML list whose items `decode` reads; the problems of all items come together. */
export function itemsOf<T>(shape: string, decode: (item: unknown, path: string) => T): Field<readonly T[]> {
  return yamlOf(shape, (data) => {
    const items = Array.isArray(data) ? data : [data]
    const problems: string[] = []
    const read = items.flatMap((item, i) => {
      try {
        return [decode(item, `[${i}]`)]
      } catch (error) {
        if (!(error instanceof Unacceptable)) throw error
        problems.push(error.message)
        return []
      }
    })
    if (problems.length > 0) throw new Unacceptable(problems.join('\n'))
    return read
  })
}

/**
 * A program and its arguments, as a YAML list (or its words on lines, as a list of a settings mapping arrives); never
 * a shell line. A single word is a program without arguments.
 */
export function commandField(): Field<readonly string[]> {
  const shape = 'list such as `[./check.sh, green]` (no shell is used)'
  return field(shape, (given) => {
    const words: unknown = given.startsWith('[') ? jsonOr(given) : given.split('\n')
    const good = Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string')
    if (!good || (words.length === 1 && /\s/.test(given.trim()) && !given.startsWith('['))) {
      throw new Unacceptable(`must be a ${shape}, got ${quote(given)}`)
    }
    return words
  })
}

/** A YAML mapping of names to scalars, as text. */
export function textsField(shape: string): Field<Readonly<Record<string, string>>> {
  return field(shape, (given) => {
    const data = jsonOr(given)
    if (!isRecord(data)) throw new Unacceptable(`must be a ${shape}, got ${quote(given)}`)
    return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, textOf(value)]))
  })
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
