import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Lines } from '../pairs/lines.ts'
import { readRequest, type RecordedRequest } from './request.ts'
import { replay, type Replayed, type ReplayPlan } from './replay.ts'
import type { ReplayIo } from './send.ts'
import { openLog } from '../pairs/open-log.ts'

const BATCH = 500

/** Reads recorded requests from NDJSON files. A record that is no request is a `UserError`. */
export function readRequests(paths: readonly string[], limit: number): readonly RecordedRequest[] {
  const { log, close } = openLog(paths)
  const lines = new Lines(log, limit)
  const requests: RecordedRequest[] = []
  while (lines.advance())
    requests.push(readRequest(lines.bytes.toString('utf8', lines.from, lines.to), requests.length + 1))
  close()
  return requests
}

/** Replays requests and keeps each arm's answers as an NDJSON file in a temporary folder. */
export async function replayToFiles(
  requests: readonly RecordedRequest[],
  plan: ReplayPlan,
  tempDir: string,
  world: ReplayIo,
): Promise<{ readonly files: readonly string[]; readonly replayed: Replayed }> {
  const folder = mkdtempSync(join(tempDir, 'sluice-replay-'))
  const files = plan.arms.map(({ name }) => join(folder, `${name}.ndjson`))
  for (const file of files) writeFileSync(file, '')
  const waiting: string[][] = files.map(() => [])
  const flush = (arm: number): void => {
    const batch = waiting[arm] ?? []
    const file = files[arm]
    if (batch.length > 0 && file !== undefined) appendFileSync(file, `${batch.join('\n')}\n`)
    waiting[arm] = []
  }
  const keep = (arm: number, record: string): void => {
    waiting[arm]?.push(record)
    if ((waiting[arm]?.length ?? 0) >= BATCH) flush(arm)
  }
  const replayed = await replay(requests, plan, keep, world)
  files.forEach((_, arm) => flush(arm))
  return { files, replayed }
}
