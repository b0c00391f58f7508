import { field, refuse, Unacceptable } from '@sluice/action'

/** Minutes since Monday 00:00. */
export type WeekMinute = number

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** An IANA time zone that this runtime knows, such as `Europe/Berlin`. */
export const zone = field('IANA time zone such as `Europe/Berlin`', (given) =>
  isZone(given) ? given : refuse('IANA time zone such as `Europe/Berlin`', given),
)

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(name: string): Intl.DateTimeFormat {
  const known = formats.get(name)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    ...{
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    },
  })
  formats.set(name, made)
  return made
}

/** What clocks in `zone` show at an instant, as milliseconds as if the zone were UTC. */
export function wallOf(instant: number, zone: string): number {
  const parts = formatOf(zone).formatToParts(instant)
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? Number.NaN)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

/**
 * The instant at which clocks in `zone` show `wall`. A time that a change to summer time skips is read with the offset
 * before the gap, one that occurs twice is its first occurrence (RFC 5545, 3.3.5).
 */
export function instantOf(wall: number, zone: string): number {
  const before = wall - offsetAt(wall - DAY_MS, zone)
  const after = wall - offsetAt(wall + DAY_MS, zone)
  if (wallOf(before, zone) === wall) return before
  return wallOf(after, zone) === wall ? after : before
}

function offsetAt(instant: number, zone: string): number {
  return wallOf(instant, zone) - Math.floor(instant / 1000) * 1000
}

/** `2026-12-20 18:00` or `2026-12-20` as wall time. */
export function parseLocal(text: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?(?::00)?(?:\.000Z)?$/.exec(text)
  const wall =
    match === null
      ? Number.NaN
      : Date.parse(`${match[1]}-${match[2]}-${match[3]}T${match[4] ?? '00'}:${match[5] ?? '00'}:00Z`)
  // A 30th of February would quietly become the 2nd of March.
  const exists = !Number.isNaN(wall) && new Date(wall).getUTCDate() === Number(match?.[3])
  return exists ? wall : refuse('local time such as `2026-12-20 18:00`', text)
}

/** `Fri 16:00 - Mon 08:00` as minutes of the week. */
export function parseWeekly(text: string): { readonly from: WeekMinute; readonly to: WeekMinute } {
  const shape = 'span such as `Fri 16:00 - Mon 08:00`'
  const match = /^(\w{3}) (\d{2}):(\d{2})\s*-\s*(\w{3}) (\d{2}):(\d{2})$/.exec(text.trim())
  if (match === null) return refuse(shape, text)
  const minute = (day = '', hour = '', minute = ''): number => {
    const index = DAYS.findIndex((name) => name.toLowerCase() === day.toLowerCase())
    const [h, m] = [Number(hour), Number(minute)]
    return index < 0 || h > 24 || m > 59 || h * 60 + m > 1440
      ? refuse(shape, text)
      : index * 1440 + h * 60 + m
  }
  const span = { from: minute(match[1], match[2], match[3]), to: minute(match[4], match[5], match[6]) }
  if (span.from === span.to)
    throw new Unacceptable(`must be ${shape}, got one that starts and ends at the same time`)
  return span
}

/** Minutes since Monday 00:00 of a wall time. */
export function weekMinute(wall: number): WeekMinute {
  const day = (new Date(wall).getUTCDay() + 6) % 7
  return day * 1440 + Math.floor((wall % DAY_MS) / MINUTE_MS)
}
