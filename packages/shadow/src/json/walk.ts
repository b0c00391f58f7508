import type { PathNode, Paths } from './paths.ts'
import { MAX_DEPTH, Position } from './position.ts'
import { numberAt } from './number.ts'
import { compareScalars, isPlain, typeAt, type JsonType } from './scalar.ts'
import type { NumericTolerance } from './tolerance.ts'
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  closes,
  COLON,
  COMMA,
  firstDifference,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  sameBytes,
  skipRest,
  skipSpace,
  skipString,
  skipValue,
  utf8At,
} from './scan.ts'
import { AFTER, BEFORE_COLON, ELEMENT, KEY, NEXT_KEY, readShared, VALUE } from './shared.ts'

export type DifferenceKind = 'value' | 'type' | 'missing' | 'extra' | 'length'

/** Where two documents differ. Ranges are of the values in each document; from = to where there is none. */
export type OnDifference = (
  node: PathNode,
  kind: DifferenceKind,
  aFrom: number,
  aTo: number,
  bFrom: number,
  bTo: number,
) => void

/** What comparing two documents came to: `broken` is not JSON, `too-deep` is nested beyond what is worth following. */
export type WalkResult = 'done' | 'broken' | 'too-deep'

/** Where two containers end, or undefined when one of them is broken. */
export type Ends = readonly [number, number] | undefined

/** What the walk leaves to others; both take where the two containers stand and return where they end. */
export interface Detours {
  readonly differ: OnDifference
  readonly members: (node: PathNode, aAt: number, bAt: number) => Ends
  readonly elements: (node: PathNode, aAt: number, bAt: number) => Ends
}

/**
 * Walks two JSON texts side by side. Bytes before the first and after the last difference are only scanned on one side;
 * the place in the document is kept as offsets and becomes a path when something differs.
 */
export class Walk {
  aEnd = 0
  bEnd = 0
  readonly #paths: Paths
  readonly #detours: Detours
  readonly #isUnordered: (() => boolean) | undefined
  #place = new Position()
  #a: Buffer = Buffer.alloc(0)
  #b: Buffer = Buffer.alloc(0)
  #i = 0
  #j = 0
  #mode = VALUE
  #base: PathNode

  constructor(paths: Paths, detours: Detours) {
    this.#paths = paths
    this.#detours = detours
    this.#base = paths.root
    this.#isUnordered = paths.hasUnordered ? () => this.#node().unordered !== undefined : undefined
  }

