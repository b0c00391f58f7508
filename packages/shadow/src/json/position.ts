import type { PathNode, Paths } from './paths.ts'

/** Deeper than this a document is not followed. */
export const MAX_DEPTH = 10_000

/** Differences deeper than this are told at their ancestor: no one reads a longer path. */
const MAX_NAMED = 100

/** Where a walk stands: the open containers and, as offsets, the key that was last read in each. Becomes a path on demand. */
export class Position {
  depth = 0
  #isObject = new Uint8Array(64)
  #keyFrom = new Int32Array(64)
  #keyTo = new Int32Array(64)

  inObject(): boolean {
    return this.#isObject[this.depth] === 1
  }

  open(object: boolean): void {
    this.depth++
    if (this.depth >= this.#isObject.length) this.#grow()
    this.#isObject[this.depth] = object ? 1 : 0
  }

  key(from: number, to: number): void {
    this.#keyFrom[this.depth] = from
    this.#keyTo[this.depth] = to
  }

  /** The path of the member that is being read in the container at a depth; 0 is the document itself. */
  node(paths: Paths, base: PathNode, bytes: Buffer, depth: number): PathNode {
    let node = base
    for (let k = 1; k <= depth && k <= MAX_NAMED; k++) {
      node =
        this.#isObject[k] === 1
          ? paths.childAt(node, bytes, this.#keyFrom[k] ?? 0, this.#keyTo[k] ?? 0)
          : paths.element(node)
    }
    return node
  }

  #grow(): void {
    const size = this.#isObject.length * 2
    const isObject = new Uint8Array(size)
    const from = new Int32Array(size)
    const to = new Int32Array(size)
    isObject.set(this.#isObject)
    from.set(this.#keyFrom)
    to.set(this.#keyTo)
    this.#isObject = isObject
    this.#keyFrom = from
    this.#keyTo = to
  }
}
