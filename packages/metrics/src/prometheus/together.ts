import type { AbsentArm } from '@sluice/verdict'
import { absent } from '../reading.ts'
import type { PrometheusAnswer } from './client.ts'
import type { Series } from './answer.ts'

/** The label that tells the expressions of one query apart. */
const LABEL = 'sluice_expression'

/** So many expressions fit into one query: a server's limits are on what a query reads, and an error is told per query. */
const MOST = 8
const LONGEST = 12_000

/** Series of one expression, or why there are none. `fatal`: the server finds the query wrong. */
export type Found =
  | { readonly kind: 'series'; readonly series: readonly Series[] }
  | { readonly kind: 'wrong'; readonly said: string; readonly fatal: boolean }
  | AbsentArm

/** Cuts expressions into lists that are asked together. */
export function batchesOf(expressions: readonly string[]): readonly (readonly string[])[] {
  const batches: string[][] = []
  let length = 0
  for (const expression of expressions) {
    const last = batches.at(-1)
    length += expression.length
    if (last !== undefined && last.length < MOST && length <= LONGEST) last.push(expression)
    else {
      batches.push([expression])
      length = expression.length
    }
  }
  return batches
}

/** Several expressions as one query: each labels its series with its place, and `or` puts them side by side. */
export function joined(expressions: readonly string[]): string {
  if (expressions.length === 1) return expressions[0] ?? ''
  return expressions
    .map((text, i) => `label_replace((${vectorOf(text)}\n), "${LABEL}", "${i}", "", "")`)
    .join(' or ')
}

/** `or` takes vectors only; a constant is made one. */
function vectorOf(text: string): string {
  return /^[\d\s.eE+\-*/%^()]+$/.test(text) ? `vector(${text})` : text
}

/** An answer to `joined` as an answer to each expression; undefined where they have to be asked apart. */
export function parted(
  answer: PrometheusAnswer,
  expressions: readonly string[],
): readonly Found[] | undefined {
  if (answer.kind === 'bad-query') {
    const { said, fatal } = answer
    return expressions.length > 1 ? undefined : [{ kind: 'wrong', said, fatal }]
  }
  if (answer.kind === 'absent') return expressions.map(() => answer)
  if (expressions.length === 1) return [{ kind: 'series', series: answer.series }]
  return expressions.map((_, i): Found => {
    const own = answer.series.filter(({ labels }) => labels[LABEL] === String(i))
    return { kind: 'series', series: own.map(unlabelled) }
  })
}

function unlabelled({ labels, ...series }: Series): Series {
  return { ...series, labels: Object.fromEntries(Object.entries(labels).filter(([name]) => name !== LABEL)) }
}

/** What an expression that the server could not execute means for an arm. */
export function refusedBy(said: string): AbsentArm {
  return absent('source_refused', said)
}
