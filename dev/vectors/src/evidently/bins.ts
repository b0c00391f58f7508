/** Two samples as counts over the same bins. */
export interface Binned {
  readonly reference: readonly number[]
  readonly current: readonly number[]
}

/** Distinct values above which numbers are binned and not counted one by one. */
const MOST_VALUES = 20

/** Counts of each distinct value, sorted. */
export function byValue<T>(
  reference: readonly T[],
  current: readonly T[],
): Binned & { readonly values: readonly T[] } {
  const values = [...new Set([...reference, ...current])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const at = new Map(values.map((value, i) => [value, i]))
  const count = (sample: readonly T[]): readonly number[] => {
    const counts = values.map(() => 0)
    for (const value of sample) {
      const i = at.get(value) ?? 0
      counts[i] = (counts[i] ?? 0) + 1
    }
    return counts
  }
  return { values, reference: count(reference), current: count(current) }
}

/** Bins of equal width by Sturges' rule for some values; the last one is closed on both sides, as in NumPy. */
export function sturgesEdges(values: readonly number[]): readonly number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const width = (high - low) / (Math.log2(values.length) + 1)
  const bins = width === 0 ? 1 : Math.ceil((high - low) / width)
  const [from, to] = low === high ? [low - 0.5, high + 0.5] : [low, high]
  return Array.from({ length: bins + 1 }, (_, i) => (i === bins ? to : from + ((to - from) / bins) * i))
}

/** How many values fall between the edges; the last bin holds its upper edge too. */
function countsBetween(values: readonly number[], edges: readonly number[]): readonly number[] {
  const counts = Array.from({ length: edges.length - 1 }, () => 0)
  const [first = 0, last = 0] = [edges[0], edges.at(-1)]
  for (const value of values) {
    if (value < first || value > last) continue
    let bin = Math.min(counts.length - 1, Math.floor(((value - first) / (last - first)) * counts.length))
    if (bin > 0 && value < (edges[bin] ?? 0)) bin--
    else if (bin < counts.length - 1 && value >= (edges[bin + 1] ?? 0)) bin++
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts
}

/** Evidently's binning: by value, unless a numeric reference has more than twenty of them; then by Sturges' rule. */
export function evidentlyBins(reference: readonly number[], current: readonly number[]): Binned {
  if (new Set(reference).size <= MOST_VALUES) return byValue(reference, current)
  const edges = sturgesEdges([...reference, ...current])
  return { reference: countsBetween(reference, edges), current: countsBetween(current, edges) }
}

/** The bins of Evidently's Hellinger distance: Sturges' rule over the distinct values. */
export function hellingerBins(reference: readonly number[], current: readonly number[]): Binned {
  const distinct = [...new Set([...reference, ...current])]
  const edges = sturgesEdges(distinct)
  return { reference: countsBetween(reference, edges), current: countsBetween(current, edges) }
}
