import { sameBytes, textOf } from './scan.ts'
import type { Tolerance } from './tolerance.ts'

const RECENT = 8

/** One place in a document, array indices left out. Made once per place that ever differed, then compared by identity. */
export interface PathNode {
  readonly text: string
  readonly id: number
  readonly ignored: boolean
  readonly tolerance: Tolerance | undefined
  /** Undefined: order counts. `''`: order does not. Otherwise the key inside each element that says which is which. */
  readonly unordered: string | undefined
  readonly children: Map<string, PathNode>
  /** The first few children with their keys as bytes, so that most look-ups need no text. */
  readonly recent: { readonly raw: Buffer; readonly node: PathNode }[]
  element: PathNode | undefined
}

export interface PathRules {
  readonly ignore: readonly string[]
  readonly tolerance: readonly { readonly path: string; readonly tolerance: Tolerance }[]
  readonly unordered: readonly { readonly path: string; readonly by: string }[]
}

const PLAIN_KEY = /^[A-Za-z_$][\w$-]*$/

/** The key that stands between two quotes, its escapes resolved. */
export function readKey(bytes: Buffer, from: number, to: number): string {
  const written = textOf(bytes, from, to)
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

/** How a key is written in a path: `a.b`, and `a["odd key"]` where it would be ambiguous. */
export function keyText(parent: string, key: string): string {
  if (!PLAIN_KEY.test(key)) return `${parent}[${JSON.stringify(key)}]`
  return parent === '' ? key : `${parent}.${key}`
}

/** A pattern such as `user.*`, `items[*].price` or `**.id` as a test of path texts; it covers everything below too. */
export function pathPattern(pattern: string): (path: string) => boolean {
  const whole = new RegExp(patternSource(pattern), 's')
  return (path) => whole.test(path)
}

/** The same as the source of a regular expression, for engines that filter by themselves. */
export function patternSource(pattern: string): string {
  const source = pattern
    .split(/(\*\*\.|\*\*|\[\*\]|\*)/)
    .map((part) => {
      if (part === '**.') return '(?:.*[.\\]])?'
      if (part === '**') return '.*'
      if (part === '[*]') return '\\[\\*\\]'
      if (part === '*') return '[^.[]*'
      return part.replaceAll(/[$()+.?[\\\]^{|}]/g, '\\$&')
    })
    .join('')
  return `^(?:${source})(?:[.[].*)?$`
}

/** The places of all documents compared so far, with the rules that hold there. */
export class Paths {
  readonly root: PathNode
  readonly all: PathNode[] = []
  readonly hasUnordered: boolean
  readonly #ignored: readonly ((path: string) => boolean)[]
  readonly #tolerances: readonly { readonly at: (path: string) => boolean; readonly tolerance: Tolerance }[]
  readonly #unordered: ReadonlyMap<string, string>

  constructor(rules: PathRules) {
    this.#ignored = rules.ignore.map(pathPattern)
    this.#tolerances = rules.tolerance.map(({ path, tolerance }) => ({ at: pathPattern(path), tolerance }))
    this.#unordered = new Map(rules.unordered.map(({ path, by }) => [path === '$' ? '' : path, by]))
    this.hasUnordered = this.#unordered.size > 0
    this.root = this.#make('')
  }

  /** The place of a key in an object. */
  child(parent: PathNode, key: string): PathNode {
    const known = parent.children.get(key)
    if (known !== undefined) return known
    const made = this.#make(keyText(parent.text, key), parent.ignored)
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
    parent.element ??= this.#make(`${parent.text}[*]`, parent.ignored)
    return parent.element
  }

  #make(text: string, parentIgnored = false): PathNode {
    const node: PathNode = {
      text,
      id: this.all.length,
      ignored: parentIgnored || this.#ignored.some((test) => test(text)),
      tolerance: this.#tolerances.find(({ at }) => at(text))?.tolerance,
      unordered: this.#unordered.get(text),
      children: new Map(),
      recent: [],
      element: undefined,
    }
    this.all.push(node)
    return node
  }
}
