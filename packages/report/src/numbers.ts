const NONE = '–'

/** Thousands separated, three significant digits below 100: `12,345`, `0.0123`. */
export function plainNumber(value: number | null): string {
  if (value === null) return NONE
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e12)) return value.toExponential(2)
  if (size >= 100) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(3)))
}

/** A whole number with thousands separated. */
export function counted(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

/** A share as a percentage: 0.0123 is `1.23%`. */
export function share(value: number | null): string {
  return value === null ? NONE : `${plainNumber(value * 100)}%`
}

/** A number of things: `1 pair`, `1,200 pairs`. */
export function numbered(value: number, one: string, many = `${one}s`): string {
  return `${counted(value)} ${Math.round(value) === 1 ? one : many}`
}

/** A share as a percentage that reads as all only when it is: 0.99999 is `more than 99.9%`. */
export function shareOfAll(value: number): string {
  return value < 1 && share(value) === share(1) ? `more than ${share(0.999)}` : share(value)
}

/** A ratio as a signed change: 1.05 is `+5%`, and from three times on `×3.2`. */
export function change(ratio: number | null): string {
  if (ratio === null) return NONE
  if (ratio >= 3) return `×${plainNumber(ratio)}`
  return signed((ratio - 1) * 100, '%')
}

/** A difference with its sign, if it is not zero: `+0.2 points`. */
export function signed(value: number, unit: string): string {
  const text = plainNumber(Math.abs(value))
  return `${text === '0' ? '' : value < 0 ? '−' : '+'}${text}${unit}`
}

/** A length of time for people: `3 min 20 s`. */
export function lasting(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const
  const said = parts.filter(([value]) => value > 0).slice(0, 2)
  return said.length === 0 ? '0 s' : said.map(([value, unit]) => `${value} ${unit}`).join(' ')
}
