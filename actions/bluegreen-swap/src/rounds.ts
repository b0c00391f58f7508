import type { Downtime } from '@sluice/swap'

/** One move of everyone, and what a user could notice of it. */
export interface Round extends Downtime {
  readonly to: string
  /** From the first write to a confirmed reading, in milliseconds. */
  readonly tookMs: number
  /** Connections that the previous colour was still answering then; undefined where the router cannot tell. */
  readonly open: number | undefined
}

/** One sentence for the log. */
export function roundText({ to, tookMs, failed, requests }: Round): string {
  return `Moved to ${to} in ${Math.round(tookMs)} ms; ${failed} of ${requests} requests failed.`
}

/** What the rounds came to, and how the last one differs from the first. */
export function rehearsalText(rounds: readonly Round[], times: number): readonly string[] {
  const took = rounds.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b)
  const worst = took.at(-1) ?? 0
  const middle = took[Math.floor((took.length - 1) / 2)] ?? 0
  const failed = rounds.reduce((sum, round) => sum + round.failed, 0)
  const requests = rounds.reduce((sum, round) => sum + round.requests, 0)
  const gap = Math.max(0, ...rounds.map(({ longestGapMs }) => longestGapMs))
  const [first, last] = [rounds[0]?.p99Ms ?? null, rounds.at(-2)?.p99Ms ?? null]
  const drift =
    first === null || last === null
      ? []
      : [
          `The slowest 1% of requests to the target took ${Math.round(first)} ms in the first round and ${Math.round(last)} ms in the last.`,
        ]
  return [
    `Rehearsed ${rounds.length / 2} of ${times} times. Moving all traffic took ${Math.round(middle)} ms (median) and ${Math.round(worst)} ms at most.`,
    `${failed} of ${requests} requests failed. The longest gap without a success was ${Math.round(gap)} ms.`,
    ...drift,
  ]
}
