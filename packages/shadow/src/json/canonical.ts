import { readDecimal } from './decimal.ts'
import { utf8At } from './scan.ts'

/** One text per value, whatever the order of keys and the spelling of numbers; broken JSON stands for itself. */
export function canonicalText(bytes: Buffer, from: number, to: number): string {
  const written = utf8At(bytes, from, to)
  try {
    return JSON.stringify(sorted(JSON.parse(written, exactly)))
  } catch {
    // Broken, or nested too deeply to sort: only the same spelling is the same value then.
    return written
  }
}

/** Numbers keep all their digits: as text, behind a mark that no JSON string of a document can begin with by itself. */
function exactly(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value === 'string') return `s${value}`
  if (typeof value !== 'number' || context?.source === undefined) return value
  const decimal = readDecimal(context.source)
  return decimal === undefined
    ? value
    : `n${decimal.negative ? '-' : ''}${decimal.digits}e${decimal.exponent}`
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, sorted(item)])
}
