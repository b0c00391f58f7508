import { nearestName } from './nearest.ts'

/** What is wrong at one place, as the end of a sentence that begins with the path: "must be a number, got \"x\"". */
export interface Problem {
  readonly path: string
  readonly problem: string
}

const MOST = 50

/** Everything that is wrong with a document, in the order in which it was found. At most 50 are kept. */
export class Problems {
  readonly list: Problem[] = []

  note(path: string, problem: string): void {
    if (this.list.length < MOST) this.list.push({ path, problem })
  }

  /** One line a problem. `between` stands between the path and the problem. */
  lines(between = ' '): readonly string[] {
    return this.list.map(({ path, problem }) => (path === '' ? problem : `${path}${between}${problem}`))
  }
}

/** At most 80 characters of a foreign text, on one line, in quotes. */
export function quote(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return JSON.stringify(line.length > 80 ? `${line.slice(0, 79)}…` : line)
}

/** A foreign value, short and quoted. */
export function told(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return quote(typeof value === 'string' ? value : JSON.stringify(value))
}

/** The problem of a name that is not among those known: what was probably meant, and all that are known. */
export function unknownName(given: string, known: readonly string[]): string {
  const near = nearestName(given, known)
  const meant = near === undefined ? '' : `did you mean ${near}? `
  return `is not a known name; ${meant}known are ${known.join(', ')}`
}

/** The problem of a word that is not one of those accepted. */
export function notOneOf(given: unknown, words: readonly string[]): string {
  const near = typeof given === 'string' ? nearestName(given, words) : undefined
  const meant = near === undefined ? '' : `; did you mean ${near}?`
  return `must be one of ${words.join(', ')}, got ${told(given)}${meant}`
}

/** The path of a member. */
export function memberOf(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

/** True for a JSON object, as opposed to a list, null or a plain value. */
export function isRecord(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}
