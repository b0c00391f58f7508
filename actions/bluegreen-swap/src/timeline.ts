import { readStatus, type RecordStore, type StatusText, type StoredStatus, type Word } from '@sluice/rollout'

/** One event of a rollout, as its record tells it. */
export interface TimelineEvent {
  readonly at: number
  readonly what: Word['kind']
  /** The sentence that people read at GitHub. */
  readonly text: string
}

export interface Timeline {
  /** The same store; everything that is read from it and written to it is kept. */
  readonly store: RecordStore
  /** The events of one record, oldest first. */
  readonly events: (record: number | undefined) => readonly TimelineEvent[]
}

/** Listens to a store, so that a report can tell what happened when. */
export function listenTo(store: RecordStore): Timeline {
  const records = new Map<number, Map<number, TimelineEvent>>()
  const keep = (record: number, status: Pick<StoredStatus, 'id'> & Omit<StatusText, 'state'>): void => {
    const word = readStatus(status)
    if (word === undefined) return
    const events = records.get(record) ?? new Map<number, TimelineEvent>()
    const text = status.description.replace(/ #sluice=.*$/, '')
    events.set(status.id, { at: word.at, what: word.kind, text })
    records.set(record, events)
  }
  return {
    store: {
      ...store,
      addStatus: async (record, status, withinMs) => {
        const kept = await store.addStatus(record, status, withinMs)
        keep(record, { ...status, id: kept.id })
        return kept
      },
      listStatuses: async (record) => {
        const statuses = await store.listStatuses(record)
        for (const status of statuses) keep(record, status)
        return statuses
      },
    },
    events: (record) =>
      record === undefined
        ? []
        : [...(records.get(record) ?? [])].sort(([a], [b]) => a - b).map(([, event]) => event),
  }
}
