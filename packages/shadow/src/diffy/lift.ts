import { skipPlain, skipSpace, skipValue } from '../json/scan.ts'
import { liftHtml } from './html.ts'
import type { Lifted } from './lifted.ts'

/** JSON whose numbers keep their spelling. */
export type Spelled =
  | { readonly number: string }
  | { readonly entries: ReadonlyMap<string, Spelled> }
  | readonly Spelled[]
  | string
  | boolean
  | null

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/
const HTML = /<(?:"[^"]*"|'[^']*'|[^'">])+>/

/** Reads JSON and keeps how numbers are readSpelled. Throws a SyntaxError for what is no JSON. */
export function readSpelled(text: string): Spelled {
  return JSON.parse(text, (_, value: unknown, context?: { source?: string }): unknown => {
    if (typeof value === 'number') return { number: context?.source ?? String(value) }
    if (typeof value !== 'object' || value === null || Array.isArray(value) || 'number' in value) return value
    return { entries: new Map(Object.entries(value)) }
  }) as Spelled
}

/** What Diffy makes of a value: longs or doubles by spelling, lists sorted by their text, strings read as JSON or HTML. */
export function lift(value: Spelled): Lifted {
  if (value === null) return { is: 'null' }
  if (typeof value === 'boolean') return { is: 'boolean', value }
  if (typeof value === 'string') return liftText(value)
  if ('number' in value) return liftNumber(value.number)
  if (Array.isArray(value)) {
    const items = (value as readonly Spelled[]).map((item) => ({ item, text: utf8At(item) }))
    items.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    return { is: 'list', items: items.map(({ item }) => lift(item)) }
  }
  const { entries } = value as { readonly entries: ReadonlyMap<string, Spelled> }
  const lifted = new Map([...entries].map(([key, item]) => [key, lift(item)]))
  return { is: [...entries.keys()].every((key) => IDENTIFIER.test(key)) ? 'fields' : 'map', entries: lifted }
}

function liftNumber(spelling: string): Lifted {
  return /[.eE]/.test(spelling)
    ? { is: 'double', value: Number(spelling) }
    : { is: 'long', value: BigInt.asIntN(64, BigInt(spelling)) }
}

/** A string that begins with JSON is that JSON, whatever follows; one with a tag in it is HTML; else it is a string. */
export function liftText(text: string): Lifted {
  const json = leadingJson(text)
  if (json !== undefined) return lift(json)
  return HTML.test(text) ? liftHtml(text, liftText) : { is: 'string', value: text }
}

/** The JSON value at the beginning of a text; what follows a number or word must be apart from it. */
function leadingJson(text: string): Spelled | undefined {
  const bytes = Buffer.from(text)
  const from = skipSpace(bytes, 0, bytes.length)
  const first = bytes[from]
  if (first === undefined) return undefined
  const isPlain = first !== 0x22 && first !== 0x5b && first !== 0x7b
  const to = isPlain ? skipPlain(bytes, from, bytes.length) : skipValue(bytes, from, bytes.length)
  if (to <= from || (isPlain && to < bytes.length && (bytes[to] ?? 0) > 0x20)) return undefined
  try {
    return readSpelled(bytes.toString('utf8', from, to))
  } catch {
    return undefined
  }
}

function utf8At(value: Spelled): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if ('number' in value) return value.number
  if (Array.isArray(value)) return `[${(value as readonly Spelled[]).map(utf8At).join(',')}]`
  const { entries } = value as { readonly entries: ReadonlyMap<string, Spelled> }
  return `{${[...entries].map(([key, item]) => `${JSON.stringify(key)}:${utf8At(item)}`).join(',')}}`
}
