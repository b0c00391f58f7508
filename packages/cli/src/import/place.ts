import { UserError } from '@sluice/action'
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
  type ParsedNode,
} from 'yaml'

export type Leaf = string | number | boolean | null

/** One value of an input file, with where it stands. A mapping has `entries`, a list has `items`, anything else a `leaf`. */
export interface InputPlace {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  readonly lastLine: number
  /** E.g. `spec.steps[0].pause`; empty for a whole document. */
  readonly path: string
  readonly kind: 'mapping' | 'list' | 'leaf'
  readonly entries: readonly (readonly [string, InputPlace])[]
  readonly items: readonly InputPlace[]
  readonly leaf: Leaf
  /** A tag of its own, such as `!Ref` of CloudFormation: the value is known elsewhere only. */
  readonly tag?: string
}

const MOST_PLACES = 200_000
const DEEPEST = 60

/** The documents of a text in YAML or JSON. Throws a `UserError` that has a line for every mistake. */
export function placesIn(file: string, text: string): readonly InputPlace[] {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: true, logLevel: 'silent' })
  const found = 'empty' in documents ? [] : documents
  const problems = found.flatMap(({ errors }) =>
    errors.map(({ pos, message }) => {
      const said = (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '')
      return `${file}:${lines.linePos(pos[0]).line}: ${said}`
    }),
  )
  if (problems.length > 0)
    throw new UserError('IMPORT_INPUT', problems.join('\n'), 'Correct the YAML or JSON, then import again.')
  const reader = { file, lines, left: MOST_PLACES }
  return found.flatMap((document: Document.Parsed) =>
    isNothing(document.contents) ? [] : [placeOf(document.contents, '', 0, { ...reader, document })],
  )
}

function isNothing(node: ParsedNode | null): boolean {
  return node === null || (isScalar(node) && node.value === null)
}

interface Reader {
  readonly file: string
  readonly lines: LineCounter
  readonly document: Document.Parsed
  left: number
}

function placeOf(node: Node | null, path: string, depth: number, reader: Reader): InputPlace {
  if (--reader.left < 0 || depth > DEEPEST)
    throw new UserError(
      'IMPORT_INPUT',
      `${reader.file}: it has more than ${MOST_PLACES} values, or more than ${DEEPEST} levels.`,
      'Give only the files of the release.',
    )
  if (isAlias(node)) return placeOf(node.resolve(reader.document) ?? null, path, depth + 1, reader)
  const [from, to] = node?.range ?? [0, 0]
  const at = {
    file: reader.file,
    line: reader.lines.linePos(from).line,
    lastLine: reader.lines.linePos(Math.max(from, to - 1)).line,
    path,
    entries: [],
    items: [],
    leaf: null,
    ...(node?.tag === undefined || node.tag.startsWith('tag:yaml.org') ? {} : { tag: node.tag }),
  }
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => {
      const name = String(isScalar(key) ? key.value : key)
      const below = value === null ? (key as Node) : (value as Node)
      const child = placeOf(below, path === '' ? name : `${path}.${name}`, depth + 1, reader)
      return [name, value === null ? { ...child, kind: 'leaf' as const, leaf: null } : child] as const
    })
    return { ...at, kind: 'mapping', entries }
  }
  if (isSeq(node)) {
    const items = node.items.map((item, i) => placeOf(item as Node, `${path}[${i}]`, depth + 1, reader))
    return { ...at, kind: 'list', items }
  }
  return { ...at, kind: 'leaf', leaf: leafOf(isScalar(node) ? node.value : null) }
}

function leafOf(value: unknown): Leaf {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

/** What stands under these keys; undefined where one of them is missing. */
export function under(place: InputPlace | undefined, ...keys: readonly string[]): InputPlace | undefined {
  return keys.reduce(
    (found: InputPlace | undefined, key) => found?.entries.find(([name]) => name === key)?.[1],
    place,
  )
}

/** The text of a leaf, numbers and flags included. */
export function textUnder(place: InputPlace | undefined, ...keys: readonly string[]): string | undefined {
  const found = under(place, ...keys)
  return found?.kind !== 'leaf' || found.leaf === null ? undefined : String(found.leaf)
}

/** A number, also one that is spelled as text. */
export function numberUnder(place: InputPlace | undefined, ...keys: readonly string[]): number | undefined {
  const text = textUnder(place, ...keys)?.trim()
  const value = text === undefined || text === '' ? NaN : Number(text)
  return Number.isFinite(value) ? value : undefined
}

export function itemsUnder(place: InputPlace | undefined, ...keys: readonly string[]): readonly InputPlace[] {
  return under(place, ...keys)?.items ?? []
}

/**
 * The documents that may be meant from a namespace: those that are in it, else those that name none. One of another
 * namespace is another thing, however it is called.
 */
export function inNamespace(
  documents: readonly InputPlace[],
  namespace: string | undefined,
): readonly InputPlace[] {
  if (namespace === undefined) return documents
  const own = documents.filter((one) => textUnder(one, 'metadata', 'namespace') === namespace)
  return own.length > 0
    ? own
    : documents.filter((one) => textUnder(one, 'metadata', 'namespace') === undefined)
}
