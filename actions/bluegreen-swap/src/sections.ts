import type { Sections } from '@sluice/publish'
import { html, md } from '@sluice/report'
import type { Difference } from '@sluice/swap'
import type { Findings } from './driver.ts'
import type { Found } from './found.ts'
import type { Colours } from './plan.ts'
import type { TimelineEvent } from './timeline.ts'

/** What the report shows besides the metrics: downtime, what happened when, and how the colours differ. */
export function sectionsOf(
  found: Found,
  colours: Colours | undefined,
  events: readonly TimelineEvent[],
  findings: Findings,
): Sections {
  const tables = [...timelineOf(events), ...roundsOf(found), ...parityOf(colours, found)]
  const lines = [...found.notes, ...findings.lines]
  return {
    markdown: [
      ...lines.map((line) => md(line, LINE)),
      ...tables.map((table) => `### ${table.title}\n\n${markdownTable(table.rows)}`),
    ],
    html: [
      ...lines.map((line) => `<p>${html(line, LINE)}</p>`),
      ...tables.map((table) => `<h2>${table.title}</h2>${htmlTable(table.rows)}`),
    ],
  }
}

const LINE = 400
const SHOWN = 50

interface Table {
  readonly title: string
  readonly rows: readonly (readonly string[])[]
}

function timelineOf(events: readonly TimelineEvent[]): readonly Table[] {
  if (events.length === 0) return []
  const rows = events.map(({ at, text }) => [new Date(at).toISOString().slice(0, 19).replace('T', ' '), text])
  return [{ title: 'What happened', rows: [['time (UTC)', 'event'], ...rows] }]
}

function roundsOf({ rounds }: Found): readonly Table[] {
  if (rounds.length === 0) return []
  const ms = (value: number | null): string => (value === null ? '-' : String(Math.round(value)))
  const rows = rounds
    .slice(0, SHOWN)
    .map(({ to, tookMs, requests, failed, longestGapMs, p99Ms, open }) => [
      to,
      ms(tookMs),
      `${failed} of ${requests}`,
      ms(longestGapMs),
      ms(p99Ms),
      open === undefined ? '-' : String(open),
    ])
  const head = [
    'all traffic to',
    'confirmed after (ms)',
    'failed requests',
    'longest gap (ms)',
    'p99 (ms)',
    'open connections',
  ]
  return [{ title: 'Rehearsal', rows: [head, ...rows] }]
}

function parityOf(colours: Colours | undefined, { parity }: Found): readonly Table[] {
  if (parity === undefined || colours === undefined) return []
  const { previous, target } = colours
  const rows = parity.differences
    .slice(0, SHOWN)
    .map((each: Difference) => [each.class, each.fact, shown(each.previous), shown(each.target)])
  const title = `Environments: ${parity.differences.length} of ${parity.compared} facts ${parity.differences.length === 1 ? 'differs' : 'differ'}`
  return [{ title, rows: [['class', 'fact', previous, target], ...rows] }]
}

function shown(value: Difference['previous']): string {
  if (value === undefined) return 'missing'
  return value === null ? 'unreadable' : String(value)
}

function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => md(cell, LINE)).join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

function htmlTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${html(cell, LINE)}</${tag}>`).join('')}</tr>`
  return `<table>${line(head, 'th')}${rows.map((row) => line(row, 'td')).join('')}</table>`
}
