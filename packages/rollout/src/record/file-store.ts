import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { UserError } from '@sluice/action'
import type { RecordStore, StoredRecord, StoredStatus } from './store.ts'

interface Kept {
  readonly records: readonly (StoredRecord & { readonly statuses: readonly StoredStatus[] })[]
}

const EMPTY: Kept = { records: [] }
const LOCK_MS = 10_000

/**
 * Records in a JSON file, for a laptop and for CI without GitHub. Every change replaces the file whole, one process at a
 * time. Nobody can tell whether another run is over, so that its term ends with its `until`. Throws `RECORD_FILE`.
 */
export function fileStore(path: string, now: () => number = Date.now): RecordStore {
  const read = async (): Promise<Kept> => await readKept(path)
  const change = async <T>(edit: (kept: Kept) => { readonly kept: Kept; readonly answer: T }): Promise<T> =>
    await locked(path, async () => {
      const { kept, answer } = edit(await read())
      await writeFile(`${path}.new`, JSON.stringify(kept, undefined, 2))
      await rename(`${path}.new`, path)
      return answer
    })
  return storeOver(read, change, now)
}

/** Records that last as long as this process: for runs without a token, and forks, whose tokens may write nothing. */
export function memoryStore(now: () => number = Date.now): RecordStore {
  let all = EMPTY
  return storeOver(
    async () => await Promise.resolve(all),
    async (edit) => {
      const { kept, answer } = edit(all)
      all = kept
      return await Promise.resolve(answer)
    },
    now,
  )
}

function storeOver(
  read: () => Promise<Kept>,
  change: <T>(edit: (kept: Kept) => { readonly kept: Kept; readonly answer: T }) => Promise<T>,
  now: () => number,
): RecordStore {
  return {
    create: async ({ sha, payload }) =>
      await change(({ records }) => {
        const id = 1 + Math.max(0, ...records.map((record) => record.id))
        const createdAt = now()
        return {
          kept: { records: [...records, { id, sha, payload, createdAt, statuses: [] }] },
          answer: { id, createdAt },
        }
      }),
    list: async () => (await read()).records.slice(-100),
    addStatus: async (id, status) =>
      await change(({ records }) => {
        const next = 1 + records.reduce((sum, record) => sum + record.statuses.length, 0)
        const edited = records.map((record) =>
          record.id === id ? { ...record, statuses: [...record.statuses, { ...status, id: next }] } : record,
        )
        return { kept: { records: edited }, answer: { id: next, logUrl: status.logUrl } }
      }),
    listStatuses: async (id) => (await read()).records.find((record) => record.id === id)?.statuses ?? [],
    runIsOver: async () => await Promise.resolve(undefined),
  }
}

async function readKept(path: string): Promise<Kept> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    return EMPTY
  }
  try {
    const kept: unknown = JSON.parse(text)
    if (typeof kept === 'object' && kept !== null && 'records' in kept && Array.isArray(kept.records))
      return kept as Kept
  } catch {
    // Reported below, like any other file that is not ours.
  }
  throw new UserError(
    'RECORD_FILE',
    `${path} is not a record of rollouts`,
    'Name another file, or remove this one.',
  )
}

async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`
  await mkdir(dirname(path), { recursive: true })
  for (let waited = 0; ; waited += 20) {
    try {
      await (await open(lock, 'wx')).close()
      break
    } catch {
      if (waited >= LOCK_MS) {
        throw new UserError(
          'RECORD_FILE',
          `${lock} has been there for 10 s`,
          'If no other run is at work, remove it.',
        )
      }
      await delay(20)
    }
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}
