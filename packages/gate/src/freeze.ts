import { busySpans, type BusySpan } from './calendar/busy.ts'
import { CalendarUnreadable, readCalendar } from './calendar/ics.ts'
import { instantOf, wallOf, weekMinute } from './calendar/local-time.ts'
import { fileKey } from './policy-file.ts'
import type { Freeze } from './policy-lists.ts'
import type { Condition } from './reasons.ts'

/** What freezes mean at one moment: a condition for each, and how much of a time was frozen. */
export interface Freezes {
  readonly conditions: readonly Condition[]
  /** Milliseconds between an instant and now in which nothing could open. A release does not age while it must wait. */
  readonly frozenSince: (from: number) => number
}

const DAY_MS = 86_400_000
/** How far the end of a freeze is followed, and how far back frozen time is counted. */
const AHEAD_MS = 60 * DAY_MS
const BACK_MS = 400 * DAY_MS

/**
 * Reads all freezes at one moment. A calendar that was not fetched or cannot be read applies, until a person mends it.
 * `since` is the earliest instant that `frozenSince` will be asked for.
 */
export function readFreezes(
  freezes: readonly Freeze[],
  calendars: Readonly<Record<string, string | undefined>>,
  now: number,
  since: number,
): Freezes {
  const from = Math.max(since, now - BACK_MS)
  const read = freezes.map((freeze) => ({
    freeze,
    ...spansOrProblem(freeze, calendars, from, now + AHEAD_MS),
  }))
  const all = merged(read.flatMap(({ spans }) => spans))
  return {
    conditions: read.map(({ freeze, spans, problem }) =>
      problem === undefined ? conditionAt(freeze, merged(spans), now) : unreadable(freeze, problem),
    ),
    frozenSince: (start) =>
      all.reduce((sum, span) => sum + Math.max(0, Math.min(span.to, now) - Math.max(span.from, start)), 0),
  }
}

interface SpansRead {
  readonly spans: readonly BusySpan[]
  readonly problem?: string
}

function spansOrProblem(
  freeze: Freeze,
  calendars: Readonly<Record<string, string | undefined>>,
  from: number,
  to: number,
): SpansRead {
  if (freeze.kind === 'span') return { spans: [datedSpan(freeze)] }
  if (freeze.kind === 'weekly') return { spans: weeklySpans(freeze, from, to) }
  try {
    const text = calendars[fileKey(freeze)]
    if (text === undefined) throw new CalendarUnreadable('there is no such file on the default branch')
    return { spans: busySpans(readCalendar(text, freeze.zone), from, to) }
  } catch (error) {
    if (!(error instanceof CalendarUnreadable)) throw error
    return { spans: [], problem: `${freeze.path}: ${error.message}` }
  }
}

function datedSpan(freeze: Extract<Freeze, { kind: 'span' }>): BusySpan {
  const { from, to, zone } = freeze
  return { from: instantOf(from, zone), to: instantOf(to, zone), summary: '' }
}

const WEEK_MINUTES = 7 * 1440
const MINUTE_MS = 60_000

function weeklySpans(
  freeze: Extract<Freeze, { kind: 'weekly' }>,
  from: number,
  to: number,
): readonly BusySpan[] {
  // From Monday 00:00 to Sunday 24:00 is the whole week, not none of it.
  const lasts = (freeze.to - freeze.from + WEEK_MINUTES) % WEEK_MINUTES || WEEK_MINUTES
  const wall = wallOf(from, freeze.zone)
  const monday = Math.floor(wall / MINUTE_MS) * MINUTE_MS - weekMinute(wall) * MINUTE_MS
  const spans: BusySpan[] = []
  for (let week = monday - WEEK_MINUTES * MINUTE_MS; ; week += WEEK_MINUTES * MINUTE_MS) {
    const begins = week + freeze.from * MINUTE_MS
    const start = instantOf(begins, freeze.zone)
    if (start >= to) return spans
    spans.push({ from: start, to: instantOf(begins + lasts * MINUTE_MS, freeze.zone), summary: '' })
  }
}

/** Spans that touch or overlap are one. */
function merged(spans: readonly BusySpan[]): readonly BusySpan[] {
  const sorted = spans.toSorted((a, b) => a.from - b.from)
  const out: BusySpan[] = []
  for (const span of sorted) {
    const last = out.at(-1)
    if (last === undefined || span.from > last.to) out.push(span)
    else if (span.to > last.to) out[out.length - 1] = { ...last, to: span.to }
  }
  return out
}

function conditionAt(freeze: Freeze, spans: readonly BusySpan[], now: number): Condition {
  const base = { name: `freeze ${freeze.name}`, kind: 'freeze', heals: 'clock' } as const
  const running = spans.find((span) => span.from <= now && now < span.to)
  if (running === undefined)
    return { ...base, met: true, reason: 'no_freeze', because: 'no freeze is active' }
  const what = running.summary === '' ? 'the freeze' : `"${running.summary}"`
  const until = `${new Date(running.to).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return { ...base, met: false, reason: 'frozen', because: `${what} lasts until ${until}`, until: running.to }
}

const unreadable = ({ name }: Freeze, problem: string): Condition => ({
  name: `freeze ${name}`,
  kind: 'freeze',
  met: false,
  reason: 'calendar_unreadable',
  because: `${problem}. Correct the file on the default branch`,
  heals: 'person',
})
