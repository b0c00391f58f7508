import { instantOf, isZone, wallOf } from './local-time.ts'
import { parseRule, type Rule } from './rule.ts'
import { WINDOWS_ZONES } from './windows-zones.ts'

/** A calendar that cannot be read whole; half a freeze calendar would open the gate on the wrong day. */
export class CalendarUnreadable extends Error {
  override readonly name = 'CalendarUnreadable'
}

/** One VEVENT. Starts are wall times in `zone`; what moves to other days keeps its wall time. */
export interface CalendarEvent {
  readonly summary: string
  readonly zone: string
  readonly start: number
  readonly lengthMs: number
  readonly wholeDay: boolean
  readonly rule?: Rule
  /** Wall times of further occurrences (RDATE). */
  readonly extra: readonly number[]
  /** Instants of occurrences that do not take place, or were moved. */
  readonly except: ReadonlySet<number>
}

interface Line {
  readonly name: string
  readonly params: Readonly<Record<string, string>>
  readonly value: string
}

const MAX_EVENTS = 2000
const DAY_MS = 86_400_000

/** Reads the events of an iCalendar file (RFC 5545); throws `CalendarUnreadable` for what it does not understand. */
export function readCalendar(text: string, floatingZone: string): readonly CalendarEvent[] {
  const lines = text
    .replaceAll(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(readLine)
  if (lines[0]?.name !== 'BEGIN' || lines[0].value.toUpperCase() !== 'VCALENDAR')
    throw new CalendarUnreadable('it is not an iCalendar file')
  if (lines.at(-1)?.name !== 'END' || lines.at(-1)?.value.toUpperCase() !== 'VCALENDAR')
    throw new CalendarUnreadable('it is cut off')
  const blocks = eventBlocks(lines)
  if (blocks.length > MAX_EVENTS) throw new CalendarUnreadable(`it has more than ${MAX_EVENTS} events`)
  const moved = movedOccurrences(blocks, floatingZone)
  return blocks
    .filter((block) => valueOf(block, 'STATUS').toUpperCase() !== 'CANCELLED')
    .map((block) => readEvent(block, floatingZone, moved))
}

function readLine(line: string): Line {
  const match = /^([A-Za-z0-9-]+)((?:;[^=;:]+=(?:"[^"]*"|[^";:]*))*):(.*)$/.exec(line)
  if (match === null)
    throw new CalendarUnreadable(`a line is not a property: ${JSON.stringify(line.slice(0, 60))}`)
  const params = [...(match[2] ?? '').matchAll(/;([^=;:]+)=(?:"([^"]*)"|([^";:]*))/g)]
  return {
    name: (match[1] ?? '').toUpperCase(),
    params: Object.fromEntries(
      params.map(([, key = '', quoted, plain]) => [key.toUpperCase(), quoted ?? plain ?? '']),
    ),
    value: match[3] ?? '',
  }
}

function eventBlocks(lines: readonly Line[]): readonly (readonly Line[])[] {
  const blocks: Line[][] = []
  const open: string[] = []
  for (const line of lines) {
    const what = line.value.toUpperCase()
    if (line.name === 'BEGIN') {
      open.push(what)
      if (what === 'VEVENT') blocks.push([])
    } else if (line.name === 'END') {
      if (open.pop() !== what) throw new CalendarUnreadable(`END:${what} closes nothing`)
    } else if (open.at(-1) === 'VEVENT') blocks.at(-1)?.push(line)
  }
  return blocks
}

function movedOccurrences(
  blocks: readonly (readonly Line[])[],
  floatingZone: string,
): ReadonlyMap<string, ReadonlySet<number>> {
  const moved = new Map<string, Set<number>>()
  for (const block of blocks) {
    const line = block.find((one) => one.name === 'RECURRENCE-ID')
    if (line === undefined) continue
    const { wall, zone } = readTime(line, line.value, floatingZone)
    const uid = valueOf(block, 'UID')
    moved.set(uid, (moved.get(uid) ?? new Set()).add(instantOf(wall, zone)))
  }
  return moved
}

