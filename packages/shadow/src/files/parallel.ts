import { statSync } from 'node:fs'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import { compareLogs } from '../compare-logs.ts'
import type { Comparison } from '../comparison.ts'
import type { Summary } from '../tally/summary.ts'
import { encodeSummary, mergeSummaries, type SummaryData } from '../tally/encode.ts'
import { lookAlike } from './alike.ts'
import { openLog } from './open-log.ts'

/** Part `index` (from 0) of `count`. */
export interface Shard {
  readonly index: number
  readonly count: number
}

interface Task {
  readonly sluice: 'shadow'
  readonly arms: readonly (readonly string[])[]
  readonly comparison: Comparison
  readonly shards: readonly Shard[]
}

/** A thread makes little garbage; a small nursery keeps it from taking memory because it can. In megabytes. */
const LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 2048 } as const

/** Below this many bytes starting threads costs more than they save. */
const WORTH_THREADS = 8 * 1024 * 1024
/** A thread looks at no more than about this many bytes of the primary at once, so that the ids it remembers stay few. */
const BYTES_AT_ONCE = 256 * 1024 ** 2

/**
 * Compares files on several threads, each of which takes its share of the ids, and adds up. The result does not depend
 * on the number of threads. `script` is a module that calls `serveShadowWork` when it runs as a worker.
 */
export async function compareFiles(
  arms: readonly (readonly string[])[],
  comparison: Comparison,
  options: {
    readonly shard?: Shard
    readonly threads: number
    readonly script: URL
    readonly progress?: (share: number) => void
  },
): Promise<Summary> {
  const shard = options.shard ?? { index: 0, count: 1 }
  const sizes = arms.map((paths) => paths.reduce((sum, path) => sum + statSync(path).size, 0))
  // Identical logs are read faster than a thread starts.
  const threads = Math.max(...sizes) < WORTH_THREADS || lookAlike(arms) ? 1 : options.threads
  const passes = Math.max(1, Math.ceil((sizes[0] ?? 0) / (BYTES_AT_ONCE * threads * shard.count)))
  const pieces = threads * passes
  const shards = Array.from({ length: pieces }, (_, k) => ({
    index: shard.index + shard.count * k,
    count: shard.count * pieces,
  }))
  const shares = Array.from({ length: threads }, () => 0)
  const total = sizes.reduce((sum, size) => sum + size, 0) * passes
  const note = (thread: number, bytes: number): void => {
    shares[thread] = bytes / Math.max(1, total)
    options.progress?.(shares.reduce((sum, each) => sum + each, 0) / threads)
  }
  const tasks = shares.map((_, thread): Task => ({
    sluice: 'shadow',
    arms,
    comparison,
    shards: shards.filter((__, k) => k % threads === thread),
  }))
  const [own, ...others] = tasks
  const away = others.map(
    async (task, k) => await inThread(task, options.script, (bytes) => note(k + 1, bytes)),
  )
  // This thread takes a share itself: one thread less to start and to hold in memory.
  const parts = [
    ...(own === undefined ? [] : work(own, (bytes) => note(0, bytes))),
    ...(await Promise.all(away)).flat(),
  ]
  return mergeSummaries(parts, comparison)
}

/** Does the work of a thread that `compareFiles` started; false anywhere else. */
export function serveShadowWork(): boolean {
  if (parentPort === null || !isTask(workerData)) return false
  const port = parentPort
  const parts = work(workerData, (bytes) => port.postMessage({ bytes }))
  port.postMessage({ parts })
  return true
}

function isTask(data: unknown): data is Task {
  return typeof data === 'object' && data !== null && 'sluice' in data && data.sluice === 'shadow'
}

function work({ arms, comparison, shards }: Task, progress: (bytes: number) => void): readonly SummaryData[] {
  let before = 0
  return shards.map((shard) => {
    const open = arms.map(openLog)
    const logs = open.map(({ log }) => log)
    const summary = compareLogs(logs, comparison, shard, (bytes) => progress(before + bytes))
    before += logs.reduce((sum, { size }) => sum + size, 0)
    for (const { close } of open) close()
    return encodeSummary(summary, comparison, [])
  })
}

async function inThread(
  task: Task,
  script: URL,
  progress: (bytes: number) => void,
): Promise<readonly SummaryData[]> {
  const worker = new Worker(script, { workerData: task, resourceLimits: LIMITS })
  return await new Promise((resolve, reject) => {
    worker.on('message', (message: { readonly bytes?: number; readonly parts?: readonly SummaryData[] }) => {
      if (message.parts !== undefined) resolve(message.parts)
      else if (message.bytes !== undefined) progress(message.bytes)
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`a thread ended early with code ${code}`)))
  })
}
