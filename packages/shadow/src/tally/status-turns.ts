import { numberAt } from '../json/number.ts'
import { QUOTE } from '../json/scan.ts'
import type { RecordDifference } from './events.ts'
import type { PathCounts } from './summary.ts'

/** Turns that are told apart at one place. */
const MOST_TURNS = 50
const NAMED_STATUS = /(?:^|[._])(?:http_?)?status(?:_?code)?$|(?:^|[._])(?:response|http)_?code$/i

/** Whether a place is named as the status of an HTTP answer is. */
export function isStatus(path: string): boolean {
  return NAMED_STATUS.test(path)
}

/** Counts by which status became which one: `200 → 503`. A status says nothing of a person, so it is never hidden. */
export function noteTurn(counts: PathCounts, d: RecordDifference, a: Buffer, b: Buffer): void {
  if (a[d.aFrom] === QUOTE || b[d.bFrom] === QUOTE) return
  const [before, after] = [numberAt(a, d.aFrom, d.aTo), numberAt(b, d.bFrom, d.bTo)]
  if (![before, after].every((code) => Number.isInteger(code) && code >= 100 && code < 600)) return
  const turn = `${before} → ${after}`
  if (turn in counts.turns || Object.keys(counts.turns).length < MOST_TURNS)
    counts.turns[turn] = (counts.turns[turn] ?? 0) + 1
}
