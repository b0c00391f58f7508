import { ELEMENT, Follower, type Into, type Reached } from './follow.ts'
import { keyText, patternOf } from './pattern.ts'
import { sameBytes, utf8At } from './scan.ts'
import type { NumericTolerance } from './tolerance.ts'

const RECENT = 8

/** What is wanted of the places that patterns mean, and, but for `unordered`, of all inside. Of several the first counts. */
export interface PathRules {
  readonly ignore: readonly string[]
  readonly tolerance: readonly ToleranceRule[]
  readonly unordered: readonly UnorderedRule[]
  /** Objects whose keys have no case, such as HTTP headers. */
  readonly caseless: readonly string[]
}

interface ToleranceRule {
  readonly path: string
  readonly tolerance: NumericTolerance
}

interface UnorderedRule {
  readonly path: string
  readonly by: string
}

const IGNORED = 'ignored'
const CASELESS = 'caseless'
type Rule = ToleranceRule | UnorderedRule | typeof IGNORED | typeof CASELESS

/** One place in a document, array indices left out. Made once per place that ever differed, then compared by identity. */
export class PathNode {
  readonly id: number
  readonly reached: Reached<Rule>
  readonly ignored: boolean
  readonly tolerance: NumericTolerance | undefined
  /** Undefined: order counts. `''`: order does not. Otherwise the key inside each element that says which is which. */
  readonly unordered: string | undefined
  /** Whether the keys of this object have no case. */
  readonly caseless: boolean
  readonly children = new Map<string, PathNode>()
  /** The first few children with their keys as bytes, so that most look-ups need no text. */
  readonly recent: { readonly raw: Buffer; readonly node: PathNode }[] = []
  element: PathNode | undefined
  /** The place around this one; undefined of the document. */
  readonly outer: PathNode | undefined
  readonly #into: Into
  #text: string | undefined

  constructor(id: number, reached: Reached<Rule>, rules: PathRules, outer?: PathNode, into: Into = '') {
    const { here } = reached
    this.id = id
    this.reached = reached
    this.ignored = outer?.ignored === true || here.includes(IGNORED)
    this.tolerance = rules.tolerance.find(
      (rule) => rule.tolerance === outer?.tolerance || here.includes(rule),
    )?.tolerance
    this.unordered = rules.unordered.find((rule) => here.includes(rule))?.by
    this.caseless = here.includes(CASELESS)
    this.outer = outer
    this.#into = into
  }

  /** How the place is written, which few of millions of places are asked for. */
  get text(): string {
    const steps: Into[] = []
    let from: PathNode = this
    while (from.#text === undefined && from.outer !== undefined) {
      steps.push(from.#into)
      from = from.outer
    }
    this.#text = steps.reduceRight<string>(
      (text, into) => (into === ELEMENT ? `${text}[*]` : keyText(text, into)),
      from.#text ?? '',
    )
    return this.#text
  }
}

/** The key that stands between two quotes, its escapes resolved. */
export function readKey(bytes: Buffer, from: number, to: number): string {
  const written = utf8At(bytes, from, to)
  return written.includes('\\') ? readString(`"${written}"`) : written
}

/** The text of a JSON string token; a token that is no JSON string stands for itself. */
export function readString(token: string): string {
  try {
    return String(JSON.parse(token))
  } catch {
    return token
  }
}

/** The places of all documents compared so far, with the rules that hold there. */
export class Paths {
  readonly root: PathNode
  readonly hasUnordered: boolean
  readonly #rules: PathRules
  readonly #follower: Follower<Rule>
  #last = 0

  constructor(rules: PathRules) {
    const { ignore, tolerance, unordered, caseless } = rules
    this.#rules = rules
    this.#follower = new Follower<Rule>([
      ...ignore.map((path) => ({ pattern: patternOf(path), rule: IGNORED }) as const),
      ...caseless.map((path) => ({ pattern: patternOf(path), rule: CASELESS }) as const),
      ...[...tolerance, ...unordered].map((rule) => ({ pattern: patternOf(rule.path), rule })),
    ])
    this.hasUnordered = unordered.length > 0
    this.root = new PathNode(0, this.#follower.start, rules)
  }

  /** The place of a key in an object. */
  child(parent: PathNode, written: string): PathNode {
    const key = parent.caseless ? written.toLowerCase() : written
    const known = parent.children.get(key)
    if (known !== undefined) return known
    const made = this.#inside(parent, key)
    parent.children.set(key, made)
    return made
  }

  /** The same, for a key as it stands between its quotes in a document. */
  childAt(parent: PathNode, bytes: Buffer, from: number, to: number): PathNode {
    for (const { raw, node } of parent.recent) {
      if (sameBytes(raw, 0, raw.length, bytes, from, to)) return node
    }
    const node = this.child(parent, readKey(bytes, from, to))
    if (parent.recent.length < RECENT) {
      parent.recent.push({ raw: Buffer.from(bytes.subarray(from, to)), node })
    }
    return node
  }

  /** The place of every element of an array. */
  element(parent: PathNode): PathNode {
    parent.element ??= this.#inside(parent, ELEMENT)
    return parent.element
  }

  #inside(parent: PathNode, into: Into): PathNode {
    const reached = this.#follower.next(parent.reached, into, parent.caseless)
    return new PathNode(++this.#last, reached, this.#rules, parent, into)
  }
}
