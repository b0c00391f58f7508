/** Seconds as people say them: 40 s, 12 min, 3.5 h, 9 days. */
export function aboutTime(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'more than 1,000 intervals'
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  if (seconds < 5400) return `${Math.ceil(seconds / 60)} min`
  if (seconds < 172_800) return `${(seconds / 3600).toFixed(1)} h`
  return `${Math.ceil(seconds / 86_400)} days`
}

/** A number of requests in three figures: 300, 13.8k, 1.66M. */
export function aboutRequests(count: number): string {
  if (count < 1000) return String(count)
  const [value, letter] = count < 999_500 ? [count / 1e3, 'k'] : [count / 1e6, 'M']
  return `${Number(value.toPrecision(3))}${letter}`
}
