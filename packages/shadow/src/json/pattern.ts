/** One step of a pattern, from a place to one inside it. */
export type PatternStep =
  | { readonly is: 'key'; readonly key: string }
  /** Keys that consist of these texts in this order, with anything between them: `x-*`. */
  | { readonly is: 'keys'; readonly parts: readonly string[] }
  | { readonly is: 'any-key' }
  | { readonly is: 'element' }
  /** No step or any number of them; at the end of a pattern at least one. */
  | { readonly is: 'any-depth' }

/** Steps from the record to the places that are meant; none of them is the record itself. */
export type Pattern = readonly PatternStep[]

const PLAIN_KEY = /^[A-Za-z_$][\w$-]*$/

/** The record itself, as it is written in reports and rules. */
const RECORD = '$'

/** How a key is written in a path: `a.b`, and `a["odd key"]` where it would be ambiguous. */
export function keyText(parent: string, key: string): string {
  if (!PLAIN_KEY.test(key) || (parent === '' && key === RECORD)) return `${parent}[${JSON.stringify(key)}]`
  return parent === '' ? key : `${parent}.${key}`
}

/** `[*]`, a key in quotes, or anything else up to the next step with the dot before it. */
const STEP = /(\[\*\])|\[("(?:[^"\\]|\\.)*")\]|(\.?)([^.[\]"]+)/y

/** A pattern such as `user.*`, `items[*].price`, `**.id` or `["odd key"]`; undefined for what is none. */
export function readPattern(text: string): Pattern | undefined {
  if (text === RECORD) return []
  const steps: PatternStep[] = []
  let at = 0
  while (at < text.length) {
    STEP.lastIndex = at
    const match = STEP.exec(text)
    if (match === null) return undefined
    const [whole, element, quoted, dot, bare = ''] = match
    // A dot stands between two steps: neither before the first, nor left out.
    if (quoted === undefined && element === undefined && (dot === '.') === (at === 0)) return undefined
    // A record is an object: it has keys, and no name.
    if (at === 0 && (bare === RECORD || element !== undefined)) return undefined
    const step = element === undefined ? stepOf(quoted, bare) : ({ is: 'element' } as const)
    if (step === undefined) return undefined
    steps.push(step)
    at += whole.length
  }
  return steps.length > 0 ? steps : undefined
}

/** The same, of a text that is known to be one. */
export function patternOf(text: string): Pattern {
  const pattern = readPattern(text)
  if (pattern === undefined) throw new Error(`not a pattern: ${text}`)
  return pattern
}

/** A path as keys: `request.id` and `headers["odd key"]`. Undefined for what is no path, elements and wildcards included. */
export function readPath(text: string): readonly string[] | undefined {
  const pattern = readPattern(text) ?? []
  const keys = pattern.flatMap((step) => (step.is === 'key' ? [step.key] : []))
  return keys.length > 0 && keys.length === pattern.length ? keys : undefined
}

function stepOf(quoted: string | undefined, bare: string): PatternStep | undefined {
  if (quoted !== undefined) {
    const key = stringIn(quoted)
    return key === undefined ? undefined : { is: 'key', key }
  }
  if (bare === '**') return { is: 'any-depth' }
  if (bare === '*') return { is: 'any-key' }
  if (bare.includes('**') || bare !== bare.trim()) return undefined
  return bare.includes('*') ? { is: 'keys', parts: bare.split('*') } : { is: 'key', key: bare }
}

function stringIn(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted))
  } catch {
    return undefined
  }
}

/** The one way to write a pattern, that of reports. */
export function patternText(pattern: Pattern): string {
  if (pattern.length === 0) return RECORD
  return pattern.reduce((parent, step) => {
    if (step.is === 'element') return `${parent}[*]`
    if (step.is === 'key') return keyText(parent, step.key)
    const written = step.is === 'any-depth' ? '**' : step.is === 'any-key' ? '*' : step.parts.join('*')
    return parent === '' ? written : `${parent}.${written}`
  }, '')
}

/** What is written otherwise elsewhere, as in JSONPath, jq and JavaScript; a key in quotes stays as it is. */
const FOREIGN =
  /("(?:[^"\\]|\\.)*")|^\$\.\.|^\$\.?(?=.)|^\.|\.$|\.(?=\[)|\[(\d*)\]|\['([^'"\\]*)'\]|\[([A-Za-z_$][\w$-]*)\]/g

/** The pattern that was probably meant by a text that is none; undefined where none is obvious. */
export function patternMeant(text: string): string | undefined {
  const guess = text.replace(FOREIGN, (found, quoted, index, single, word) => {
    if (quoted !== undefined) return found
    if (found === '$..') return '**.'
    if (index !== undefined) return '[*]'
    const key: unknown = single ?? word
    return key === undefined ? '' : `[${JSON.stringify(key)}]`
  })
  const pattern = readPattern(guess.trim())
  return pattern === undefined ? undefined : patternText(pattern)
}
