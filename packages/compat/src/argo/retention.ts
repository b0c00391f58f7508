/** How many measurements of each metric are kept where nothing is said. */
const KEPT_MEASUREMENTS = 10

/** A limit for every metric whose name matches. */
export interface Retention {
  readonly pattern: RegExp
  readonly limit: number
}

/** The newest measurements of one metric. A retention limit of 0 is none; of several that match, the last decides. */
export function retained<T>(
  metric: string,
  measurements: readonly T[],
  retention: readonly Retention[],
  limit: number = KEPT_MEASUREMENTS,
): readonly T[] {
  const own = retention.findLast(({ pattern }) => pattern.test(metric))?.limit ?? 0
  const kept = own > 0 ? own : limit
  return measurements.slice(Math.max(0, measurements.length - kept))
}
