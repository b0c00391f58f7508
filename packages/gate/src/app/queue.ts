import { setTimeout as sleep } from 'node:timers/promises'

/** Work by key: one at a time per key, some at once over all, and what is asked for again while it waits is done once. */
export interface Queue {
  readonly add: (key: string, work: () => Promise<void>, delayMs?: number) => void
  readonly size: () => number
  /** Resolves when nothing is due or under way any more, or when the time is out; nothing is taken on after that. */
  readonly drain: (ms: number) => Promise<void>
  /** Resolves when nothing is due or under way. */
  readonly idle: () => Promise<void>
}

interface Entry {
  work: () => Promise<void>
  due: number
}

export function createQueue(lanes: number, failed: (key: string, error: unknown) => void): Queue {
  const due = new Map<string, Entry>()
  const running = new Set<string>()
  // A clock that is set back must not stop the work.
  const now = (): number => performance.now()
  let closed = false
  let timer: NodeJS.Timeout | undefined

  const pump = (): void => {
    clearTimeout(timer)
    for (const [key, entry] of due) {
      if (running.size >= lanes) return
      if (entry.due > now() || running.has(key)) continue
      due.delete(key)
      running.add(key)
      void entry
        .work()
        .catch((error: unknown) => failed(key, error))
        .finally(() => {
          running.delete(key)
          pump()
        })
    }
    const next = Math.min(...[...due.values()].map((entry) => entry.due))
    if (next < Infinity) timer = setTimeout(pump, Math.max(1, next - now()))
  }

  const idle = async (): Promise<void> => {
    while (due.size > 0 || running.size > 0) await sleep(5)
  }
  return {
    add: (key, work, delayMs = 0) => {
      if (closed) return
      const at = now() + delayMs
      const known = due.get(key)
      due.set(key, { work, due: Math.min(at, known?.due ?? at) })
      pump()
    },
    size: () => due.size + running.size,
    drain: async (ms) => {
      closed = true
      // What is not due yet can be done by another copy, or by the next round after a restart.
      for (const [key, entry] of due) if (entry.due > now()) due.delete(key)
      await Promise.race([idle(), sleep(ms, undefined, { ref: false })])
      due.clear()
      clearTimeout(timer)
    },
    idle,
  }
}
