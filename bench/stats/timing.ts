/** Shortest of several runs in milliseconds, which is what a quiet machine would show, and the last answer. */
export function fastest<T>(runs: number, run: () => T): { readonly ms: number; readonly answer: T } {
  let began = performance.now()
  let answer = run()
  let ms = performance.now() - began
  for (let i = 1; i < runs; i++) {
    began = performance.now()
    answer = run()
    ms = Math.min(ms, performance.now() - began)
  }
  return { ms, answer }
}

/** Repeatable uniform numbers in [0, 1) (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Log-normal latencies in microseconds, median about 20 ms. */
export function latencies(count: number, seed: number, factor = 1): Float64Array {
  const next = uniform(seed)
  return Float64Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
    return factor * 20_000 * Math.exp(0.8 * normal)
  })
}

/** A table in plain text, columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)))
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
