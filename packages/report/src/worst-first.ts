import type { Evidence } from '@sluice/verdict'

/**
 * Orders evidence by how many times the tolerated change (or the limit) was seen, the most first. Where nothing is
 * tolerated any change is endlessly often that; those follow by the size of the change. What has no estimate or no margin
 * has no such number and comes last. Ties are by name.
 */
export function worstFirst(a: Evidence, b: Evidence): number {
  return howBad(a, b) || (a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : 0)
}

/** The same order, in which what is equally bad has none. */
export function howBad(a: Evidence, b: Evidence): number {
  return descending(timesTolerated(a), timesTolerated(b)) || descending(sizeOf(a), sizeOf(b))
}

/** Subtraction would make of two infinities what is no number. */
function descending(a: number, b: number): number {
  return a === b ? 0 : a > b ? -1 : 1
}

function timesTolerated({ effect: { estimate }, margin, scale, policy }: Evidence): number {
  if (estimate === null || margin === null) return -Infinity
  // A limit from below is broken by what is small.
  if (scale === 'absolute' && policy.worse === 'lower') return estimate > 0 ? margin / estimate : Infinity
  const [change, tolerated] = [estimate - unchanged(scale), margin - unchanged(scale)]
  if (tolerated === 0) return change === 0 ? 0 : Infinity
  const times = change / tolerated
  return policy.worse === 'either' ? Math.abs(times) : times
}

function sizeOf({ effect: { estimate }, margin, scale }: Evidence): number {
  return estimate === null || margin === null ? 0 : Math.abs(estimate - unchanged(scale))
}

function unchanged(scale: Evidence['scale']): number {
  return scale === 'ratio' ? 1 : 0
}
