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
  /** Events that were in the stream before: not judged, but a repetition of one of them is a duplicate. */
  readonly remember: (events: readonly StreamEvent[]) => void
  readonly add: (events: readonly StreamEvent[]) => void
  /**
   * What is proved up to a position; without it, up to the last event read. While a stream flows, its newest events have not
   * come from every partition, so what is missing there is only late.
   */
  readonly proof: (upTo?: number) => Proof
}

/**
 * Counts exactly from the event behind `after` on (without it, from the first one read); memory grows with the number
 * of keys and with what is out of order, not with the number of events. Earlier events are neither gap nor duplicate:
 * a reader that joins in the middle gets some of them, and not the same ones from every partition.
 */
export function startProof(after?: number): Prover {
  const beyond = new Set<number>()
  const early = new Set<number>()
  const lastOfKey = new Map<string, number>()
  let [first, last, next] = [
    after === undefined ? 0 : after + 1,
    after ?? 0,
    after === undefined ? 0 : after + 1,
  ]
  let [events, duplicates, disordered] = [0, 0, 0]
  const repeated = (position: number): boolean => {
    if (position >= next) return beyond.has(position)
    if (position >= first) return true
    const known = early.has(position)
    early.add(position)
    return known
  }
  const addOne = ({ position, key }: StreamEvent): void => {
    if (first === 0) [first, last, next] = [position, position, position]
    if (position >= first) events++
    if (repeated(position)) {
      duplicates++
      return
    }
    if (position < first) return
    beyond.add(position)
    while (beyond.delete(next)) next++
    last = Math.max(last, position)
    const before = lastOfKey.get(key) ?? 0
    if (position < before) disordered++
    lastOfKey.set(key, Math.max(before, position))
  }
  return {
    remember: (batch) => batch.forEach(({ position }) => early.add(position)),
    add: (batch) => batch.forEach(addOne),
    proof: (upTo = last) => {
      const end = Math.min(last, upTo)
      const here = end === last ? beyond.size : [...beyond].filter((position) => position <= end).length
      const missing = first === 0 ? 0 : Math.max(0, end + 1 - next - here)
      return { events, first, last: end, missing, duplicates, disordered }
    },
  }
}
