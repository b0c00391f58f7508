import { shownAddress } from '../shown-address.ts'
import { field, refuse, Unacceptable, type Field } from './field.ts'

/** Any text that is not blank. */
export function text(shape = 'text'): Field<string> {
  return field(shape, (given) => given)
}

/** Exactly one of the given words. */
export function oneOf<const W extends string>(words: readonly W[]): Field<W> {
  const shape =
    words.length === 1 ? `\`${words[0] ?? ''}\`` : `one of ${words.map((w) => `\`${w}\``).join(', ')}`
  return field(shape, (given) => words.find((word) => word === given) ?? refuse(shape, given))
}

/** `true` or `false`, spelled so; anything else is refused, for "yes" would otherwise quietly mean no. */
export function flag(): Field<boolean> {
  const shape = '`true` or `false`'
  return field(shape, (given) => {
    if (given === 'true') return true
    if (given === 'false') return false
    return refuse(shape, given)
  })
}

/** A whole number within the bounds, both included. */
export function wholeNumber({ min, max }: { readonly min: number; readonly max?: number }): Field<number> {
  const shape = max === undefined ? `whole number of at least ${min}` : `whole number from ${min} to ${max}`
  return field(shape, (given) => {
    const value = /^[+-]?\d+$/.test(given) ? Number(given) : Number.NaN
    return value >= min && value <= (max ?? Number.MAX_SAFE_INTEGER) ? value : refuse(shape, given)
  })
}

/** A finite decimal number within the bounds, both included. */
export function decimal({ min, max }: { readonly min: number; readonly max: number }): Field<number> {
  const shape = `number from ${min} to ${max}`
  return field(shape, (given) => {
    const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(given) ? Number(given) : Number.NaN
    return value >= min && value <= max ? value : refuse(shape, given)
  })
}

/** A percentage with its sign, as a share: `0.5%` is 0.005. */
export function percent({ min, max }: { readonly min: number; readonly max: number }): Field<number> {
  const shape = `percent from ${min}% to ${max}%, such as \`${min === 0 ? '0.5' : String(min)}%\``
  return field(shape, (given) => {
    const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(given)
    const value = match?.[1] === undefined ? Number.NaN : Number(match[1])
    return value >= min && value <= max ? value / 100 : refuse(shape, given)
  })
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A duration with its units, in milliseconds: `90s`, `1h30m`, `500ms`. */
export function duration(): Field<number> {
  const shape = 'duration such as `30s`, `5m` or `1h30m`'
  return field(shape, (given) => {
    const compact = given.replaceAll(/\s+/g, '')
    if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(compact)) return refuse(shape, given)
    let total = 0
    for (const part of compact.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
      total += Number(part[1]) * (UNITS[part[2] ?? ''] ?? Number.NaN)
    }
    return total
  })
}

/** An http or https address. */
export function httpUrl(): Field<URL> {
  const shape = 'address starting with http:// or https://'
  return field(shape, (given) => {
    const url = URL.canParse(given) ? new URL(given) : undefined
    return url !== undefined && /^https?:$/.test(url.protocol) ? url : refuse(shape, shownAddress(given))
  })
}

/** One item a line; blank lines are skipped and commas are part of the item (queries contain them). */
export function linesOf<T>(item: Field<T>): Field<readonly T[]> {
  return field(`${item.shape}, one per line`, (given) => each(given.split('\n'), item))
}

/** Items on lines or separated by commas. */
export function listOf<T>(item: Field<T>): Field<readonly T[]> {
  return field(`${item.shape}; one per line or separated by commas`, (given) =>
    each(given.split(/[\n,]/), item),
  )
}

function each<T>(parts: readonly string[], item: Field<T>): readonly T[] {
  const items = parts.map((part) => part.trim()).filter((part) => part !== '')
  if (items.length === 0) throw new Unacceptable(`must be ${item.shape}, got nothing`)
  const values: T[] = []
  const problems: string[] = []
  for (const part of items) {
    try {
      values.push(item.parse(part))
    } catch (error) {
      if (!(error instanceof Unacceptable)) throw error
      problems.push(error.message)
    }
  }
  if (problems.length > 0) throw new Unacceptable(problems.join('\n'))
  return values
}
