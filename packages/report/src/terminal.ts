import type { Verdict } from '@sluice/verdict'
import { checklistTerminal, checksOf } from './checklist.ts'
import { term } from './escape.ts'
import { headline, MOST_TEXT, spell, type Framing } from './headline.ts'
import { boundsHead, inTable, rowsOf, type Row } from './rows.ts'

const MARK: Readonly<Record<Row['finding'], string>> = { fine: 'ok', worse: 'WORSE', unknown: '?' }

/** Gives a mark the colour of its finding. */
export type Paint = (text: string, finding: Row['finding']) => string

/** The report for a terminal or a job log: the sentence and an aligned table; without colours unless `paint` gives some. */
export function renderTerminal(verdict: Verdict, framing: Framing, paint: Paint = (text) => text): string {
  const shown = inTable(verdict.evidence, framing)
  const head = ['', 'metric', 'change', boundsHead(shown), 'margin', 'baseline', 'candidate', 'still needed']
  const rows = rowsOf(shown).map((row) => ({
    finding: row.finding,
    cells: [
      MARK[row.finding],
      `${term(row.metric, 40)} (${row.reason}${row.critical ? '' : ', never decides'})`,
      ...[row.effect, row.interval, row.margin, row.baseline, row.candidate, row.needed].map((cell) =>
        term(cell),
      ),
    ],
  }))
  const [top = '', ...lines] = textTable([head, ...rows.map(({ cells }) => cells)]).split('\n')
  const painted = lines.map((line, i) => paintMark(line, rows[i]?.finding, paint))
  const parts = [
    renderSentence(verdict, framing),
    checklistTerminal(checksOf(verdict.evidence)).join('\n'),
    rows.length === 0 ? emptyWords(verdict) : [top, ...painted].join('\n'),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** The headline alone, as plain text: for the message of a failed step. */
export function renderSentence(verdict: Verdict, framing: Framing): string {
  return spell(
    headline(verdict, framing),
    (name, isMetric) => quoted(term(name, 40), isMetric),
    (text) => term(text, MOST_TEXT),
  )
}

/** Free text stands in quotes where nothing else sets it apart. */
export function quoted(text: string, isFree: boolean): string {
  return isFree ? `"${text}"` : text
}

function emptyWords({ evidence }: Verdict): string {
  return evidence.length === 0 ? 'Nothing was measured.' : ''
}

/** Colour after alignment, since it has no width. */
function paintMark(line: string, finding: Row['finding'] | undefined, paint: Paint): string {
  if (finding === undefined) return line
  const mark = MARK[finding]
  return `${paint(mark, finding)}${line.slice(mark.length)}`
}

/** Columns padded to their widest cell; trailing blanks removed. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, [...cell].length)),
    [],
  )
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - [...cell].length))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
