import { quote, UserError } from '@sluice/action'
import type { RouterReading } from '../contract.ts'
import { toCandidate, type Shares } from '../shares.ts'

/**
 * What the `read` program prints: the candidate's share in percent (`25` or `25%`), or JSON such as
 * `{"weight": 25, "wanted": 50, "pending": true, "version": "7"}`, where a weight may also name arms:
 * `{"baseline": 90, "candidate": 5, "control": 5}`. Throws `ROUTER_REFUSED` for anything else.
 */
export function readingIn(stdout: string, line: readonly string[]): RouterReading {
  const said = stdout.trim()
  const percent = /^(\d+(?:\.\d+)?)\s*%?$/.exec(said)?.[1]
  const given = percent === undefined ? decodeObject(said) : { weight: Number(percent) }
  const weight = sharesIn(given?.['weight'])
  const wanted = sharesIn(given?.['wanted'])
  const { pending = false, version } = given ?? {}
  const sound =
    weight !== undefined &&
    (given?.['wanted'] === undefined || wanted !== undefined) &&
    typeof pending === 'boolean' &&
    ['undefined', 'string', 'number'].includes(typeof version)
  if (!sound) {
    throw new UserError(
      'ROUTER_REFUSED',
      `${quote(line.join(' '))} must print one number from 0 to 100, or JSON with \`weight\`, printed ${quote(stdout)}`,
      'Print only the candidate’s share in percent, or JSON as docs/routers/command.md shows.',
    )
  }
  return {
    weight,
    ...(wanted === undefined ? {} : { wanted }),
    pending,
    ...(version === undefined ? {} : { version: String(version) }),
  }
}

/** The counts that a program prints: `4` or `2/3`. */
export function countsIn(stdout: string, line: readonly string[]): readonly number[] {
  const said = /^(\d+)(?:\s*\/\s*(\d+))?$/.exec(stdout.trim())
  if (said !== null) return said.slice(1).flatMap((count) => (count === undefined ? [] : Number(count)))
  throw new UserError(
    'ROUTER_REFUSED',
    `${quote(line.join(' '))} must print a count such as \`4\` or \`2/3\`, printed ${quote(stdout)}`,
    'Print only the count.',
  )
}

function sharesIn(data: unknown): Shares | undefined {
  if (typeof data === 'number') return data >= 0 && data <= 100 ? toCandidate(data) : undefined
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined
  const shares = Object.entries(data).map(([arm, share]: [string, unknown]) => ({ arm, share }))
  const known = shares.flatMap(({ arm, share }) =>
    typeof share === 'number' && share >= 0 && share <= 100 ? [{ arm, share }] : [],
  )
  const total = known.reduce((sum, { share }) => sum + share, 0)
  return known.length === shares.length && Math.abs(total - 100) < 0.01 ? known : undefined
}

function decodeObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const data: unknown = JSON.parse(text)
    return typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}