function readEvent(
  block: readonly Line[],
  floatingZone: string,
  moved: ReadonlyMap<string, ReadonlySet<number>>,
): CalendarEvent {
  const summary = valueOf(block, 'SUMMARY')
    .replaceAll(/\\([\\;,])/g, '$1')
    .replaceAll(/\\n/gi, ' ')
  const start = block.find((line) => line.name === 'DTSTART')
  if (start === undefined) throw new CalendarUnreadable(`event ${JSON.stringify(summary)} has no DTSTART`)
  const { wall, zone, wholeDay } = readTime(start, start.value, floatingZone)
  const rule = block.filter((line) => line.name === 'RRULE')
  if (rule.length > 1) throw new CalendarUnreadable(`event ${JSON.stringify(summary)} has several RRULEs`)
  const ownExceptions = block
    .filter((line) => line.name === 'EXDATE')
    .flatMap((line) => line.value.split(',').map((value) => readTime(line, value, floatingZone)))
    .map((time) => instantOf(time.wall, time.zone))
  const isMoved = block.some((line) => line.name === 'RECURRENCE-ID')
  return {
    summary,
    zone,
    start: wall,
    wholeDay,
    lengthMs: lengthOf(block, wall, zone, wholeDay, floatingZone),
    ...(rule[0] === undefined ? {} : { rule: ruleOf(rule[0], zone, floatingZone) }),
    extra: furtherStarts(block, zone, floatingZone),
    except: new Set([...ownExceptions, ...(isMoved ? [] : (moved.get(valueOf(block, 'UID')) ?? []))]),
  }
}

/** RDATE, as wall times of the event's own zone. */
function furtherStarts(block: readonly Line[], zone: string, floatingZone: string): readonly number[] {
  return block
    .filter((line) => line.name === 'RDATE')
    .flatMap((line) => {
      if (line.params['VALUE'] === 'PERIOD')
        throw new CalendarUnreadable('RDATE with periods is not understood')
      return line.value.split(',').map((value) => {
        const time = readTime(line, value, floatingZone)
        return time.zone === zone ? time.wall : wallOf(instantOf(time.wall, time.zone), zone)
      })
    })
}

function ruleOf(line: Line, zone: string, floatingZone: string): Rule {
  const until = (value: string): number => {
    const time = readTime(line, value, zone === 'UTC' ? floatingZone : zone)
    return instantOf(time.wall, time.zone) + (time.wholeDay ? DAY_MS - 1 : 0)
  }
  try {
    return parseRule(line.value, until)
  } catch (error) {
    throw new CalendarUnreadable(
      `RRULE:${line.value}: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function lengthOf(
  block: readonly Line[],
  start: number,
  zone: string,
  wholeDay: boolean,
  floatingZone: string,
): number {
  const end = block.find((line) => line.name === 'DTEND')
  if (end !== undefined) {
    const time = readTime(end, end.value, floatingZone)
    const length =
      time.zone === zone ? time.wall - start : instantOf(time.wall, time.zone) - instantOf(start, zone)
    if (length < 0) throw new CalendarUnreadable('an event ends before it starts')
    return length
  }
  const duration = valueOf(block, 'DURATION')
  return duration === '' ? (wholeDay ? DAY_MS : 0) : durationMs(duration)
}

function durationMs(text: string): number {
  const match = /^\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text)
  if (match === null) throw new CalendarUnreadable(`DURATION ${JSON.stringify(text)} is not understood`)
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0))
  return (
    ((((weeks ?? 0) * 7 + (days ?? 0)) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 +
    (seconds ?? 0) * 1000
  )
}

function readTime(
  line: Line,
  value: string,
  floatingZone: string,
): { readonly wall: number; readonly zone: string; readonly wholeDay: boolean } {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(value.trim())
  if (match === null)
    throw new CalendarUnreadable(`${line.name} ${JSON.stringify(value.slice(0, 40))} is not a date`)
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0))
  const wall = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)
  if (new Date(wall).getUTCDate() !== day) {
    throw new CalendarUnreadable(`${line.name} ${JSON.stringify(value.slice(0, 40))} is no day of that month`)
  }
  if (match[7] === 'Z') return { wall, zone: 'UTC', wholeDay: false }
  const named = (line.params['TZID'] ?? floatingZone).replace(/^\(UTC[^)]*\) /, '')
  const zone = WINDOWS_ZONES.get(named) ?? named
  if (!isZone(zone))
    throw new CalendarUnreadable(
      `time zone ${JSON.stringify(named)} is neither an IANA name nor one of Outlook's`,
    )
  return { wall, zone, wholeDay: match[4] === undefined }
}

function valueOf(block: readonly Line[], name: string): string {
  return block.find((line) => line.name === name)?.value.trim() ?? ''
}
