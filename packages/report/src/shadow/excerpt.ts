import { oneLine } from '../escape.ts'

/** What is never cut apart: a character, an escape of JSON, and two such escapes that are one character. */
const UNIT = /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\.|./gsu

/**
 * Two values that differ, each as one line of at most `limit` characters that shows where they first do. Both begin at the
 * same place; `…` stands for what is left out.
 */
export function excerpts(
  primary: string,
  candidate: string,
  limit: number,
): readonly [primary: string, candidate: string] {
  const [a, b] = [unitsOf(primary), unitsOf(candidate)]
  const from = sizeOf(a) <= limit && sizeOf(b) <= limit ? 0 : beginning(a, b, limit)
  const [before, after] = [cut(a, from, limit), cut(b, from, limit)]
  // Of hidden values only the shape is left, which both may have.
  return [before, before === after ? after.replace(/^an? (?=.* (number|text)$)/, 'another ') : after]
}

/** Whether two values were cut before they differ, so that both read the same. */
export function differsLater(primary: string, candidate: string): boolean {
  return primary === candidate && primary.endsWith('…')
}

function unitsOf(text: string): readonly string[] {
  return oneLine(text, Infinity).match(UNIT) ?? []
}

function sizeOf(units: readonly string[]): number {
  return units.reduce((sum, unit) => sum + [...unit].length, 0)
}

/** A third of the room goes to what comes before the difference, unless all of that fits into half of it. */
function beginning(a: readonly string[], b: readonly string[], limit: number): number {
  const differs = a.findIndex((unit, i) => unit !== b[i])
  const first = differs < 0 ? a.length : differs
  const areEqual = differs < 0 && a.length === b.length
  if (areEqual || sizeOf(a.slice(0, first)) <= limit / 2) return 0
  let from = first
  while (from > 0 && sizeOf(a.slice(from - 1, first)) <= limit / 3) from--
  return from
}

function cut(units: readonly string[], from: number, limit: number): string {
  const before = from > 0 ? '…' : ''
  const rest = units.slice(from)
  const room = limit - before.length
  if (sizeOf(rest) <= room) return before + rest.join('')
  let [kept, size] = [0, 0]
  for (const unit of rest) {
    size += [...unit].length
    // The last character is for the ellipsis.
    if (size > room - 1) break
    kept++
  }
  return `${before}${rest.slice(0, kept).join('')}…`
}
