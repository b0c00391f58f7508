import { Comparer } from '../json/compare.ts'
import type { WalkResult, DifferenceKind } from '../json/walk.ts'
import type { PathNode, Paths } from '../json/paths.ts'
import type { RecordBytes } from '../pairs/sink.ts'
import { numberAt } from '../json/number.ts'
import { QUOTE } from '../json/scan.ts'
import { areOfOneFormat } from './format.ts'

/** One difference between two records; ranges point into them. */
export interface RecordDifference {
  node: PathNode
  kind: DifferenceKind
  aFrom: number
  aTo: number
  bFrom: number
  bTo: number
}

/** The differences between two records, kept in objects that are used again for the next two. */
export class Differences {
  count = 0
  readonly #items: RecordDifference[] = []
  readonly #comparer: Comparer

  constructor(paths: Paths) {
    this.#comparer = new Comparer(paths, (node, kind, aFrom, aTo, bFrom, bTo) => {
      const item = this.#items[this.count++]
      if (item === undefined) this.#items.push({ node, kind, aFrom, aTo, bFrom, bTo })
      else {
        item.node = node
        item.kind = kind
        item.aFrom = aFrom
        item.aTo = aTo
        item.bFrom = bFrom
        item.bTo = bTo
      }
    })
  }

  /** Finds the differences of b from a; afterwards `at` gives each of them. */
  between(a: RecordBytes, b: RecordBytes): WalkResult {
    this.count = 0
    if (sameBytes(a, b)) return looksWhole(a) ? 'done' : 'broken'
    return this.#comparer.compare(a.bytes, a.from, a.to, b.bytes, b.from, b.to)
  }

  at(index: number): RecordDifference {
    const item = this.#items[index]
    if (item === undefined) throw new RangeError(`there is no difference ${index}`)
    return item
  }
}

/** Whether a difference is more than another value of the same type and format. */
export function changesShape(d: RecordDifference, a: Buffer, b: Buffer): boolean {
  return d.kind !== 'value' || !areOfOneFormat(a, d.aFrom, d.aTo, b, d.bFrom, d.bTo)
}

function sameBytes(a: RecordBytes, b: RecordBytes): boolean {
  if (a === b) return true
  return a.to - a.from === b.to - b.from && a.bytes.compare(b.bytes, b.from, b.to, a.from, a.to) === 0
}

/** Equal records are not read, but one that was cut off at its end is not equal to anything. */
function looksWhole(record: RecordBytes): boolean {
  let last = record.to - 1
  while (last > record.from && (record.bytes[last] ?? 0) <= 0x20) last--
  return record.bytes[last] === 0x7d
}

/** Turns that are told apart at one place. */
const MOST_TURNS = 50
const NAMED_STATUS = /(?:^|[._])(?:http_?)?status(?:_?code)?$|(?:^|[._])(?:response|http)_?code$/i

/** Whether a place is named as the status of an HTTP answer is. */
export function isStatus(path: string): boolean {
  return NAMED_STATUS.test(path)
}

/** Counts by which status became which one: `200 → 503`. A status says nothing of a person, so it is never hidden. */
export function noteTurn(
  counts: { readonly turns: Record<string, number> },
  d: RecordDifference,
  a: Buffer,
  b: Buffer,
): void {
  const [before, after] = [numberAt(a, d.aFrom, d.aTo), numberAt(b, d.bFrom, d.bTo)]
  if (![before, after].every((code) => Number.isInteger(code) && code >= 100 && code < 600)) return
  const turn = `${before} → ${after}`
  if (turn in counts.turns || Object.keys(counts.turns).length < MOST_TURNS)
    counts.turns[turn] = (counts.turns[turn] ?? 0) + 1
}

/** Counts whether a number became larger or smaller, a text longer or shorter. */
export function noteDirection(
  counts: { higher: number; lower: number },
  d: RecordDifference,
  a: Buffer,
  b: Buffer,
): void {
  const text = a[d.aFrom] === QUOTE
  const change = text
    ? d.bTo - d.bFrom - (d.aTo - d.aFrom)
    : numberAt(b, d.bFrom, d.bTo) - numberAt(a, d.aFrom, d.aTo)
  if (change > 0) counts.higher++
  else if (change < 0) counts.lower++
}
