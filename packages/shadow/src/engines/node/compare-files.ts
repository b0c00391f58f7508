import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Comparison } from '../../comparison.ts'
import { mergeSummaries, type SummaryData } from '../../tally/encode.ts'
import { skipsEqual } from '../../tally/same.ts'
import type { ShadowSummary } from '../../tally/summary.ts'
import { lookAlike } from './alike.ts'
import type { Shard } from '../contract.ts'
import { ThreadWork, type Job } from './thread-work.ts'
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
  const { shard = WHOLE, script, tempDir = tmpdir(), progress } = options
  const alike = skipsEqual(comparison) && lookAlike(arms)
  const plan = divide(arms, alike, shard, options)
  const folder = plan.spills ? mkdtempSync(join(tempDir, 'sluice-shadow-')) : undefined
  const next = new Int32Array(new SharedArrayBuffer(8))
  try {
    const parts = await share({ arms, comparison, shard, plan, folder, next }, script, progress)
    return mergeSummaries(parts, comparison)
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  }
}

/** Does a job with as many threads as are planned. This one takes a share itself: one less to start and to hold in memory. */
async function share(
  job: Job,
  script: URL,
  progress: FilesOptions['progress'],
): Promise<readonly SummaryData[]> {
  const own = new ThreadWork(job, 0)
  const others = Array.from({ length: job.plan.threads - 1 }, (_, k) => new Thread(job, k + 1, script))
  try {
    const found = [
      await own.find(progress),
      ...(await Promise.all(others.map((thread) => thread.found))),
    ].flat()
    for (const thread of others) thread.compare(found)
    return [own.compare(found, progress), ...(await Promise.all(others.map((each) => each.compared)))]
  } finally {
    own.close()
    await Promise.all(others.map(async (thread) => await thread.stop()))
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