  run(
    base: PathNode,
    a: Buffer,
    aFrom: number,
    aTo: number,
    b: Buffer,
    bFrom: number,
    bTo: number,
  ): WalkResult {
    this.#a = a
    this.#b = b
    this.aEnd = aTo
    this.bEnd = bTo
    this.#base = base
    this.#place.depth = 0
    this.#onward(aFrom, bFrom, VALUE)
    this.#skipShared()
    let tail = 0
    const most = Math.min(aTo - this.#i, bTo - this.#j)
    while (tail < most && a[aTo - 1 - tail] === b[bTo - 1 - tail]) tail++
    const whole = this.#together(tail)
    if (this.#place.depth >= MAX_DEPTH) return 'too-deep'
    return whole ? 'done' : 'broken'
  }

  /** Where both say the same from here on, only one is read, up to the token that holds the next difference. */
  #skipShared(): void {
    const a = this.#a
    const b = this.#b
    const shift = this.#j - this.#i
    const limit = Math.min(this.aEnd, this.bEnd - shift)
    const i = firstDifference(a, this.#i, limit, b, shift)
    const { at, mode } = readShared(a, this.#i, this.#mode, i, this.#place, this.#isUnordered)
    this.#i = at
    this.#j = at + shift
    this.#mode = mode
  }

  #together(tail: number): boolean {
    for (;;) {
      const i = (this.#i = skipSpace(this.#a, this.#i, this.aEnd))
      const j = (this.#j = skipSpace(this.#b, this.#j, this.bEnd))
      const depth = this.#place.depth
      if (depth === 0 && this.#mode === AFTER) return i >= this.aEnd && j >= this.bEnd
      if (i >= this.aEnd || j >= this.bEnd || depth >= MAX_DEPTH) return false
      const left = this.aEnd - i
      // Same bytes, same place in the document: nothing that follows can differ. It must still be whole.
      if (left <= tail && this.bEnd - j === left) return closes(this.#a, i, this.aEnd, depth)
      if (!this.#step(this.#a[i] ?? 0, this.#b[j] ?? 0)) return false
    }
  }

  #step(ca: number, cb: number): boolean {
    if (this.#mode === AFTER) return this.#after(ca, cb)
    if (this.#mode === KEY || this.#mode === NEXT_KEY) return this.#key(ca, cb)
    if (this.#mode !== BEFORE_COLON) return this.#value(ca, cb)
    if (ca !== COLON || cb !== COLON) return false
    return this.#onward(this.#i + 1, this.#j + 1, VALUE)
  }

  #key(ca: number, cb: number): boolean {
    if (ca === QUOTE && cb === QUOTE) {
      const aTo = skipString(this.#a, this.#i, this.aEnd)
      const bTo = skipString(this.#b, this.#j, this.bEnd)
      if (aTo < 0 || bTo < 0) return false
      if (sameBytes(this.#a, this.#i, aTo, this.#b, this.#j, bTo)) {
        this.#place.key(this.#i + 1, aTo - 1)
        return this.#onward(aTo, bTo, BEFORE_COLON)
      }
    } else if (ca === CLOSE_OBJECT && cb === CLOSE_OBJECT && this.#mode === KEY) return this.#close()
    return this.#leave(this.#detours.members(this.#container(), this.#i, this.#j))
  }

  #value(ca: number, cb: number): boolean {
    if (this.#mode === ELEMENT && (ca === CLOSE_ARRAY || cb === CLOSE_ARRAY)) {
      return ca === cb ? this.#close() : this.#lengths()
    }
    if (ca === OPEN_OBJECT && cb === OPEN_OBJECT) {
      this.#place.open(true)
      return this.#onward(this.#i + 1, this.#j + 1, KEY)
    }
    if (ca !== OPEN_ARRAY || cb !== OPEN_ARRAY) return this.#scalars()
    if (this.#isUnordered?.() === true) {
      const ends = this.#detours.elements(this.#node(), this.#i, this.#j)
      return ends !== undefined && this.#onward(ends[0], ends[1], AFTER)
    }
    this.#place.open(false)
    return this.#onward(this.#i + 1, this.#j + 1, ELEMENT)
  }

  #scalars(): boolean {
    const aTo = skipValue(this.#a, this.#i, this.aEnd)
    const bTo = skipValue(this.#b, this.#j, this.bEnd)
    if (aTo < 0 || bTo < 0) return false
    if (!sameBytes(this.#a, this.#i, aTo, this.#b, this.#j, bTo)) {
      const node = this.#node()
      const kind = compareTokens(this.#a, this.#i, aTo, this.#b, this.#j, bTo, node.tolerance)
      if (kind === 'broken') return false
      if (kind !== 'same') this.#detours.differ(node, kind, this.#i, aTo, this.#j, bTo)
    }
    this.#onward(aTo, bTo, AFTER)
    this.#skipShared()
    return true
  }

  #after(ca: number, cb: number): boolean {
    const object = this.#place.inObject()
    if (ca === COMMA && cb === COMMA) return this.#onward(this.#i + 1, this.#j + 1, object ? NEXT_KEY : VALUE)
    const end = object ? CLOSE_OBJECT : CLOSE_ARRAY
    if ((ca !== COMMA && ca !== end) || (cb !== COMMA && cb !== end)) return false
    if (ca === cb) return this.#close()
    if (!object) return this.#lengths()
    const aAt = ca === COMMA ? this.#i + 1 : this.#i
    const bAt = cb === COMMA ? this.#j + 1 : this.#j
    return this.#leave(this.#detours.members(this.#container(), aAt, bAt))
  }

  /** One of two arrays goes on where the other ends. */
  #lengths(): boolean {
    const aTo = skipRest(this.#a, this.#i, this.aEnd)
    const bTo = skipRest(this.#b, this.#j, this.bEnd)
    if (aTo < 0 || bTo < 0) return false
    this.#detours.differ(this.#container(), 'length', this.#i, aTo - 1, this.#j, bTo - 1)
    return this.#leave([aTo, bTo])
  }

  #leave(ends: Ends): boolean {
    if (ends === undefined) return false
    this.#place.depth--
    return this.#onward(ends[0], ends[1], AFTER)
  }

  #close(): boolean {
    return this.#leave([this.#i + 1, this.#j + 1])
  }

  #onward(i: number, j: number, mode: number): true {
    this.#i = i
    this.#j = j
    this.#mode = mode
    return true
  }

  #node(): PathNode {
    return this.#place.node(this.#paths, this.#base, this.#a, this.#place.depth)
  }

  #container(): PathNode {
    return this.#place.node(this.#paths, this.#base, this.#a, this.#place.depth - 1)
  }
}

/** How two values differ that are not two objects or two arrays. `broken` when one of them is no JSON. */
function compareTokens(
  a: Buffer,
  aFrom: number,
  aTo: number,
  b: Buffer,
  bFrom: number,
  bTo: number,
  tolerance: NumericTolerance | undefined,
): 'same' | 'value' | 'type' | 'broken' {
  const [left, right] = [typeAt(a[aFrom] ?? 0), typeAt(b[bFrom] ?? 0)]
  if (left === undefined || right === undefined) return 'broken'
  if (left !== right) return isSound(left, a, aFrom, aTo) && isSound(right, b, bFrom, bTo) ? 'type' : 'broken'
  if (left === 'string' && tolerance === undefined && !hasEscape(a, aFrom, aTo) && !hasEscape(b, bFrom, bTo))
    return 'value'
  // Rounding keeps order: doubles that differ come from numbers that do. Equal ones need all their digits.
  if (left === 'number' && tolerance === undefined) {
    const [x, y] = [numberAt(a, aFrom, aTo), numberAt(b, bFrom, bTo)]
    if (x < y || x > y) return 'value'
  }
  const result = compareScalars(left, utf8At(a, aFrom, aTo), utf8At(b, bFrom, bTo), tolerance)
  return result === 'different' ? 'value' : result
}

function isSound(type: JsonType, bytes: Buffer, from: number, to: number): boolean {
  return type === 'object' || type === 'array' || type === 'string' || isPlain(utf8At(bytes, from, to))
}

function hasEscape(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === BACKSLASH) return true
  return false
}
