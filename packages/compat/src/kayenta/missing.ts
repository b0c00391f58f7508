export type NanStrategy = 'remove' | 'replace'

export function removeNaNs(values: readonly number[]): readonly number[] {
  return values.filter((x) => !Number.isNaN(x))
}

export function replaceNaNs(values: readonly number[], by: number): readonly number[] {
  return values.map((x) => (Number.isNaN(x) ? by : x))
}

/** NaN is dropped, or counted as zero. Infinities stay. */
export function handleMissing(values: readonly number[], strategy: NanStrategy): readonly number[] {
  return strategy === 'remove' ? removeNaNs(values) : replaceNaNs(values, 0)
}
