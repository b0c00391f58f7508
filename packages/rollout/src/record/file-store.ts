import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { fileTrouble, UserError } from '@sluice/action'
import { lockFile } from './file-lock.ts'
import { foldRecord } from './fold.ts'
import { localRun, localRunIsOver } from './local-run.ts'
import { readStatus } from './status.ts'
import type { RecordStore, StoredRecord, StoredStatus } from './store.ts'

/** Which process wrote it: the name of a CI system's run does not say so. */
interface Written {
  readonly process?: string
}

interface KeptRecord extends StoredRecord, Written {
  readonly statuses: readonly (StoredStatus & Written)[]
  /** What the metric source has settled. */
  readonly memory?: string
}

interface Kept {
  /** What the records are about: `production/shop`. */
  readonly of?: string
  /** Grows with every change. */
  readonly version: number
  readonly records: readonly KeptRecord[]
}

const EMPTY: Kept = { version: 0, records: [] }
const MOST_TRIES = 5

type Edit<T> = (kept: Kept) => { readonly kept: Kept; readonly answer: T }

/**
 * Records of one service in one environment in a JSON file, for a laptop and for CI without GitHub. Every change replaces
 * the file whole, one process at a time, and only where nobody else has changed it meanwhile. Whether a run is over can
 * be told where its processes are of this machine; else its term ends with its `until`. `of` is what the file must be about.
 * Throws `RECORD_FILE`.
 */
export function fileStore(path: string, now: () => number = Date.now, of?: string): RecordStore {
  const read = async (): Promise<Kept> => await readKept(path, of)
  const change = async <T>(edit: Edit<T>, withinMs?: number): Promise<T> => {
    for (let tries = 1; ; tries += 1) {
      const changed = await changeOnce(path, read, edit, of, withinMs)
      if (changed !== undefined) return changed.answer
      if (tries === MOST_TRIES) {
        throw new UserError(
          'RECORD_FILE',
          `${path} was changed by other processes ${MOST_TRIES} times while this one wrote to it`,
          'Run the command again.',
        )
      }
    }
  }
  return {
    ...storeOver(read, change, now),
    runIsOver: async (run) => localRunIsOver(run) ?? processesAreOver(await read(), run),
  }
}

/** Compares and swaps; undefined where another process was faster. */
async function changeOnce<T>(
  path: string,
  read: () => Promise<Kept>,
  edit: Edit<T>,
  of: string | undefined,
  withinMs: number | undefined,
): Promise<{ readonly answer: T } | undefined> {
  const lock = await lockFile(path, withinMs)
  const fresh = `${path}.${randomUUID()}.new`
  try {
    const before = await read()
    const { kept, answer } = edit(before)
    const text = { ...(of === undefined ? {} : { of }), ...kept, version: before.version + 1 }
    await writeFile(fresh, `${JSON.stringify(text, undefined, 2)}\n`, { flush: true })
    if (!(await lock.isHeld()) || (await read()).version !== before.version) return undefined
    await rename(fresh, path)
    return { answer }
  } finally {
    await rm(fresh, { force: true })
    await lock.release()
  }
}

/** Whether all processes that wrote as this run have ended. A claim outlives its process: the deployment comes after it. */
function processesAreOver({ records }: Kept, run: string): boolean | undefined {
  const over = new Map<string, boolean | undefined>()
  for (const record of records) {
    const { payload, phase } = foldRecord(record, record.statuses) ?? {}
    const begun: readonly Written[] = payload?.by.run === run ? [record] : []
    const written = [...begun, ...record.statuses.filter((status) => readStatus(status)?.run === run)]
    if (written.length === 0) continue
    if (phase === 'claimed') return undefined
    for (const { process = '' } of written) over.set(process, localRunIsOver(process))
  }
  const known = [...over.values()]
  if (known.length === 0 || known.includes(undefined)) return undefined
  return !known.includes(false)
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
  change: <T>(edit: Edit<T>, withinMs?: number) => Promise<T>,
  now: () => number,
): RecordStore {
  return {
    create: async ({ sha, payload }) =>
      await change((kept) => {
        const { records } = kept
        const id = 1 + Math.max(0, ...records.map((record) => record.id))
        const createdAt = now()
        return {
          kept: {
            ...kept,
            records: [...records, { id, sha, payload, createdAt, process: localRun(), statuses: [] }],
          },
          answer: { id, createdAt },
        }
      }),
    list: async () => (await read()).records.slice(-100),
    addStatus: async (id, status, withinMs) =>
      await change((kept) => {
        const { records } = kept
        const next = 1 + records.reduce((sum, record) => sum + record.statuses.length, 0)
        const added = { ...status, id: next, process: localRun() }
        const edited = records.map((record) =>
          record.id === id ? { ...record, statuses: [...record.statuses, added] } : record,
        )
        return { kept: { ...kept, records: edited }, answer: { id: next, logUrl: status.logUrl } }
      }, withinMs),
    listStatuses: async (id) => (await read()).records.find((record) => record.id === id)?.statuses ?? [],
    memory: {
      read: async (id) => (await read()).records.find((record) => record.id === id)?.memory,
      write: async (id, text) =>
        await change((kept) => ({
          kept: {
            ...kept,
            records: kept.records.map(({ memory, ...record }) =>
              record.id === id
                ? { ...record, ...(text === undefined ? {} : { memory: text }) }
                : { ...record, ...(memory === undefined ? {} : { memory }) },
            ),
          },
          answer: undefined,
        })),
    },
    runIsOver: async () => await Promise.resolve(undefined),
  }
}

async function readKept(path: string, of: string | undefined): Promise<Kept> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    const trouble = fileTrouble(error, path)
    if (trouble === undefined) throw error
    throw new UserError(
      'RECORD_FILE',
      `the record of rollouts cannot be read: ${trouble}`,
      'Name a file that this user may read and write.',
    )
  })
  if (text === undefined) return EMPTY
  const kept = parsed(text)
  if (kept === undefined) {
    throw new UserError(
      'RECORD_FILE',
      `${path} is not a record of rollouts`,
      'Name another file, or remove this one.',
    )
  }
  if (of !== undefined && kept.of !== undefined && kept.of !== of) {
    throw new UserError(
      'RECORD_FILE',
      `${path} keeps the rollouts of ${kept.of}, not of ${of}`,
      'Give each service of each environment a file of its own.',
    )
  }
  return kept
}

function parsed(text: string): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(text)
    if (typeof kept !== 'object' || kept === null) return undefined
    if (!('records' in kept) || !Array.isArray(kept.records)) return undefined
    return { version: 0, ...kept } as Kept
  } catch {
    return undefined
  }
}
