import type { Probe } from './prober.ts'

/** What users could notice of a swap, as far as a prober sees it. */
export interface Downtime {
  readonly requests: number
  readonly failed: number
  /** The longest time, in milliseconds, in which no request succeeded: from the first failure to the next success. */
  readonly longestGapMs: number
  /** Half of the requests, and 99 in 100, were answered within these milliseconds; null without an answer. */
  readonly p50Ms: number | null
  readonly p99Ms: number | null
}

/** Sums probes up. A gap that is still open at the end reaches to the end of the last probe. */
export function downtimeOf(probes: readonly Probe[]): Downtime {
  const answered = probes.filter((probe) => !probe.failed).map((probe) => probe.ms)
  const sorted = answered.toSorted((a, b) => a - b)
  return {
    requests: probes.length,
    failed: probes.length - answered.length,
    longestGapMs: longestGap(probes),
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
  }
}

function longestGap(probes: readonly Probe[]): number {
  let longest = 0
  let since: number | undefined
  for (const probe of probes) {
    if (probe.failed) since ??= probe.at
    const until = probe.failed ? probe.at + probe.ms : probe.at
    if (since !== undefined) longest = Math.max(longest, until - since)
    if (!probe.failed) since = undefined
  }
  return longest
}

/** The smallest value that at least a share `q` of the sorted values does not exceed. */
function quantile(sorted: readonly number[], q: number): number | null {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? null
}

/** One sentence for a report. */
export function downtimeText(downtime: Downtime): string {
  const { requests, failed, longestGapMs } = downtime
  if (requests === 0) return 'Downtime was not measured: no probe was sent.'
  if (failed === 0)
    return requests === 1
      ? 'No downtime: the one probe that was sent succeeded.'
      : `No downtime: none of ${counted(requests)} probes failed.`
  return `${counted(failed)} of ${counted(requests)} probes failed. The longest gap without a success was ${counted(longestGapMs)} ms.`
}

const counted = (value: number): string => Math.round(value).toLocaleString('en-US')

/** The commonest reason why probes failed, with one example; undefined where none did. */
export function failureText(probes: readonly Probe[]): string | undefined {
  const failed = probes.filter((probe) => probe.failed)
  const counts = Map.groupBy(failed, ({ why }) => why ?? 'failed')
  const [why, alike] = [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? []
  const [example] = alike ?? []
  if (why === undefined || alike === undefined || example === undefined) return undefined
  const at = new Date(example.at).toISOString()
  return `Most frequent failure (${counted(alike.length)} of ${counted(failed.length)}): ${why}. Example: ${example.url ?? ''} at ${at}.`
}
