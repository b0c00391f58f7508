import { ENTRY } from './entries.ts'
import type { PairSink } from './sink.ts'
import { HashTable } from './hash-table.ts'

/** The records of one part that belong together: for each of the primary where its partners are in their arms, or -1. */
export interface Matches {
  /** Of the primary, by their place in its entries, those that some other arm answers. */
  readonly primary: Int32Array
  /** By further arm, for each of them. */
  readonly partners: readonly Int32Array[]
}

/**
 * Finds what belongs together by the hashes of the ids. Of several records with one id in an arm the first counts; the
 * others are duplicates, and what has no partner is unmatched.
 */
export function matchEntries(
  arms: readonly Int32Array[],
  lost: PairSink['lost'],
  missing: (i: number) => void = () => undefined,
): Matches {
  const [primary = new Int32Array(0), ...others] = arms
  const known = new HashTable(primary)
  const firsts = new Int32Array(primary.length / ENTRY)
  let count = 0
  for (let i = 0; i < firsts.length; i++) {
    if (known.add(i)) firsts[count++] = i
    else lost(0, 'duplicate')
  }
  const partners = others.map((entries, k) => partnersOf(known, entries, (why) => lost(k + 1, why)))
  const [candidates] = partners
  let kept = 0
  for (let k = 0; k < count; k++) {
    const i = firsts[k] ?? 0
    if ((candidates?.[i] ?? -1) >= 0) firsts[kept++] = i
    else {
      lost(0, 'unmatched')
      missing(i)
      partners.forEach((arm, other) => other > 0 && (arm[i] ?? -1) >= 0 && lost(other + 1, 'unmatched'))
    }
  }
  const matched = firsts.subarray(0, kept)
  return { primary: matched, partners: partners.map((arm) => matched.map((i) => arm[i] ?? -1)) }
}

function partnersOf(
  known: HashTable,
  entries: Int32Array,
  lost: (why: 'duplicate' | 'unmatched') => void,
): Int32Array {
  const partners = new Int32Array(known.entries.length / ENTRY).fill(-1)
  const strangers = new HashTable(entries, false)
  for (let j = 0; j < entries.length / ENTRY; j++) {
    const i = known.find(entries, j)
    if (i < 0) lost(strangers.add(j) ? 'unmatched' : 'duplicate')
    else if ((partners[i] ?? 0) >= 0) lost('duplicate')
    else partners[i] = j
  }
  return partners
}
