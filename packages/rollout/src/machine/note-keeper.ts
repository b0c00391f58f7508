import type { Mark } from './plan.ts'

/** Writes marks to a record in their order, without making traffic wait for it. */
export interface NoteKeeper {
  /** Resolves once the mark and all before it are written; rejects where one cannot be. */
  readonly need: (mark: Mark) => Promise<void>
  /** Queues the mark and returns at once. What cannot be written is tried again with the next one. */
  readonly note: (mark: Mark) => void
  /** Waits for what is queued; returns what could not be written. */
  readonly rest: () => Promise<readonly Mark[]>
}

export function noteKeeper(write: (mark: Mark) => Promise<void>): NoteKeeper {
  const queued: Mark[] = []
  let writing = Promise.resolve()
  const flush = async (): Promise<void> => {
    for (;;) {
      const [first] = queued
      if (first === undefined) return
      await write(first)
      queued.shift()
    }
  }
  const later = (): void => {
    writing = writing.then(flush).catch(() => undefined)
  }
  return {
    need: async (mark) => {
      await writing
      queued.push(mark)
      try {
        await flush()
      } catch (error) {
        // What was needed and not written must not be written later, when it is no longer true.
        const at = queued.indexOf(mark)
        if (at >= 0) queued.splice(at, 1)
        throw error
      }
    },
    note: (mark) => {
      queued.push(mark)
      later()
    },
    rest: async () => {
      await writing
      await flush().catch(() => undefined)
      return [...queued]
    },
  }
}
