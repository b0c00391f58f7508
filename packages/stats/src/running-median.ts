/** The median of the last values of a row. */
export interface RunningMedian {
  readonly add: (value: number) => void
  /** Null before any value. With `missing`, it stands for every value of the window that has not come yet. */
  readonly median: (missing?: number) => number | null
}

/** The median of the last `window` values. */
export function runningMedian(window: number): RunningMedian {
  const row: number[] = []
  const sorted: number[] = []
  const placeOf = (value: number): number => {
    const place = sorted.findIndex((each) => each >= value)
    return place < 0 ? sorted.length : place
  }
  const middleOf = (values: readonly number[]): number => {
    const half = (values.length - 1) / 2
    return ((values[Math.floor(half)] ?? 0) + (values[Math.ceil(half)] ?? 0)) / 2
  }
  return {
    add: (value) => {
      row.push(value)
      sorted.splice(placeOf(value), 0, value)
      if (row.length > window) sorted.splice(placeOf(row.shift() ?? 0), 1)
    },
    median: (missing) => {
      if (missing === undefined) return sorted.length === 0 ? null : middleOf(sorted)
      const fill = new Array<number>(window - sorted.length).fill(missing)
      return middleOf(fill.length === 0 ? sorted : sorted.toSpliced(placeOf(missing), 0, ...fill))
    },
  }
}
