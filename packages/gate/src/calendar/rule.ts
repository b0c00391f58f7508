const DAY_MS = 86_400_000
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const

/** A day of the week, 0 is Sunday; with `nth`, only the nth of its month or year, from the end where it is negative. */
interface RuleDay {
  readonly day: number
  readonly nth: number | undefined
}

/** A recurrence (RFC 5545, 3.3.10) of days. BYWEEKNO and rules of hours, minutes and seconds are refused. */
export interface Rule {
  readonly frequency: (typeof FREQUENCIES)[number]
  readonly interval: number
  readonly count?: number
  /** Last instant at which an occurrence may start. */
  readonly until?: number
  readonly days: readonly RuleDay[]
  /** 1 to 12. */
  readonly months: readonly number[]
  /** 1 to 31, or -1 to -31 from the end of the month. */
  readonly monthDays: readonly number[]
  /** 1 to 366, or -1 to -366 from the end of the year. */
  readonly yearDays: readonly number[]
  /** Which of the occurrences in one interval count; negative ones from the end. Empty: all. */
  readonly positions: readonly number[]
  /** First day of the week, 0 is Sunday. */
  readonly weekStart: number
}

const KNOWN: ReadonlySet<string> = new Set(
  'FREQ INTERVAL COUNT UNTIL BYDAY BYMONTH BYMONTHDAY BYYEARDAY BYSETPOS WKST'.split(' '),
)

/** Reads a rule; throws an error naming the part that is not understood. `instant` reads UNTIL. */
export function parseRule(text: string, instant: (value: string) => number): Rule {
  const parts = new Map(text.split(';').map((part) => part.split('=', 2) as [string, string | undefined]))
  for (const name of parts.keys()) if (!KNOWN.has(name)) throw new Error(`${name} is not understood`)
  const frequency = FREQUENCIES.find((one) => one === parts.get('FREQ'))
  if (frequency === undefined) throw new Error(`FREQ must be one of ${FREQUENCIES.join(', ')}`)
  const numbers = (name: string, most: number): readonly number[] =>
    listed(parts.get(name)).map((one) => bounded(one, most, name))
  const count = parts.get('COUNT')
  const until = parts.get('UNTIL')
  const rule: Rule = {
    frequency,
    interval: positive(parts.get('INTERVAL') ?? '1', 'INTERVAL'),
    ...(count === undefined ? {} : { count: positive(count, 'COUNT') }),
    ...(until === undefined ? {} : { until: instant(until) }),
    days: listed(parts.get('BYDAY')).map(ruleDay),
    months: numbers('BYMONTH', 12),
    monthDays: numbers('BYMONTHDAY', 31),
    yearDays: numbers('BYYEARDAY', 366),
    positions: numbers('BYSETPOS', 366),
    weekStart: weekday(parts.get('WKST') ?? 'MO'),
  }
  if (rule.months.some((month) => month < 0)) throw new Error('BYMONTH cannot be negative')
  if (rule.days.some(({ nth }) => nth !== undefined) && (frequency === 'DAILY' || frequency === 'WEEKLY'))
    throw new Error(`BYDAY with a number and FREQ=${frequency} is not understood`)
  return rule
}

const listed = (text: string | undefined): readonly string[] =>
  text === undefined || text === '' ? [] : text.split(',')

function ruleDay(text: string): RuleDay {
  const match = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text)
  const nth = match?.[1] === undefined ? undefined : bounded(match[1], 53, 'BYDAY')
  return { day: weekday(match?.[2] ?? text), nth }
}

function weekday(text: string): number {
  const index = WEEKDAYS.findIndex((one) => one === text)
  if (index < 0) throw new Error(`day ${JSON.stringify(text)} is not understood`)
  return index
}

