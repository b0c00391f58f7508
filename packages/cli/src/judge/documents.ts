import { parseYaml, UserError } from '@sluice/action'
import type { CliIo } from '../command.ts'

const SPELLED: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['+Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['Inf', Infinity],
  ['+Inf', Infinity],
  ['-Inf', -Infinity],
])

/** The text of a file. Throws `UserError` naming the path. */
export async function readText(path: string, io: CliIo): Promise<string> {
  try {
    return await io.readFile(path)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UserError(
      'UNREADABLE_FILE',
      `${path} cannot be read: ${why}`,
      'Name a file that exists and is readable.',
    )
  }
}

/** A YAML or JSON file as plain data. Throws `UserError` naming the path. */
export async function readDocument(path: string, io: CliIo): Promise<unknown> {
  const text = await readText(path, io)
  try {
    return parseYaml(text)
  } catch (error) {
    throw new UserError(
      'UNREADABLE_FILE',
      `${path} ${error instanceof Error ? error.message : String(error)}`,
      'Correct the file.',
    )
  }
}

/** Numbers, lists and mappings as they are, except that NaN and infinities may be spelled as text. */
export function spelled(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(spelled)
  return SPELLED.get(data) ?? data
}

/** A point of a series: a number, however spelled; null is a gap. `undefined` for anything else. */
export function pointOf(data: unknown): number | undefined {
  const value = data === null || data === '' ? NaN : spelled(data)
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const number = Number(value)
  return Number.isNaN(number) ? undefined : number
}

/** A JSON object, as opposed to a list, a null or a plain value. */
export function isTable(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}
