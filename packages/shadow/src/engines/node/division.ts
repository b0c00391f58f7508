import type { RecordLog } from '../../pairs/record-log.ts'

const MOST_RANGES = 128
const MOST_PARTS = 512
const SAMPLE = 256 * 1024

/** How much is taken on at once. */
export interface NodeLimits {
  /** Bytes of a log that a thread takes at a time; more of logs so large that there would be too many pieces. */
  readonly range: number
  /** The same of logs that look the same. */
  readonly rangeAlike: number
  /** Bytes of logs that look the same that are read ahead: they should still be in the processor's cache when looked at. */
  readonly ahead: number
  /** Records that a thread pairs at once, where their places are kept in files. */
  readonly inPart: number
  /** The same of logs that look the same. */
  readonly inPartAlike: number
  /** Records whose places are kept in memory before files are used. */
  readonly inMemory: number
  /** Below this many bytes starting threads costs more than they save. */
  readonly worthThreads: number
  /** The same of logs that look the same, which are read much faster. */
  readonly worthThreadsAlike: number
}

/** Measured with logs from 200 MB to 2 GB on two cores: see `bench shadow`. */
export const NODE_LIMITS: NodeLimits = {
  range: 4 * 1024 ** 2,
  rangeAlike: 16 * 1024 ** 2,
  ahead: 2 * 1024 ** 2,
  inPart: 240_000,
  inPartAlike: 50_000,
  inMemory: 500_000,
  worthThreads: 8 * 1024 ** 2,
  worthThreadsAlike: 512 * 1024 ** 2,
}

/** Bytes of one arm, or of all of them where they are expected to be the same. */
export interface LogRange {
  readonly arm: number | 'all'
  readonly start: number
  readonly end: number
}

/** How the work on some logs is divided. */
export interface Division {
  readonly threads: number
  readonly ranges: readonly LogRange[]
  /** Bytes of a range of logs that look the same that are read ahead at a time. */
  readonly ahead: number
  /** By the hash of their ids, records are divided into so many parts. */
  readonly parts: number
  /** Whether there are more records than are kept in memory. */
  readonly spills: boolean
}

/** The plan depends on the logs and how many threads there may be; what is counted depends on neither. */
export function divideWork(
  logs: readonly RecordLog[],
  most: number,
  alike: boolean,
  shards: number,
  limits: NodeLimits,
): Division {
  const total = logs.reduce((sum, { size }) => sum + size, 0)
  const largest = Math.max(...logs.map(({ size }) => size))
  const threads = largest < (alike ? limits.worthThreadsAlike : limits.worthThreads) ? 1 : most
  const size = Math.max(alike ? limits.rangeAlike : limits.range, Math.ceil(total / MOST_RANGES))
  const cut = (arm: LogRange['arm'], length: number): readonly LogRange[] =>
    Array.from({ length: Math.ceil(length / size) }, (_, k) => ({
      arm,
      start: k * size,
      end: Math.min(length, (k + 1) * size),
    }))
  const entries = total / lineLength(logs) / shards
  const spills = entries > limits.inMemory
  // The fewer parts, the less is read twice; of what is alike nothing is, and a small table of ids is a fast one.
  const inPart = alike ? limits.inPartAlike : spills ? limits.inPart : Infinity
  return {
    threads,
    ahead: limits.ahead,
    ranges: alike ? cut('all', logs[0]?.size ?? 0) : logs.flatMap((log, arm) => cut(arm, log.size)),
    parts: Math.min(MOST_PARTS, Math.max(threads, Math.ceil(entries / inPart))),
    spills,
  }
}

/** About how long a line is, by those that come first. */
function lineLength(logs: readonly RecordLog[]): number {
  const sample = Buffer.allocUnsafe(SAMPLE)
  const lengths = logs.map((log) => {
    const got = log.size > 0 ? log.read(sample, 0, SAMPLE) : 0
    let lines = 0
    for (let at = sample.indexOf('\n'); at >= 0 && at < got; at = sample.indexOf('\n', at + 1)) lines++
    return got / Math.max(1, lines)
  })
  return Math.max(1, Math.min(...lengths.filter((length) => length > 0)))
}
