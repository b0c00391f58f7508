/** How two ranked lists of names agree, each between 0 and 1 but for Kendall's tau (-1 to 1). */
export interface RankMeasures {
  readonly topSame: boolean
  readonly sameOrder: boolean
  /** ShareRequirement of the first `top` names that both have. */
  readonly overlap: number
  /** Rank-biased overlap (Webber 2010), extrapolated, p = 0.9. */
  readonly rankBiased: number
  /** Kendall's tau over the names that both have; undefined with fewer than two. */
  readonly tau: number | undefined
}

const PERSISTENCE = 0.9

export function rankMeasures(
  stable: readonly string[],
  candidate: readonly string[],
  top: number,
): RankMeasures {
  const a = stable.slice(0, top)
  const b = candidate.slice(0, top)
  const depth = Math.min(a.length, b.length)
  const shared = sharedBy(new Set(a), new Set(b))
  const most = Math.max(a.length, b.length)
  return {
    topSame: a[0] === b[0],
    sameOrder: a.length === b.length && a.every((name, i) => name === b[i]),
    overlap: most === 0 ? 1 : shared / most,
    rankBiased: depth === 0 ? Number(most === 0) : rankBiased(a, b, depth),
    tau: kendall(a, b),
  }
}

function rankBiased(a: readonly string[], b: readonly string[], depth: number): number {
  const [seenA, seenB] = [new Set<string>(), new Set<string>()]
  let [sum, overlap] = [0, 0]
  for (let d = 1; d <= depth; d++) {
    const [x = '', y = ''] = [a[d - 1], b[d - 1]]
    seenA.add(x)
    seenB.add(y)
    overlap = sharedBy(seenA, seenB)
    sum += (overlap / d) * PERSISTENCE ** d
  }
  return (overlap / depth) * PERSISTENCE ** depth + ((1 - PERSISTENCE) / PERSISTENCE) * sum
}

function kendall(a: readonly string[], b: readonly string[]): number | undefined {
  const place = new Map(b.map((name, i) => [name, i]))
  const common = a.flatMap((name) => place.get(name) ?? [])
  const pairs = (common.length * (common.length - 1)) / 2
  if (pairs === 0) return undefined
  let inOrder = 0
  common.forEach((x, i) => common.slice(i + 1).forEach((y) => (inOrder += x < y ? 1 : -1)))
  return inOrder / pairs
}

/** Normalised discounted gain of a ranking with the relevant names given, each worth 1; undefined when none is relevant. */
export function discountedGain(
  ranked: readonly string[],
  relevant: ReadonlySet<string>,
  top: number,
): number | undefined {
  if (relevant.size === 0) return undefined
  const gain = (flags: readonly boolean[]): number =>
    flags.reduce((sum, flag, i) => sum + (flag ? 1 / Math.log2(i + 2) : 0), 0)
  const best = Array.from({ length: Math.min(top, relevant.size) }, () => true)
  const seen = new Set<string>()
  // A name that comes again is no other find.
  const flags = ranked.slice(0, top).map((name) => {
    const isFound = relevant.has(name) && !seen.has(name)
    seen.add(name)
    return isFound
  })
  return gain(flags) / gain(best)
}

function sharedBy(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0
  for (const name of a) if (b.has(name)) shared++
  return shared
}
