import type { Sections } from '@sluice/publish'
import { html, md } from '@sluice/report'
import { noteOf, type Swapped } from '@sluice/rollout'
import type { Difference } from '@sluice/swap'
import type { Prepared } from './prepare.ts'
import type { Findings } from './stand.ts'
import type { Found } from './world.ts'

/** What the report shows besides the metrics: downtime, what happened when, and how the colours differ. */
export function sectionsOf(prepared: Prepared, swapped: Swapped, found: Found, findings: Findings): Sections {
  const tables = [timelineOf(prepared, swapped), ...roundsOf(found), ...parityOf(prepared, found)]
  const lines = findings.lines
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

function timelineOf(_: Prepared, { marks, entry }: Swapped): Table {
  const rows = marks.map((mark) => [
    new Date(mark.at).toISOString(),
    noteOf(entry.plan, mark).replace(/ \[[^\]]*\]$/, ''),
  ])
  return { title: 'What happened', rows: [['time', 'event'], ...rows] }
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
    'confirmed after, ms',
    'failed requests',
    'longest gap, ms',
    'p99, ms',
    'left open',
  ]
  return [{ title: 'Rehearsal', rows: [head, ...rows] }]
}

function parityOf({ stand }: Prepared, { parity }: Found): readonly Table[] {
  if (parity === undefined) return []
  const { previous, target } = stand.colours
  const rows = parity.differences
    .slice(0, SHOWN)
    .map((each: Difference) => [each.class, each.fact, shown(each.previous), shown(each.target)])
  const title = `Environments: ${parity.differences.length} of ${parity.compared} facts differ`
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
