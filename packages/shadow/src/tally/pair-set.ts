/** Pairs that are kept of a larger set: the smallest hashes, which are a random sample that two sets share. */
const KEPT = 32

/** Some pairs by the hashes of their ids: how many, and the smallest of them in order. */
export interface PairSet {
  n: number
  readonly least: number[]
}

export function emptyPairSet(): PairSet {
  return { n: 0, least: [] }
}

/** Adds a pair that is not in the set. */
export function notePairIn(set: PairSet, hash: number): void {
  set.n++
  keepLeast(set.least, hash)
}

/** Adds the pairs of a set that has none in common. */
export function addPairSet(into: PairSet, from: PairSet): void {
  into.n += from.n
  for (const hash of from.least) keepLeast(into.least, hash)
}

function keepLeast(least: number[], hash: number): void {
  if (least.length === KEPT && hash >= (least[KEPT - 1] ?? 0)) return
  let at = least.length
  while (at > 0 && (least[at - 1] ?? 0) > hash) at--
  least.splice(at, 0, hash)
  if (least.length > KEPT) least.length = KEPT
}

/**
 * Which share of the pairs of one set are in another: exact where each holds no more than 32, otherwise an estimate from
 * those of the first that the second would have kept (bottom-k sketches; Cohen and Kaplan, PODC 2007).
 */
export function shareIn(
  part: PairSet,
  whole: PairSet,
  held: ReadonlySet<number> = new Set(whole.least),
): number {
  const most = whole.n > whole.least.length ? (whole.least.at(-1) ?? 0) : Infinity
  const seen = part.least.filter((hash) => hash <= most)
  if (seen.length === 0) return 0
  return seen.filter((hash) => held.has(hash)).length / seen.length
}