function positive(text: string, name: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${name} must be a whole number of at least 1`)
  return Number(text)
}

function bounded(text: string, most: number, name: string): number {
  const value = /^[+-]?\d{1,3}$/.test(text) ? Number(text) : 0
  if (value === 0 || Math.abs(value) > most)
    throw new Error(`${name} takes whole numbers from 1 to ${most} and from -1 to -${most}`)
  return value
}

/** A century of days: beyond it a calendar is not about us. */
const MAX_DAYS = 40_000

/**
 * Wall times of occurrences in order, until the caller stops asking, COUNT is reached or a century is over. Every day of
 * an interval is held to every part of the rule, which is slower than stepping and has no special cases.
 */
export function* occurrences(rule: Rule, start: number): Generator<number> {
  let made = 0
  for (const period of periods(rule, start)) {
    const days = period.filter((day) => matches(rule, start, day))
    for (const day of positioned(days, rule.positions)) {
      const wall = day + modulo(start, DAY_MS)
      if (wall < start) continue
      yield wall
      made++
      if (made === rule.count) return
    }
  }
}

function positioned(days: readonly number[], positions: readonly number[]): readonly number[] {
  if (positions.length === 0) return days
  return days.filter((_, i) => positions.includes(i + 1) || positions.includes(i - days.length))
}

/** The days of each interval, as midnights. */
function* periods({ frequency, interval, weekStart }: Rule, start: number): Generator<readonly number[]> {
  const first = start - modulo(start, DAY_MS)
  const from = new Date(first)
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth()]
  const begin = (step: number): number => {
    switch (frequency) {
      case 'DAILY':
        return first + step * DAY_MS
      case 'WEEKLY':
        return first - ((from.getUTCDay() - weekStart + 7) % 7) * DAY_MS + step * 7 * DAY_MS
      case 'MONTHLY':
        return Date.UTC(year, month + step)
      case 'YEARLY':
        return Date.UTC(year + step, 0)
    }
  }
  for (let step = 0; begin(step) < first + MAX_DAYS * DAY_MS; step += interval) {
    const [at, end] = [begin(step), begin(step + 1)]
    yield Array.from({ length: (end - at) / DAY_MS }, (_, i) => at + i * DAY_MS)
  }
}

function matches(rule: Rule, start: number, day: number): boolean {
  const date = new Date(day)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  const inMonth: Place = { at: date.getUTCDate(), of: lengthOfMonth(year, month) }
  const inYear: Place = {
    at: (day - Date.UTC(year, 0)) / DAY_MS + 1,
    of: (Date.UTC(year + 1, 0) - Date.UTC(year, 0)) / DAY_MS,
  }
  const { frequency, months, monthDays, yearDays, days } = rule
  if (months.length > 0 && !months.includes(month + 1)) return false
  if (monthDays.length > 0 && !monthDays.some((one) => isAt(one, inMonth))) return false
  if (yearDays.length > 0 && !yearDays.some((one) => isAt(one, inYear))) return false
  if (days.length > 0) {
    const within = frequency === 'YEARLY' && months.length === 0 ? inYear : inMonth
    return days.some(
      (one) => one.day === date.getUTCDay() && (one.nth === undefined || isNth(one.nth, within)),
    )
  }
  if (monthDays.length > 0 || yearDays.length > 0 || frequency === 'DAILY') return true
  // Without a day of its own a rule repeats the day of the start.
  const first = new Date(start)
  if (frequency === 'WEEKLY') return date.getUTCDay() === first.getUTCDay()
  if (frequency === 'YEARLY' && months.length === 0 && month !== first.getUTCMonth()) return false
  return date.getUTCDate() === first.getUTCDate()
}

/** The first day of a month or year is 1 of, say, 31. */
interface Place {
  readonly at: number
  readonly of: number
}

const isAt = (wanted: number, { at, of }: Place): boolean => wanted === at || wanted === at - of - 1

/** Whether a weekday is the nth of its kind. */
const isNth = (nth: number, { at, of }: Place): boolean =>
  nth === Math.ceil(at / 7) || -nth === Math.ceil((of - at + 1) / 7)

const lengthOfMonth = (year: number, month: number): number =>
  new Date(Date.UTC(year, month + 1, 0)).getUTCDate()

const modulo = (value: number, by: number): number => ((value % by) + by) % by
