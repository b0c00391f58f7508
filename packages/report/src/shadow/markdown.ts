import type { ShadowDetails, ShadowModel, ShadowPath } from '@sluice/verdict'
import { md } from '../escape.ts'
import { counted, plainNumber, share } from '../numbers.ts'
import { excessOf, figureText, kindsOf, sentence, STATUS } from './words.ts'

/** Rows of each table that a comment shows; the page shows all. */
const SHOWN = { paths: 20, slices: 10, flips: 10, within: 3 } as const

/** The sections of a shadow report for a comment: what differs, slices, models, what was measured, cost, what was left out. */
export function shadowMarkdown(details: ShadowDetails): readonly string[] {
  return [
    sentence(details),
    pathsTable(details),
    slicesTable(details),
    ...(details.model === undefined ? [] : modelParts(details.model)),
    measuresTable(details),
    costLine(details),
    lostLine(details),
    ...details.conduct.map((line) => `- ${md(line, 300)}`),
  ].filter((part) => part !== '')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const align = head.map((_, i) => (i === 0 ? '---' : '--:'))
  return [line(head), `|${align.join('|')}|`, ...rows.map(line)].join('\n')
}

function pathsTable({ paths, pathsOmitted, redacted }: ShadowDetails): string {
  const within = paths.filter(({ status }) => status === 'within')
  const telling = paths.filter(({ status }) => status !== 'within')
  const shown = [...telling.slice(0, SHOWN.paths), ...within.slice(0, SHOWN.within)]
  if (shown.length === 0) return ''
  const more = paths.length - shown.length + pathsOmitted
  return [
    '**What differs**',
    table(['field', 'candidate differs', 'noise', 'beyond noise', 'how', 'example'], shown.map(pathRow)),
    more > 0 ? `_and ${counted(more)} more fields in the full report_` : '',
    redacted ? '<sub>Values are hidden: types and shapes are shown. `redact: none` shows them.</sub>' : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function pathRow(row: ShadowPath): readonly string[] {
  const [example] = row.examples
  return [
    `${STATUS[row.status].mark} **${md(row.path, 80)}**<br><sub>${STATUS[row.status].word}</sub>`,
    share(row.rate),
    row.noise === null ? 'not measured' : share(row.noise),
    excessOf(row),
    kindsOf(row),
    example === undefined
      ? ''
      : `${md(example.primary, 60)} → ${md(example.candidate, 60)}<br><sub>${md(example.id, 40)}</sub>`,
  ]
}

function slicesTable({ slices }: ShadowDetails): string {
  if (slices.length === 0) return ''
  const rows = slices
    .slice(0, SHOWN.slices)
    .map((slice) => [
      `${slice.flagged ? '❌ ' : ''}${md(slice.name, 80)}`,
      counted(slice.pairs),
      md(slice.path, 60),
      share(slice.rate),
      slice.noise === null ? 'not measured' : share(slice.noise),
    ])
  const more =
    slices.length > SHOWN.slices ? `\n\n_and ${counted(slices.length - SHOWN.slices)} more slices_` : ''
  return `**By slice** (of what is flagged, at most one in twenty is a false alarm)\n\n${table(['slice', 'pairs', 'field', 'differs', 'noise'], rows)}${more}`
}

function modelParts(model: ShadowModel): readonly string[] {
  const flips = model.flips
    .slice(0, SHOWN.flips)
    .map(({ from, to, count }) => [`${md(from, 60)} → ${md(to, 60)}`, counted(count)])
  const slices = model.slices
    .filter(({ agreement }) => agreement < 1)
    .slice(0, SHOWN.slices)
    .map((slice) => [
      `${slice.flagged ? '❌ ' : ''}${md(slice.name, 60)}`,
      counted(slice.pairs),
      share(slice.agreement),
      slice.loss === undefined ? '–' : `${plainNumber(slice.loss * 100)} points`,
    ])
  return [
    `**Predictions** (${md(model.type)})\n\n${table(
      ['figure', 'value'],
      [...model.figures, ...model.drift].map((figure) => [
        `${figure.flagged === true ? '❌ ' : ''}${md(figure.name)}`,
        md(figureText(figure)),
      ]),
    )}`,
    flips.length === 0 ? '' : `**Flips, stable → candidate**\n\n${table(['flip', 'inputs'], flips)}`,
    slices.length === 0
      ? ''
      : `**Predictions by slice**\n\n${table(['slice', 'inputs', 'agreement', 'accuracy lost'], slices)}`,
  ]
}

function measuresTable({ measures }: ShadowDetails): string {
  if (measures.length === 0) return ''
  const rows = measures.flatMap(({ name, arms, change }) =>
    arms.map((arm, i) => [
      i === 0 ? `**${md(name)}** ${arm.arm}` : arm.arm,
      ...arm.quantiles.slice(0, 4).map(plainNumber),
      arm.arm === 'candidate' && change !== null
        ? `${plainNumber(change.median)}${change.low === null ? '' : ` (${plainNumber(change.low)} to ${plainNumber(change.high)})`}`
        : '',
    ]),
  )
  return `**Measured**\n\n${table(['arm', 'p50', 'p90', 'p95', 'p99', 'median change on the same request'], rows)}`
}

function costLine({ cost }: ShadowDetails): string {
  if (cost.length === 0) return ''
  return `**Cost of running in parallel:** ${cost.map((figure) => `${md(figure.name)} ${md(figureText(figure))}`).join(' · ')}`
}

function lostLine({ lost, compared }: ShadowDetails): string {
  if (lost.length === 0) return `**Not compared:** nothing; all ${counted(compared)} pairs were.`
  return `**Not compared:** ${lost.map(({ what, count }) => `${counted(count)} ${md(what)}`).join(' · ')}`
}
