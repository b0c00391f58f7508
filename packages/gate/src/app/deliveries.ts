/** Remembers delivery ids, newest first in, oldest first out. A copy forgets on restart; GitHub's own state then decides. */
export interface Deliveries {
  /** True the first time an id is seen. */
  readonly isNew: (id: string) => boolean
}

export function createDeliveries(limit = 10_000): Deliveries {
  const seen = new Set<string>()
  return {
    isNew: (id) => {
      if (seen.has(id)) return false
      seen.add(id)
      for (const oldest of seen) {
        if (seen.size <= limit) break
        seen.delete(oldest)
      }
      return true
    },
  }
}
