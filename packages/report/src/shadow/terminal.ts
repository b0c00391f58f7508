import type { ShadowDetails } from '@sluice/verdict'
import { term } from '../escape.ts'
import { counted, plainNumber, share } from '../numbers.ts'
import { textTable } from '../terminal.ts'
import { excessOf, figureText, kindsOf, sentence, STATUS } from './words.ts'

const SHOWN = 25

/** The sections of a shadow report for a terminal. */
export function shadowTerminal(details: ShadowDetails): string {
  return [
    sentence(details),
    paths(details),
    slices(details),
    model(details),
    measures(details),
    lost(details),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

function paths({ paths: all, pathsOmitted }: ShadowDetails): string {
  if (all.length === 0) return ''
  const rows = all
    .slice(0, SHOWN)
    .map((row) => [
      STATUS[row.status].word,
      term(row.path, 60),
      share(row.rate),
      row.noise === null ? '–' : share(row.noise),
      excessOf(row),
      kindsOf(row),
    ])
  const more = all.length - rows.length + pathsOmitted
  const head = ['', 'field', 'differs', 'noise', 'beyond noise', 'how']
  return `${textTable([head, ...rows])}${more > 0 ? `\n… and ${counted(more)} more` : ''}`
}

function slices({ slices: all }: ShadowDetails): string {
  if (all.length === 0) return ''
  const rows = all
    .slice(0, SHOWN)
    .map((slice) => [
      slice.flagged ? 'WORSE' : '',
      term(slice.name, 50),
      counted(slice.pairs),
      term(slice.path, 50),
      share(slice.rate),
    ])
  return textTable([['', 'slice', 'pairs', 'field', 'differs'], ...rows])
}

function model({ model: found }: ShadowDetails): string {
  if (found === undefined) return ''
  const flips = found.flips
    .slice(0, 10)
    .map(({ from, to, count }) => [`  ${term(from, 30)} → ${term(to, 30)}`, counted(count)])
  const figures = [...found.figures, ...found.drift].map((figure) => [
    term(figure.name, 50),
    term(figureText(figure)),
  ])
  return `${textTable(figures)}${flips.length === 0 ? '' : `\nflips, stable → candidate\n${textTable(flips)}`}`
}

function measures({ measures: all }: ShadowDetails): string {
  if (all.length === 0) return ''
  const rows = all.flatMap(({ name, arms }) =>
    arms.map((arm) => [
      term(name, 30),
      arm.arm,
      counted(arm.n),
      ...arm.quantiles.slice(0, 4).map(plainNumber),
    ]),
  )
  return textTable([['measure', 'arm', 'n', 'p50', 'p90', 'p95', 'p99'], ...rows])
}

function lost({ lost: all, compared }: ShadowDetails): string {
  if (all.length === 0) return `All ${counted(compared)} pairs were compared.`
  return `Not compared: ${all.map(({ what, count }) => `${counted(count)} ${term(what, 80)}`).join(', ')}`
}
