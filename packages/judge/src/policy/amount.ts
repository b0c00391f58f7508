/** A number with the word after it, as people write margins and limits: `10%`, `0.2 points`, `5 ms`, `300`. */
export interface Amount {
  readonly value: number
  readonly unit: string
}

/** A margin as people write it: an amount, and for a share a floor in the metric's own unit. */
export interface WrittenMargin extends Amount {
  readonly floor?: Amount
}

/** Reads `10%`, `0.2 points` or `10%, at least 0.05 points`; undefined for any other text, and for a bare number. */
export function readMargin(given: unknown): WrittenMargin | undefined {
  const [first, second] = typeof given === 'string' ? given.split(/,\s*at least\s+/) : [given]
  const [amount, floor] = [readAmount(first), readAmount(second)]
  if (amount === undefined || amount.unit === '' || (second !== undefined && floor === undefined))
    return undefined
  return floor === undefined ? amount : { ...amount, floor }
}

const AMOUNT = /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*(%|[\p{L}µ][\p{L}µ/ ]*)?$/u

/** Reads an amount of at least 0; undefined for any other text. */
export function readAmount(given: unknown): Amount | undefined {
  if (typeof given === 'number')
    return given >= 0 && Number.isFinite(given) ? { value: given, unit: '' } : undefined
  const match = typeof given === 'string' ? AMOUNT.exec(given.trim()) : null
  const value = Number(match?.[1])
  return match === null || !Number.isFinite(value) ? undefined : { value, unit: (match[2] ?? '').trim() }
}

/** An amount as a person would write it. */
export function spelledAmount({ value, unit }: Amount): string {
  return unit === '' ? String(value) : unit === '%' ? `${value}%` : `${value} ${unit}`
}

const SECONDS: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-9],
  ['us', 1e-6],
  ['µs', 1e-6],
  ['ms', 1e-3],
  ['s', 1],
  ['min', 60],
  ['h', 3600],
])

/** True for a unit of time, the only units that are converted into each other. */
export function isTime(unit: string): boolean {
  return SECONDS.has(unit)
}

/** The value in another unit; undefined where the units do not measure the same. */
export function convert({ value, unit }: Amount, to: string): number | undefined {
  if (unit === to) return value
  const [own, other] = [SECONDS.get(unit), SECONDS.get(to)]
  return own === undefined || other === undefined ? undefined : (value * own) / other
}

const NAMED: readonly (readonly [pattern: RegExp, unit: string])[] = [
  [/_seconds(?![a-z])/, 's'],
  [/_(milliseconds|millis|ms)(?![a-z])/, 'ms'],
  [/_(microseconds|us)(?![a-z])/, 'us'],
  [/_(nanoseconds|ns)(?![a-z])/, 'ns'],
]

/** The unit of time that a query names by its metric's suffix, as Prometheus metrics do. */
export function timeUnitIn(query: string): string | undefined {
  return NAMED.find(([pattern]) => pattern.test(query))?.[1]
}
