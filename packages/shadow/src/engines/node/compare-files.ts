import { mkdtempSync, rmSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Comparison } from '../../comparison.ts'
import { mergeSummaries, type SummaryData } from '../../tally/encode.ts'
import { skipsEqual } from '../../tally/same.ts'
import type { ShadowSummary } from '../../tally/summary.ts'
import { lookAlike } from './alike.ts'
import type { Shard } from '../contract.ts'
import { ThreadWork, type Job, type Tell } from './thread-work.ts'
import { openLog } from '../../pairs/open-log.ts'
import { NODE_LIMITS, divideWork, type NodeLimits, type Division } from './division.ts'
import { Thread } from './thread.ts'

const WHOLE: Shard = { index: 0, count: 1 }

export interface FilesOptions {
  readonly shard?: Shard
  readonly threads: number
  /** Module that calls `serveShadowWork` when it runs as a worker. */
  readonly script: URL
  /** Where temporary files go, which are made when there are more records than memory is to hold. */
  readonly tempDir?: string
  readonly progress?: (share: number) => void
  /** Ends the work within a second or so, with its reason; what was written is removed. */
  readonly signal?: AbortSignal
  readonly limits?: NodeLimits
}

/**
 * Compares files on several threads and adds up. First the threads note where each record stands, by the hash of its id;
 * then they pair and compare the records of one part of the hashes after another. The result does not depend on the
 * number of threads, nor memory on the size of the files.
 */
export async function compareFiles(
  arms: readonly (readonly string[])[],
  comparison: Comparison,
  options: FilesOptions,
): Promise<ShadowSummary> {
  const { shard = WHOLE, tempDir = tmpdir() } = options
  const alike = skipsEqual(comparison) && lookAlike(arms)
  const plan = divide(arms, alike, shard, options)
  const folder = plan.spills ? mkdtempSync(join(tempDir, 'sluice-shadow-')) : undefined
  const next = new Int32Array(new SharedArrayBuffer(8))
  try {
    const parts = await share({ arms, comparison, shard, plan, folder, next }, options)
    return mergeSummaries(parts, comparison)
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  }
}

/** Does a job with as many threads as are planned. This one takes a share itself: one less to start and to hold in memory. */
async function share(job: Job, { script, progress, signal }: FilesOptions): Promise<readonly SummaryData[]> {
  const tell = breathing((done) => {
    signal?.throwIfAborted()
    progress?.(done)
  })
  const own = new ThreadWork(job, 0)
  const others = Array.from({ length: job.plan.threads - 1 }, (_, k) => new Thread(job, k + 1, script))
  try {
    const found = [
      await own.find(tell),
      ...(await Promise.all(others.map((thread) => untilAborted(thread.found, signal)))),
    ].flat()
    for (const thread of others) thread.compare(found)
    const part = await inTurns(own.comparing(found), tell)
    return [part, ...(await Promise.all(others.map((each) => untilAborted(each.compared, signal))))]
  } finally {
    own.close()
    await Promise.all(others.map(async (thread) => await thread.stop()))
  }
}

/** This thread also hears signals and shows progress: after so long it lets others have a turn. */
const TURN_MS = 50

/** Tells of the share that is done, and lets whatever waits for this thread have its turn now and then. */
function breathing(told: (share: number) => void): Tell {
  let last = performance.now()
  return (done) => {
    told(done)
    if (performance.now() - last < TURN_MS) return undefined
    return new Promise((resolve, reject) =>
      setImmediate(() => {
        last = performance.now()
        try {
          told(done)
          resolve()
        } catch (error) {
          reject(error)
        }
      }),
    )
  }
}

async function inTurns(steps: Generator<number, SummaryData>, tell: Tell): Promise<SummaryData> {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    const turn = tell(step.value)
    if (turn !== undefined) await turn
  }
}

/** What is promised, or the reason of the signal where that comes first. */
async function untilAborted<T>(promised: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await promised
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const abort = (): void => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort)
  try {
    return await Promise.race([promised, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function divide(
  arms: readonly (readonly string[])[],
  alike: boolean,
  shard: Shard,
  { threads, limits = NODE_LIMITS }: FilesOptions,
): Division {
  const open = arms.map(openLog)
  try {
    const logs = open.map(({ log }) => log)
    return divideWork(logs, threads, alike, shard.count, limits)
  } finally {
    for (const { close } of open) close()
  }
}
