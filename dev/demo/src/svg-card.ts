import type { Verdict } from '@sluice/verdict'
import { headline, html, quoted, rowsOf, spell, type Framing, type Row } from '@sluice/report'

const WIDTH = 860
const ROW = 46
const COLOUR: Readonly<Record<Row['finding'], string>> = {
  fine: '#1a7f37',
  worse: '#cf222e',
  unknown: '#9a6700',
}
const BADGE = { pass: '#1a7f37', fail: '#cf222e', inconclusive: '#9a6700' } as const
const LINE = 84

/** A verdict as one picture: the decision, the sentence, a line for each metric. For pages that show images but no HTML. */
export function renderSvg(verdict: Verdict, framing: Framing): string {
  const rows = rowsOf(verdict.evidence)
  const lines = wrap(
    spell(headline(verdict, framing), quoted, (text) => text),
    LINE,
  )
  const top = 70 + lines.length * 24
  const height = top + 20 + rows.length * ROW
  const badge = framing.decision.length * 9 + 26
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="-apple-system,Segoe UI,Noto Sans,Helvetica,Arial,sans-serif">`,
    `<rect x=".5" y=".5" width="${WIDTH - 1}" height="${height - 1}" rx="10" fill="#fff" stroke="#d1d9e0"/>`,
    `<rect x="24" y="22" width="${badge}" height="28" rx="14" fill="${BADGE[verdict.outcome]}"/>`,
    `<text x="${24 + badge / 2}" y="41" text-anchor="middle" fill="#fff" font-weight="600" font-size="15">${html(framing.decision)}</text>`,
    `<text x="${36 + badge}" y="42" fill="#59636e" font-size="15">${html(`${verdict.action} · ${verdict.subject.service} → ${verdict.subject.environment}`)}</text>`,
    ...lines.map(
      (line, i) => `<text x="24" y="${78 + i * 24}" font-size="17" fill="#1f2328">${html(line)}</text>`,
    ),
    ...rows.map((row, i) => metricLine(row, top + i * ROW)),
    '</svg>',
  ].join('\n')
}

function metricLine(row: Row, y: number): string {
  const cell = (x: number, text: string, more = ''): string =>
    `<text x="${x}" y="${y + 29}" font-size="15" fill="#1f2328"${more}>${html(text, 48)}</text>`
  return [
    `<line x1="24" x2="${WIDTH - 24}" y1="${y}" y2="${y}" stroke="#d1d9e0"/>`,
    `<circle cx="32" cy="${y + 24}" r="6" fill="${COLOUR[row.finding]}"/>`,
    cell(48, row.metric, ' font-weight="600"'),
    cell(230, `${withoutCounts(row.baseline)} → ${withoutCounts(row.candidate)}`),
    cell(600, row.effect, ' text-anchor="end"'),
    `<text x="${WIDTH - 24}" y="${y + 29}" font-size="13" fill="#59636e" text-anchor="end">${html(row.interval)}</text>`,
  ].join('\n')
}

/** The value alone: a picture has no room for counts. */
function withoutCounts(observed: string): string {
  return observed.replace(/ \(.*\)$/, '')
}

/** Lines of at most so many characters, broken at spaces. */
function wrap(text: string, most: number): readonly string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= most)
      return [...lines.slice(0, -1), `${last} ${word}`]
    return [...lines, word]
  }, [])
}
