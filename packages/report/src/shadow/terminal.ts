import type { ShadowDetails, ShadowModel } from '@sluice/verdict'
import { term } from '../escape.ts'
import { counted, plainNumber, share } from '../numbers.ts'
import { textTable } from '../terminal.ts'
import {
  allCompared,
  boundsCaption,
  driftCaption,
  intervalsCaption,
  measuresCaption,
  modelSlicesCaption,
  slicesCaption,
} from './captions.ts'
import { causeText, foldedPaths } from './causes.ts'
import { whyShown } from './examples.ts'
import { sentence } from './sentence.ts'
import { changeText, excessOf, figureText, kindsOf, lossWords, rateText, statusWords } from './words.ts'

const SHOWN = 25
const MOST_CAUSES = 3
const MOST_EXAMPLES = 5

/** The sections of a shadow report for a terminal. `confidence` is that of the verdict. */
export function shadowTerminal(details: ShadowDetails, confidence: number): string {
  return [
    sentence(details, confidence),
    causes(details),
    paths(details, confidence),
    slices(details, confidence),
    model(details, confidence),
    measures(details, confidence),
    lost(details),
    cost(details),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

/** A table with what must be known to read it; blank lines are left out. */
function lines(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n')
}

function causes({ causes: all = [], paths: fields }: ShadowDetails): string {
  if (fields.length < 2 || all.length === 0) return ''
  return all
    .slice(0, MOST_CAUSES)
    .map((cause, k) => `${k + 1}. ${causeText(cause, (field) => term(field, 60))}`)
    .join('\n')
}

function paths(details: ShadowDetails, confidence: number): string {
  const { paths: listed, pathsOmitted } = details
  const all = foldedPaths(details)
  if (all.length === 0) return ''
  const shown = all.slice(0, SHOWN)
  const rows = shown.map(({ row, others, in: around }) => [
    statusWords(row),
    `${term(row.path, 60)}${others === 0 ? '' : ` and ${counted(others)} more in ${term(around, 60)}`}`,
    share(row.rate),
    row.noise === null ? '–' : share(row.noise),
    excessOf(row),
    kindsOf(row),
  ])
  const told = shown.reduce((sum, { others }) => sum + 1 + others, 0)
  const more = Math.max(0, listed.length - told) + pathsOmitted
  const head = ['', 'field', 'differs', 'noise', 'beyond noise', 'how']
  return lines(
    textTable([head, ...rows]),
    more > 0 ? `… and ${counted(more)} more` : '',
    shown.some(({ row }) => row.low !== null) ? boundsCaption(confidence) : '',
  )
}

function slices(details: ShadowDetails, confidence: number): string {
  const { slices: all } = details
  if (all.length === 0) return ''
  const rows = all
    .slice(0, SHOWN)
    .map((slice) => [
      slice.flagged ? 'MORE' : '',
      term(slice.name, 50),
      counted(slice.pairs),
      term(slice.path, 50),
      rateText(slice),
    ])
  return lines(
    textTable([['', 'slice', 'pairs', 'field', 'differs'], ...rows]),
    slicesCaption(details, confidence, 'MORE'),
  )
}

function model(details: ShadowDetails, confidence: number): string {
  const { model: found } = details
  if (found === undefined) return ''
  const flips = found.flips
    .slice(0, 10)
    .map(({ from, to, count }) => [`  ${term(from, 30)} → ${term(to, 30)}`, counted(count)])
  const figures = [...found.figures, ...found.drift].map((figure) => [
    term(figure.name, 50),
    term(figureText(figure)),
  ])
  return lines(
    textTable(figures),
    intervalsCaption(found, confidence),
    driftCaption(details),
    answerExamples(found),
    flips.length === 0 ? '' : `flips, stable → candidate\n${textTable(flips)}`,
    modelSlices(found, confidence),
  )
}

function answerExamples({ examples = [] }: ShadowModel): string {
  if (examples.length === 0) return ''
  const rows = examples
    .slice(0, MOST_EXAMPLES)
    .map((example) => [
      `  ${term(example.id, 30)}`,
      `${term(example.stable, 40)} → ${term(example.candidate, 40)}`,
      term(example.slices.join(', '), 40),
      whyShown(example),
    ])
  return `examples, stable → candidate\n${textTable(rows)}`
}

function modelSlices(found: ShadowModel, confidence: number): string {
  const words = lossWords(found)
  const rows = found.slices
    .filter(({ agreement }) => agreement < 1)
    .slice(0, 10)
    .map((slice) => [
      slice.flagged ? 'WORSE' : '',
      term(slice.name, 50),
      counted(slice.pairs),
      rateText({ ...slice, rate: slice.agreement }),
      slice.loss === undefined ? '–' : words.show(slice.loss),
    ])
  if (rows.length === 0) return ''
  return lines(
    textTable([['', 'slice', 'inputs', 'agreement', words.lost], ...rows]),
    modelSlicesCaption(found, confidence, 'WORSE'),
  )
}

function measures(details: ShadowDetails, confidence: number): string {
  const { measures: all } = details
  if (all.length === 0) return ''
  const rows = all.flatMap(({ name, arms, change }) =>
    arms.map((arm) => [
      term(name, 30),
      arm.arm,
      counted(arm.n),
      ...arm.quantiles.slice(0, 4).map(plainNumber),
      arm.arm === 'candidate' && change !== null ? changeText(change) : '',
    ]),
  )
  return lines(
    textTable([['measure', 'arm', 'n', 'p50', 'p90', 'p95', 'p99', 'median change'], ...rows]),
    all.some(({ change }) => typeof change?.low === 'number') ? boundsCaption(confidence) : '',
    measuresCaption(details),
  )
}

function cost({ cost: figures, conduct }: ShadowDetails): string {
  const said = figures.map((figure) => `${term(figure.name, 50)} ${term(figureText(figure))}`)
  return lines(
    said.length === 0 ? '' : `Cost of running in parallel: ${said.join(', ')}`,
    ...conduct.map((line) => term(line, 300)),
  )
}

function lost({ lost: all, compared }: ShadowDetails): string {
  if (all.length === 0) return `Not compared: nothing, because ${allCompared(compared)}.`
  return `Not compared: ${all.map(({ what, count }) => `${counted(count)} ${term(what, 80)}`).join(', ')}`
}
