import { CalendarUnreadable, type CalendarEvent } from './ics.ts'
import { instantOf } from './local-time.ts'
import { occurrences } from './rule.ts'

/** A time in which nothing opens; instants in epoch milliseconds, the end excluded. */
export interface BusySpan {
  readonly from: number
  readonly to: number
  readonly summary: string
}

/** No zone is further than this from UTC; looking zones up is what takes time. */
const FURTHEST_MS = 86_400_000
/** Occurrences that one calendar may have in the time looked at. */
const MAX_SPANS = 5000
/** Occurrences that are stepped over in all; a calendar with more is refused, as it would hold everyone up. */
const MAX_STEPS = 200_000

/**
 * When the events of a calendar are going on between two instants. Throws `CalendarUnreadable` where that takes too many
 * steps.
 */
export function busySpans(events: readonly CalendarEvent[], from: number, to: number): readonly BusySpan[] {
  const spans: BusySpan[] = []
  let steps = 0
  for (const event of events) {
    for (const wall of wallsOf(event)) {
      steps++
      if (steps > MAX_STEPS || spans.length > MAX_SPANS)
        throw new CalendarUnreadable(`its events repeat more than ${Math.min(MAX_SPANS, MAX_STEPS)} times`)
      if (wall + event.lengthMs + FURTHEST_MS < from) continue
      if (wall - FURTHEST_MS > to) {
        if (event.extra.length === 0) break
        continue
      }
      const span = spanAt(event, wall)
      if (span !== undefined && span.to > from && span.from < to) spans.push(span)
    }
  }
  return spans
}

function* wallsOf(event: CalendarEvent): Generator<number> {
  yield* event.extra
  if (event.rule === undefined) yield event.start
  else yield* occurrences(event.rule, event.start)
}

function spanAt(event: CalendarEvent, wall: number): BusySpan | undefined {
  const from = instantOf(wall, event.zone)
  if (from > (event.rule?.until ?? Infinity) && !event.extra.includes(wall)) return undefined
  if (event.except.has(from)) return undefined
  const byClock = instantOf(wall + event.lengthMs, event.zone)
  // Across a change of the clocks the two ends differ; a freeze that is an hour too long does less harm.
  const to = event.wholeDay ? byClock : Math.max(byClock, from + event.lengthMs)
  return { from, to, summary: event.summary }
}
