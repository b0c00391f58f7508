import { Unacceptable } from '@sluice/action'

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

/** A dotted path into JSON: `$.model.version`, `$.items[0].id`, `$['a.b']`. Undefined where nothing is there. */
function atPath(data: unknown, path: string): unknown {
  let here = data
  for (const step of stepsOf(path)) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined
    here = (here as Readonly<Record<string, unknown>>)[step]
  }
  return here
}

/** The steps of a path. Throws `Unacceptable` for a path that it can't follow. */
function stepsOf(path: string): readonly string[] {
  const steps: string[] = []
  let rest = path.startsWith('$') ? path.slice(1) : `.${path}`
  while (rest !== '') {
    const found = /^(?:\.([\w-]+)|\[(\d+)\]|\['([^']*)'\])/.exec(rest)
    const step = found?.[1] ?? found?.[2] ?? found?.[3]
    if (found === null || step === undefined) {
      throw new Unacceptable(`must be a path such as $.model.version or $.items[0], got ${path}`)
    }
    steps.push(step)
    rest = rest.slice(found[0].length)
  }
  return steps
}

/** Whether a value is what was expected: the same text, or matching `/pattern/`. */
function matches(value: string | undefined, expected: string): boolean {
  if (value === undefined) return false
  const pattern = /^\/(.*)\/(i?)$/.exec(expected)
  return pattern === null ? value === expected : new RegExp(pattern[1] ?? '', pattern[2]).test(value)
}
