import type { AbsentArm } from '@sluice/verdict'
import { absent, type Reading } from '../reading.ts'
import type { Slot, Span } from '../contract.ts'
import { restartsAreSeen, type SeriesAt } from './series.ts'

/** What one text matched in one arm, by the epoch milliseconds of the look; a failed look says what failed. */
export type History = ReadonlyMap<number, SeriesAt | AbsentArm>

/**
 * The reading of every slot, from what looks near the slot's ends saw. A slot that no look began or ended is
 * `not_observed`; where looks were missed, what grew over several slots of one weight is read as the last one's. Over more
 * than a few slots the instances must say when they were started, or a restart in between would pass for silence. The
 * first slot of a weight never begins with a look from before it: what flowed then was split by another weight.
 */
export function readingsOf(
  history: History,
  span: Span,
  read: (before: SeriesAt, after: SeriesAt) => Reading,
): readonly Reading[] {
  const tolerance = toleranceOf(span)
  const near = (ms: number, earliest = ms - tolerance): Look | undefined =>
    nearest(history, ms, earliest, ms + tolerance)
  return span.slots.map((slot, i) => {
    const after = near(slot.to)
    if (after === undefined) return absent('not_observed', 'no look at the end of this interval')
    if (isAbsent(after.seen)) return after.seen
    const joined = beginnings(span.slots, i)
    for (const [missed, { from }] of joined.entries()) {
      const before = missed === joined.length - 1 ? near(from, from) : near(from)
      if (before === undefined || before.at >= after.at || isAbsent(before.seen)) continue
      if (missed > FEW && !restartsAreSeen(before.seen, after.seen)) break
      return read(before.seen, after.seen)
    }
    return absent('not_observed', 'no look at the beginning of this interval')
  })
}

const FEW = 2

/** A look may be off by this much: what flows in the meantime is counted in the neighbouring slot. */
function toleranceOf(span: Span): number {
  return Math.max(250, span.intervalMs / 5)
}

interface Look {
  readonly at: number
  readonly seen: SeriesAt | AbsentArm
}

/** A look that saw something is preferred to a nearer one that failed. */
function nearest(history: History, ms: number, earliest: number, latest: number): Look | undefined {
  const close = [...history].filter(([at]) => at >= earliest && at <= latest)
  const [best] = close.toSorted(
    ([a, seenA], [b, seenB]) =>
      Number(isAbsent(seenA)) - Number(isAbsent(seenB)) || Math.abs(a - ms) - Math.abs(b - ms),
  )
  return best === undefined ? undefined : { at: best[0], seen: best[1] }
}

/** The slot itself and those before it that join it without a gap or a change of weight, nearest first. */
function beginnings(slots: readonly Slot[], last: number): readonly Slot[] {
  const joined: Slot[] = []
  for (let i = last; i >= 0; i--) {
    const slot = slots[i]
    const later = joined.at(-1)
    if (
      slot === undefined ||
      (later !== undefined && (slot.to !== later.from || slot.weight !== later.weight))
    )
      break
    joined.push(slot)
  }
  return joined
}

function isAbsent(found: SeriesAt | AbsentArm): found is AbsentArm {
  return 'kind' in found
}
