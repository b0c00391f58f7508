import type { StreamEvent } from './stream.ts'

/** What a stream proves about the events that went through it since it was first read. */
export interface Proof {
  readonly events: number
  readonly first: number
  readonly last: number
  /** Positions between first and last that never came. */
  readonly missing: number
  readonly duplicates: number
  /** Events that came after a later event of the same key, duplicates apart. */
  readonly disordered: number
}

export interface Prover {
  readonly add: (events: readonly StreamEvent[]) => void
  readonly proof: () => Proof
}

/** Counts exactly; memory grows with the number of keys and with what is out of order, not with the number of events. */
export function startProof(): Prover {
  const beyond = new Set<number>()
  const lastOfKey = new Map<string, number>()
  let [events, first, last, next, duplicates, disordered] = [0, 0, 0, 0, 0, 0]
  const early: number[] = []
  const addOne = ({ position, key }: StreamEvent): void => {
    events++
    if (events === 1) [first, last, next] = [position, position, position]
    const seen = position < next ? !isEarly(position) : beyond.has(position)
    if (seen) {
      duplicates++
      return
    }
    if (position >= next) beyond.add(position)
    while (beyond.delete(next)) next++
    last = Math.max(last, position)
    const before = lastOfKey.get(key)
    if (before !== undefined && position < before) disordered++
    lastOfKey.set(key, Math.max(before ?? 0, position))
  }
  /** Events from before the first one read were written earlier and come late: they are neither gap nor duplicate. */
  const isEarly = (position: number): boolean => {
    if (position >= first || early.includes(position)) return false
    early.push(position)
    return true
  }
  return {
    add: (batch) => batch.forEach(addOne),
    proof: () => ({
      events,
      first,
      last,
      missing: events === 0 ? 0 : last + 1 - next - beyond.size,
      duplicates,
      disordered,
    }),
  }
}
