import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { busySpans } from '../../../../packages/gate/src/calendar/busy.ts'
import { readCalendar } from '../../../../packages/gate/src/calendar/ics.ts'
import { occurrences, parseRule } from '../../../../packages/gate/src/calendar/rule.ts'
import { decide, policyOf, signed, NOW, verdict } from '../world.ts'

interface Case {
  readonly rule: string
  readonly zone: string
  readonly start: string
  readonly starts: readonly number[]
}
const oracle = JSON.parse(readFileSync(new URL('occurrences.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[]
}

const ics = (...event: readonly string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'BEGIN:VEVENT',
    'UID:1',
    'SUMMARY:Release freeze',
    ...event,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')

const policy = policyOf(
  'max-age: 99999d\nfreeze:\n  - { name: holidays, calendar: freeze.ics, zone: Europe/Berlin }',
)
const sound = signed(verdict('fine', { to: Date.parse('2024-01-01') }), Date.parse('2024-01-01'))

function reasonAt(calendar: string | undefined, now: number): string | undefined {
  return decide([sound], policy, { files: { 'freeze.ics': calendar } }, now).conditions.find(
    (one) => one.kind === 'freeze',
  )?.reason
}

describe('a freeze calendar', () => {
  test.each(oracle.cases)(
    '$rule in $zone from $start freezes when dateutil says so',
    ({ rule, zone, start, starts }) => {
      const calendar = ics(`DTSTART;TZID=${zone}:${start}`, 'DURATION:PT1H', `RRULE:${rule}`)
      const [first = 0, last = first] = [starts[0], starts.at(-1)]
      // The gate itself is asked about the first and the last; what it asks of the calendar, about all between them.
      for (const at of [first, last]) {
        expect([
          reasonAt(calendar, at - 1),
          reasonAt(calendar, at),
          reasonAt(calendar, at + 3_599_999),
          reasonAt(calendar, at + 7_200_000),
        ]).toEqual(['no_freeze', 'frozen', 'frozen', 'no_freeze'])
      }
      // The oracle stops at thirty; of a rule that ends before, nothing may follow.
      const until = Math.max(last + 1, starts.length < 30 ? first + 60 * 86_400_000 : 0)
      const spans = busySpans(readCalendar(calendar, 'Europe/Berlin'), first, until)
      expect(spans.map(({ from }) => from)).toEqual(starts)
      // An hour by the clock is longer where the clocks go back.
      const lengths = spans.map(({ from, to }) => to - from)
      expect(Math.min(...lengths)).toBe(3_600_000)
      expect(Math.max(...lengths)).toBeLessThanOrEqual(7_200_000)
    },
  )

  test('whole days are days of the zone the policy names', () => {
    const calendar = ics('DTSTART;VALUE=DATE:20261224', 'DTEND;VALUE=DATE:20261227')
    expect(reasonAt(calendar, Date.parse('2026-12-23T22:59:59Z'))).toBe('no_freeze')
    expect(reasonAt(calendar, Date.parse('2026-12-23T23:00:00Z'))).toBe('frozen')
    expect(reasonAt(calendar, Date.parse('2026-12-26T22:59:59Z'))).toBe('frozen')
    expect(reasonAt(calendar, Date.parse('2026-12-26T23:00:00Z'))).toBe('no_freeze')
  })

  test('an occurrence that is excepted, and one that is moved, free their time', () => {
    const daily = [
      'DTSTART:20260301T100000Z',
      'DTEND:20260301T110000Z',
      'RRULE:FREQ=DAILY',
      'EXDATE:20260303T100000Z',
    ]
    const moved = [
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:1',
      'RECURRENCE-ID:20260304T100000Z',
      'DTSTART:20260304T150000Z',
      'DTEND:20260304T160000Z',
    ]
    const calendar = ics(...daily, ...moved)
    expect(
      ['02T10', '03T10', '04T10', '04T15'].map((at) =>
        reasonAt(calendar, Date.parse(`2026-03-${at}:30:00Z`)),
      ),
    ).toEqual(['frozen', 'no_freeze', 'no_freeze', 'frozen'])
  })

  test('cancelled events do not freeze, and folded lines are read', () => {
    expect(reasonAt(ics('DTSTART:20260310T000000Z', 'DTEND:20260311T000000Z', 'STATUS:CANCELLED'), NOW)).toBe(
      'no_freeze',
    )
    expect(reasonAt(ics('DTSTART:202603\r\n 10T000000Z', 'DTEND:20260311T000000Z'), NOW)).toBe('frozen')
  })

  test.each([
    ['is missing', undefined],
    ['is not a calendar', '<html>Not found</html>'],
    ['is cut off', ics('DTSTART:20200101T000000Z').slice(0, -20)],
    ['names a zone nobody knows', ics('DTSTART;TZID=Mars/Olympus:20200101T000000')],
    [
      'repeats in a way we do not understand',
      ics('DTSTART:20200101T000000Z', 'RRULE:FREQ=YEARLY;BYWEEKNO=1'),
    ],
    ['repeats every second', ics('DTSTART:20200101T000000Z', 'RRULE:FREQ=SECONDLY')],
    ['has no start', ics('DTEND:20200101T000000Z')],
  ])('keeps the gate waiting for a person when it %s', (_, calendar) => {
    expect(reasonAt(calendar, NOW)).toBe('calendar_unreadable')
    expect(decide([sound], policy, { files: { 'freeze.ics': calendar } }).decision).toBe('waiting')
  })
})

describe('recurrences by their parts', () => {
  interface Vector {
    readonly rule: string
    readonly start: string
    readonly occurrences: readonly string[]
  }
  const { cases } = JSON.parse(readFileSync(new URL('rules.json', import.meta.url), 'utf8')) as {
    readonly cases: readonly Vector[]
  }
  const wall = (text: string): number => Date.parse(`${text}Z`)

  test(`${cases.length} rules give what dateutil gives`, () => {
    const wrong = cases.flatMap(({ rule, start, occurrences: expected }) => {
      const got: number[] = []
      for (const at of occurrences(
        parseRule(rule, () => 0),
        wall(start),
      )) {
        if (got.length === expected.length) break
        got.push(at)
      }
      return JSON.stringify(got) === JSON.stringify(expected.map(wall)) ? [] : [`${rule} from ${start}`]
    })
    expect(wrong).toEqual([])
  })

  test('an UNTIL without a zone is a time of the event, or of the policy where the event is in UTC', () => {
    const rule = ['DURATION:PT1H', 'RRULE:FREQ=DAILY;UNTIL=20260305T100000']
    const newYork = ics('DTSTART;TZID=America/New_York:20260303T100000', ...rule)
    expect(reasonAt(newYork, Date.parse('2026-03-05T15:30:00Z'))).toBe('frozen')
    expect(reasonAt(newYork, Date.parse('2026-03-06T15:30:00Z'))).toBe('no_freeze')
    const utc = ics('DTSTART:20260303T093000Z', ...rule)
    expect(reasonAt(utc, Date.parse('2026-03-04T09:45:00Z'))).toBe('frozen')
    // Ten in Berlin is nine in UTC.
    expect(reasonAt(utc, Date.parse('2026-03-05T09:45:00Z'))).toBe('no_freeze')
  })

  test('a rule that nothing fits ends', () => {
    const never = parseRule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', () => 0)
    expect([...occurrences(never, wall('2026-01-01T00:00:00'))]).toEqual([])
  })

  test('further dates and the zone names of Outlook are read', () => {
    const calendar = ics(
      'DTSTART;TZID=W. Europe Standard Time:20260301T100000',
      'DURATION:PT1H',
      'RDATE;TZID=W. Europe Standard Time:20260305T100000,20260701T100000',
    )
    expect(
      ['2026-03-01T09:30:00Z', '2026-03-05T09:30:00Z', '2026-07-01T08:30:00Z', '2026-07-01T09:30:00Z'].map(
        (at) => reasonAt(calendar, Date.parse(at)),
      ),
    ).toEqual(['frozen', 'frozen', 'frozen', 'no_freeze'])
  })

  test('two thousand events that repeat daily for a century are refused, soon', () => {
    const event = ['BEGIN:VEVENT', 'DTSTART:19800101T000000Z', 'RRULE:FREQ=DAILY', 'END:VEVENT']
    const calendar = ics(
      'DTSTART:20200101T000000Z',
      'END:VEVENT',
      ...Array(1900).fill(event).flat().slice(0, -1),
    )
    expect(reasonAt(calendar, NOW)).toBe('calendar_unreadable')
  })
})

describe('freezes without a calendar', () => {
  const frozenAt = (yaml: string, at: string): boolean =>
    decide([sound], policyOf(`max-age: 99999d\nfreeze:\n  - { name: x, ${yaml} }`), {}, Date.parse(at))
      .decision === 'waiting'

  test('weekly spans may run over Sunday, by the clocks of their zone', () => {
    const weekly = 'weekly: Fri 16:00 - Mon 08:00, zone: America/New_York'
    expect(
      ['2026-03-06T20:59:00Z', '2026-03-06T21:00:00Z', '2026-03-09T11:59:00Z', '2026-03-09T12:00:00Z'].map(
        (at) => frozenAt(weekly, at),
      ),
    ).toEqual([false, true, true, false])
  })

  test('dated spans begin and end by the clocks of their zone', () => {
    const span = 'from: 2026-12-20 18:00, to: 2027-01-04 08:00, zone: Asia/Tokyo'
    expect(
      ['2026-12-20T08:59:00Z', '2026-12-20T09:00:00Z', '2027-01-03T22:59:00Z', '2027-01-03T23:00:00Z'].map(
        (at) => frozenAt(span, at),
      ),
    ).toEqual([false, true, true, false])
  })
})
