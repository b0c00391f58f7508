import { isUtf8 } from 'node:buffer'
import { ELEMENT, Follower, type Into, type Reached } from './follow.ts'
import { elementsOf, membersOf, type ByteRange } from './members.ts'
import { patternOf } from './pattern.ts'
import { readString } from './paths.ts'
import { OPEN_ARRAY, OPEN_OBJECT, QUOTE, skipSpace, skipValue, utf8At } from './scan.ts'

/** What a text holds, as JSON on one line; undefined where it holds none and stays a text. */
export type OpenText = (text: string) => string | undefined

type Open = (record: Buffer) => Buffer

const OPENED = 'opened'
/** Texts within texts are opened this deep: queues wrap what gateways have wrapped. */
const MOST_NESTED = 8

/**
 * Gives records in which the texts at some places are replaced by the JSON that they hold. All other bytes stay as they
 * are, numbers with all their digits. A record that is not JSON is given back unchanged.
 */
export function textOpener(patterns: readonly string[], open: OpenText = jsonIn): Open {
  const follower = new Follower(patterns.map((path) => ({ pattern: patternOf(path), rule: OPENED })))
  return (record) => {
    const opener = new Opener(record, follower, open, 0)
    return opener.run(skipSpace(record, 0, record.length), follower.start) ? opener.result() : record
  }
}

interface Opened {
  readonly from: number
  readonly to: number
  readonly as: Buffer
}

class Opener {
  readonly #bytes: Buffer
  readonly #follower: Follower<string>
  readonly #open: OpenText
  readonly #depth: number
  readonly #found: Opened[] = []

  constructor(bytes: Buffer, follower: Follower<string>, open: OpenText, depth: number) {
    this.#bytes = bytes
    this.#follower = follower
    this.#open = open
    this.#depth = depth
  }

  /** Looks at one value and whatever may hold more; false where it is not JSON. */
  run(at: number, reached: Reached<string>): boolean {
    const waiting: (readonly [from: number, reached: Reached<string>])[] = [[at, reached]]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [from, place] = next
      const first = this.#bytes[from]
      if (first === QUOTE) {
        if (place.here.length > 0) this.#text(from, place)
      } else if (place.open.length > 0 && (first === OPEN_OBJECT || first === OPEN_ARRAY)) {
        const inside = this.#inside(from, first)
        if (inside === undefined) return false
        for (const [into, range] of inside) waiting.push([range.from, this.#follower.next(place, into)])
      }
    }
    return true
  }

  result(): Buffer {
    if (this.#found.length === 0) return this.#bytes
    this.#found.sort((a, b) => a.from - b.from)
    const pieces: Buffer[] = []
    let at = 0
    for (const { from, to, as } of this.#found) {
      pieces.push(this.#bytes.subarray(at, from), as)
      at = to
    }
    return Buffer.concat([...pieces, this.#bytes.subarray(at)])
  }

  #inside(from: number, first: number): Iterable<readonly [Into, ByteRange]> | undefined {
    if (first === OPEN_OBJECT) return membersOf(this.#bytes, from + 1, this.#bytes.length)?.items
    return elementsOf(this.#bytes, from, this.#bytes.length)?.items.map((range) => [ELEMENT, range] as const)
  }

  #text(from: number, place: Reached<string>): void {
    const to = skipValue(this.#bytes, from, this.#bytes.length)
    const held = to < 0 ? undefined : this.#open(readString(utf8At(this.#bytes, from, to)))
    if (held === undefined) return
    const inner = Buffer.from(held)
    if (place.open.length === 0 || this.#depth >= MOST_NESTED) {
      this.#found.push({ from, to, as: inner })
      return
    }
    const opener = new Opener(inner, this.#follower, this.#open, this.#depth + 1)
    this.#found.push({ from, to, as: opener.run(0, place) ? opener.result() : inner })
  }
}

/** A JSON value that a text is, or that it is in base64. */
export function jsonIn(text: string): string | undefined {
  return asJson(text) ?? asJson(fromBase64(text))
}

/** A text on one line where it is JSON. */
export function asJson(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  try {
    JSON.parse(text)
    return text.replaceAll(/[\r\n]+/g, ' ').trim()
  } catch {
    return undefined
  }
}

const BASE64 = /^(?:[\w+/-]{4})*(?:[\w+/-]{2,3}={0,2})?$/

/** The text that another is in base64, with either alphabet; undefined where it is none. */
export function fromBase64(text: string): string | undefined {
  const written = text.trim()
  if (written === '' || !BASE64.test(written)) return undefined
  const bytes = Buffer.from(written, 'base64')
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined
}
