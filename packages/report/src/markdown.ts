import { digestOf, writtenPolicy, type Verdict } from '@sluice/verdict'
import { checklistMarkdown, checksOf } from './checklist.ts'
import { md, oneLine } from './escape.ts'
import { headline, MOST_TEXT, outcomeParts, spell, type Framing } from './headline.ts'
import { lasting } from './numbers.ts'
import { boundsHead, inTable, rowsOf, type Row } from './rows.ts'
import { quoted } from './terminal.ts'
import { presumedNoise } from './words.ts'

const MARK: Readonly<Record<Row['finding'], string>> = { fine: '✅', worse: '❌', unknown: '❔' }

/** The report for a comment, a check run or a job summary: one line, the table, then the small print. */
export function renderMarkdown(verdict: Verdict, framing: Framing, sections: readonly string[] = []): string {
  const shown = inTable(verdict.evidence, framing)
  const rows = rowsOf(shown)
  return [
    `### ${sign(verdict, framing)} ${md(verdict.action)}: ${md(verdict.subject.service)} → ${md(verdict.subject.environment)} · **${md(framing.decision)}**`,
    spell(
      headline(verdict, framing),
      (name) => `**${md(name)}**`,
      (text) => md(text, MOST_TEXT),
    ),
    ...(framing.notices ?? []).map((notice) => `> [!WARNING]\n> ${md(notice, 600)}`),
    checklistMarkdown(checksOf(verdict.evidence)),
    verdict.evidence.length > 0 && rows.length === 0 ? '' : metricsTable(rows, boundsHead(shown)),
    notesOf(rows),
    ...presumedNoise(shown).map((sentence) => `<sub>${sentence}</sub>`),
    ...sections,
    footer(verdict, framing),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

const MOST_TITLE = 100

/** At most 100 characters for the title of a check run: as much of the headline as there is room for. */
export function renderTitle(verdict: Verdict, framing: Framing): string {
  const [whole = '', short = ''] = [headline(verdict, framing).slice(4), outcomeParts(verdict, framing)].map(
    (parts) =>
      // A title is plain text at GitHub: escapes would be shown.
      spell(
        parts,
        (name, isMetric) => quoted(oneLine(name, 40), isMetric),
        (text) => oneLine(text, MOST_TEXT),
      ),
  )
  // Without who it is about, the sentence begins with what was done: "rolled back from 5% to 0%".
  const title = [...(whole.length > MOST_TITLE ? short : whole).replace(/^(was|is) /, '')]
  const [first = '', ...rest] = title.length > MOST_TITLE ? cutAtWord(title) : title
  return [first.toUpperCase(), ...rest].join('')
}

function cutAtWord(characters: readonly string[]): readonly string[] {
  const kept = characters.slice(0, MOST_TITLE - 1)
  const end = kept.lastIndexOf(' ')
  return [...(end > MOST_TITLE / 2 ? kept.slice(0, end) : kept), '…']
}

export function sign(verdict: Verdict, framing: Framing): string {
  if (verdict.outcome === 'fail') return '🔴'
  return verdict.outcome === 'pass' && framing.go ? '🟢' : '🟡'
}

function metricsTable(rows: readonly Row[], bounds: string): string {
  if (rows.length === 0) return '_Nothing was measured._'
  return [
    `| | metric | change | ${bounds} | margin | baseline | candidate | still needed |`,
    '|---|---|--:|--:|--:|--:|--:|--:|',
    ...rows.map(
      (row) =>
        `| ${MARK[row.finding]} | **${md(row.metric)}**<br><sub>${row.reason}${row.critical ? '' : ', never decides'}</sub> | ${[
          row.effect,
          row.interval,
          row.margin,
          row.baseline,
          row.candidate,
          row.needed,
        ]
          .map((cell) => md(cell))
          .join(' | ')} |`,
    ),
  ].join('\n')
}

function notesOf(rows: readonly Row[]): string {
  return rows
    .flatMap((row) => row.notes.map((note) => `- **${md(row.metric)}**: ${md(note, 300)}`))
    .join('\n')
}

function footer({ window, policy, subject }: Verdict, framing: Framing): string {
  const links = [
    framing.runUrl === undefined ? '' : `[run](${framing.runUrl})`,
    framing.reportUrl === undefined ? '' : `[full report](${framing.reportUrl})`,
    framing.helpUrl === undefined ? '' : `[what to do](${framing.helpUrl})`,
  ].filter((link) => link !== '')
  const facts = [
    `${subject.sha.slice(0, 12)}`,
    ...(window.to === window.from ? [] : [`watched for ${lasting(window.to - window.from)}`]),
    `policy \`${digestOf(writtenPolicy(policy.document)).slice(0, 19)}\``,
    ...links,
  ]
  return `<sub>${facts.join(' · ')}</sub>`
}
