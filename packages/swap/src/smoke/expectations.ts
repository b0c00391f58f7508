import { atPath, matches } from './json-path.ts'

/** Everything that must be true of an answer. */
export interface Expectations {
  /** Statuses that count, e.g. `200` or `2xx`. Redirects are not followed, so a `3xx` is one. */
  readonly status: readonly string[]
  /** Header → expected value, as text or `/pattern/`. */
  readonly header: Readonly<Record<string, string>>
  /** JSON path → expected value, as text or `/pattern/`. */
  readonly json: Readonly<Record<string, string>>
  /** What the body must contain, as text or `/pattern/`. */
  readonly text: string | undefined
}

export interface CheckedAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** Every expectation that an answer does not meet, with what was found instead. */
export function brokenIn(expected: Expectations, answer: CheckedAnswer): readonly string[] {
  return [
    ...wrongStatus(expected, answer),
    ...wrongHeaders(expected, answer),
    ...wrongJson(expected, answer),
    ...wrongText(expected, answer),
  ]
}

function wrongStatus(expected: Expectations, { status }: CheckedAnswer): readonly string[] {
  const text = String(status)
  const good = expected.status.some((wanted) => wanted === text || wanted === `${text.charAt(0)}xx`)
  return good ? [] : [`status ${status}, expected ${expected.status.join(' or ')}`]
}

function wrongHeaders(expected: Expectations, { headers }: CheckedAnswer): readonly string[] {
  return Object.entries(expected.header).flatMap(([name, wanted]) => {
    const value = headers.get(name) ?? undefined
    return matches(value, wanted) ? [] : [`header ${name} is ${shown(value)}, expected ${wanted}`]
  })
}

function wrongJson(expected: Expectations, { body }: CheckedAnswer): readonly string[] {
  const paths = Object.entries(expected.json)
  if (paths.length === 0) return []
  const data = parsed(body)
  if (data === NOT_JSON) return ['the body is not JSON']
  return paths.flatMap(([path, wanted]) => {
    const found = atPath(data, path)
    const value = found === undefined ? undefined : typeof found === 'string' ? found : JSON.stringify(found)
    return matches(value, wanted) ? [] : [`${path} is ${shown(value)}, expected ${wanted}`]
  })
}

function wrongText({ text }: Expectations, { body }: CheckedAnswer): readonly string[] {
  if (text === undefined) return []
  const pattern = /^\/.*\/i?$/s.test(text)
  const good = pattern ? matches(body, text) : body.includes(text)
  return good ? [] : [`the body does not contain ${text}: ${shown(body)}`]
}

const NOT_JSON = Symbol('not JSON')

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return NOT_JSON
  }
}

/** Answers may hold private data: a short piece is enough to see what went wrong. */
function shown(value: string | undefined): string {
  if (value === undefined) return 'missing'
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value)
}
