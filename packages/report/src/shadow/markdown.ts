import type { ShadowDetails, ShadowModel, ShadowPath } from '@sluice/verdict'
import { md } from '../escape.ts'
import { counted, numbered, plainNumber, share } from '../numbers.ts'
import {
  allCompared,
  boundsCaption,
  driftCaption,
  intervalsCaption,
  measuresCaption,
  modelSlicesCaption,
  slicesCaption,
} from './captions.ts'
import { causeText, foldedPaths, type FoldedPath } from './causes.ts'
import { whyShown } from './examples.ts'
import { differsLater, excerpts } from './excerpt.ts'
import { sentence } from './sentence.ts'
import {
  changeText,
  excessOf,
  figureText,
  kindsOf,
  lossWords,
  rateText,
  STATUS,
  statusWords,
} from './words.ts'

/** Rows of each table that a comment shows; the page shows all. */
const SHOWN = { causes: 3, examples: 5, paths: 20, slices: 10, flips: 10, within: 3 } as const

/** Characters of a value in a comment. */
const VALUE = 60

/**
 * The sections of a shadow report for a comment: what differs, slices, models, what was measured, cost, what was left out.
 * `confidence` is that of the verdict.
 */
export function shadowMarkdown(details: ShadowDetails, confidence: number): readonly string[] {
  return [
    sentence(details, confidence),
    causesList(details),
    pathsTable(details, confidence),
    slicesTable(details, confidence),
    ...(details.model === undefined ? [] : modelParts(details, details.model, confidence)),
    measuresTable(details, confidence),
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

/** Small print; blank stays blank. */
function small(...captions: readonly string[]): string {
  const said = captions.filter((caption) => caption !== '')
  return said.length === 0 ? '' : `<sub>${said.join(' ')}</sub>`
}

/** What explains the differences, when more than one field differs. */
function causesList({ causes = [], paths }: ShadowDetails): string {
  if (paths.length < 2 || causes.length === 0) return ''
  const shown = causes
    .slice(0, SHOWN.causes)
    .map((cause, k) => `${k + 1}. ${causeText(cause, (field) => `**${md(field, 80)}**`)}`)
  return `**Causes**\n\n${shown.join('\n')}`
}

function pathsTable(details: ShadowDetails, confidence: number): string {
  const { pathsOmitted, redacted } = details
  const paths = foldedPaths(details)
  const within = paths.filter(({ row }) => row.status === 'within')
  const telling = paths.filter(({ row }) => row.status !== 'within')
  const shown = [...telling.slice(0, SHOWN.paths), ...within.slice(0, SHOWN.within)]
  if (shown.length === 0) return ''
  const told = shown.reduce((sum, { others }) => sum + 1 + others, 0)
  const more = Math.max(0, details.paths.length - told) + pathsOmitted
  return [
    '**What differs**',
    table(['field', 'candidate differs', 'noise', 'beyond noise', 'how', 'example'], shown.map(pathRow)),
    more > 0 ? `_and ${numbered(more, 'more field')} in the full report_` : '',
    small(
      shown.some(({ row }) => row.low !== null) ? boundsCaption(confidence) : '',
      redacted ? 'Values are hidden: only types and shapes are shown. `redact: none` shows the values.' : '',
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function pathRow({ row, others, in: around }: FoldedPath): readonly string[] {
  const [example] = row.examples
  const more = others === 0 ? '' : ` and ${counted(others)} more in **${md(around, 80)}**`
  return [
    `${STATUS[row.status].mark} **${md(row.path, 80)}**${more}<br><sub>${statusWords(row)}</sub>`,
    share(row.rate),
    row.noise === null ? 'not measured' : share(row.noise),
    excessOf(row),
    kindsOf(row),
    example === undefined ? '' : exampleCell(example),
  ]
}

function exampleCell({ id, primary, candidate }: ShadowPath['examples'][number]): string {
  const [before, after] = excerpts(primary, candidate, VALUE)
  const later = differsLater(primary, candidate) ? ', which differ later' : ''
  return `${md(before, VALUE)} → ${md(after, VALUE)}<br><sub>${md(id, 40)}${later}</sub>`
}

function slicesTable(details: ShadowDetails, confidence: number): string {
  const { slices } = details
  if (slices.length === 0) return ''
  const rows = slices
    .slice(0, SHOWN.slices)
    .map((slice) => [
      `${slice.flagged ? '❌ ' : ''}${md(slice.name, 80)}`,
      counted(slice.pairs),
      md(slice.path, 60),
      rateText(slice),
      slice.noise === null ? 'not measured' : share(slice.noise),
    ])
  const more = slices.length - SHOWN.slices
  return [
    '**By slice**',
    table(['slice', 'pairs', 'field', 'differs', 'noise'], rows),
    more > 0 ? `_and ${numbered(more, 'more slice')}_` : '',
    small(slicesCaption(details, confidence, '❌')),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function modelParts(details: ShadowDetails, model: ShadowModel, confidence: number): readonly string[] {
  const words = lossWords(model)
  const flips = model.flips
    .slice(0, SHOWN.flips)
    .map(({ from, to, count }) => [`${md(from, 60)} → ${md(to, 60)}`, counted(count)])
  const slices = model.slices
    .filter(({ agreement }) => agreement < 1)
    .slice(0, SHOWN.slices)
    .map((slice) => [
      `${slice.flagged ? '❌ ' : ''}${md(slice.name, 60)}`,
      counted(slice.pairs),
      rateText({ ...slice, rate: slice.agreement }),
      slice.loss === undefined ? '–' : words.show(slice.loss),
    ])
  return [
    `**Predictions** (${md(model.type)})\n\n${table(
      ['figure', 'value'],
      [...model.figures, ...model.drift].map((figure) => [
        `${figure.flagged === true ? '❌ ' : ''}${md(figure.name)}`,
        md(figureText(figure)),
      ]),
    )}`,
    small(intervalsCaption(model, confidence), driftCaption(details)),
    examplesTable(model),
    flips.length === 0 ? '' : `**Flips, stable → candidate**\n\n${table(['flip', 'inputs'], flips)}`,
    slices.length === 0
      ? ''
      : `**Predictions by slice**\n\n${table(['slice', 'inputs', 'agreement', words.lost], slices)}`,
    slices.length === 0 ? '' : small(modelSlicesCaption(model, confidence, '❌')),
  ]
}

function examplesTable({ examples = [] }: ShadowModel): string {
  if (examples.length === 0) return ''
  const rows = examples
    .slice(0, SHOWN.examples)
    .map((example) => [
      md(example.id, 40),
      `${md(example.stable, VALUE)} → ${md(example.candidate, VALUE)}`,
      example.label === undefined ? '' : md(example.label, VALUE),
      md(example.slices.join(', '), 80),
      whyShown(example),
    ])
  const more = examples.length - rows.length
  return [
    '**Examples**',
    table(['input', 'stable → candidate', 'label', 'slices', 'why'], rows),
    more > 0 ? `_and ${numbered(more, 'more example')} in `.concat('`examples.ndjson`_') : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function measuresTable(details: ShadowDetails, confidence: number): string {
  const { measures } = details
  if (measures.length === 0) return ''
  const rows = measures.flatMap(({ name, arms, change }) =>
    arms.map((arm, i) => [
      i === 0 ? `**${md(name)}** ${arm.arm}` : arm.arm,
      ...arm.quantiles.slice(0, 4).map(plainNumber),
      arm.arm === 'candidate' && change !== null ? changeText(change) : '',
    ]),
  )
  return [
    '**Measured**',
    table(['arm', 'p50', 'p90', 'p95', 'p99', 'median change on the same request'], rows),
    small(
      measures.some(({ change }) => typeof change?.low === 'number') ? boundsCaption(confidence) : '',
      measuresCaption(details),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function costLine({ cost }: ShadowDetails): string {
  if (cost.length === 0) return ''
  return `**Cost of running in parallel:** ${cost.map((figure) => `${md(figure.name)} ${md(figureText(figure))}`).join(' · ')}`
}

function lostLine({ lost, compared }: ShadowDetails): string {
  if (lost.length === 0) return `**Not compared:** nothing, because ${allCompared(compared)}.`
  return `**Not compared:** ${lost.map(({ what, count }) => `${counted(count)} ${md(what)}`).join(' · ')}`
}
