import { decodePayload, type RecordPayload } from './payload.ts'
import { foldStatuses, type RolloutRecord } from './fold.ts'
import type { RecordStore, StoredRecord, StoredStatus } from './store.ts'

/**
 * What one process has read of the records. Lists lag, so that nothing read once is forgotten: every reading adds to
 * the ones before. Records that are final are not read again.
 */
export interface RecordsView {
  /** Reads the list, and the statuses of every record that may be open. */
  readonly refresh: () => Promise<void>
  /** Reads the statuses of one record. */
  readonly refreshOne: (id: number) => Promise<void>
  /** Takes note of a status that this process wrote. */
  readonly wrote: (id: number, status: StoredStatus) => void
  /** Takes note of a record that this process made. */
  readonly made: (record: StoredRecord) => void
  readonly get: (id: number) => RolloutRecord | undefined
  /** Records read so far, oldest first. */
  readonly records: () => readonly RolloutRecord[]
  /** Every payload of ours, oldest first, those of final records included. */
  readonly payloads: () => readonly { readonly id: number; readonly payload: RecordPayload }[]
  /** Whether the statuses of a record have been read at least once. */
  readonly isRead: (id: number) => boolean
  /** Whether the list itself has shown this record. */
  readonly isListed: (id: number) => boolean
}

export function openView(store: RecordStore): RecordsView {
  const stored = new Map<number, StoredRecord>()
  const payloads = new Map<number, RecordPayload>()
  const statuses = new Map<number, Map<number, StoredStatus>>()
  const folded = new Map<number, RolloutRecord>()
  const listed = new Set<number>()
  const read = new Set<number>()

  const keep = (record: StoredRecord): void => {
    if (stored.has(record.id)) return
    const payload = decodePayload(record.payload)
    stored.set(record.id, record)
    if (payload !== undefined) payloads.set(record.id, payload)
  }
  const learn = (id: number, found: readonly StoredStatus[]): void => {
    const known = statuses.get(id) ?? new Map<number, StoredStatus>()
    const before = known.size
    for (const status of found) if (!known.has(status.id)) known.set(status.id, status)
    statuses.set(id, known)
    if (folded.has(id) && known.size === before) return
    const record = stored.get(id)
    const payload = payloads.get(id)
    if (record === undefined || payload === undefined) return
    folded.set(id, foldStatuses(record, payload, [...known.values()]))
  }
  const refreshOne = async (id: number): Promise<void> => {
    learn(id, await store.listStatuses(id))
    read.add(id)
  }
  const ids = (): readonly number[] => [...payloads.keys()].sort((a, b) => a - b)

  return {
    refresh: async () => {
      for (const record of await store.list()) {
        listed.add(record.id)
        keep(record)
      }
      const floor = Math.max(0, ...[...payloads.values()].map((payload) => payload.floor))
      const newest = ids().at(-1)
      const unknown = ids().filter((id) => (id >= floor || id === newest) && folded.get(id)?.open !== false)
      await Promise.all(unknown.map(refreshOne))
    },
    refreshOne,
    wrote: (id, status) => learn(id, [status]),
    made: (record) => {
      keep(record)
      learn(record.id, [])
    },
    get: (id) => folded.get(id),
    records: () => ids().flatMap((id) => folded.get(id) ?? []),
    payloads: () =>
      ids().flatMap((id) => {
        const payload = payloads.get(id)
        return payload === undefined ? [] : [{ id, payload }]
      }),
    isRead: (id) => read.has(id),
    isListed: (id) => listed.has(id),
  }
}
