import type { ShadowCause, ShadowDetails, ShadowPath } from '@sluice/verdict'
import { counted, numbered, share } from '../numbers.ts'

/** Groups of fields that are named beside the one that explains them. */
const MOST_GROUPS = 4

const ONE: Readonly<Record<string, string>> = {
  value: 'has another value',
  type: 'has another type',
  missing: 'is missing',
  extra: 'was added',
  length: 'has another length',
}

const MANY: Readonly<Record<string, string>> = {
  value: 'have other values',
  type: 'have other types',
  missing: 'are missing',
  extra: 'were added',
  length: 'have other lengths',
}

/** One cause in a sentence or two; `name` writes a field as a medium does. */
export function causeText(cause: ShadowCause, name: (field: string) => string): string {
  const { path, kind, turn, turns = 0, pairs, rate, fields, groups, example } = cause
  const [before, after] = turn?.split(' → ') ?? []
  const what =
    before === undefined || after === undefined
      ? (ONE[kind] ?? 'differs')
      : `turned from ${before} to ${after}${turns > 1 ? ' most often' : ''}`
  const such = example === undefined ? '' : `, such as ${name(example)}`
  const first = `${name(path)} ${what} in ${numbered(pairs, 'answer')} (${share(rate)})${such}.`
  if (fields === 0) return first
  const shown = groups.slice(0, MOST_GROUPS)
  const left = fields - shown.reduce((sum, { count }) => sum + count, 0)
  const others = shown.map((group) =>
    group.in === ''
      ? `${name(group.paths[0] ?? '')} ${ONE[group.kind] ?? 'differs'}`
      : `${counted(group.count)} fields in ${name(group.in)} ${MANY[group.kind] ?? 'differ'}`,
  )
  const rest = left > 0 ? [`${counted(left)} more`] : []
  return `${first} ${numbered(fields, 'other field differs', 'other fields differ')} in the same answers: ${[...others, ...rest].join(', ')}.`
}

/** A row of a table of fields, and how many others of the same object it stands for. */
export interface FoldedPath {
  readonly row: ShadowPath
  readonly others: number
  readonly in: string
}

/** The fields that differ, with those of one object that change alike in the same answers as one row. */
export function foldedPaths({
  paths,
  causes = [],
}: Pick<ShadowDetails, 'paths' | 'causes'>): readonly FoldedPath[] {
  const groups = causes.flatMap((cause) => cause.groups).filter((group) => group.in !== '')
  const groupOf = new Map(groups.flatMap((group) => group.paths.map((path) => [path, group] as const)))
  const told = new Set<ShadowCause['groups'][number]>()
  return paths.flatMap((row) => {
    const group = groupOf.get(row.path)
    if (group === undefined) return [{ row, others: 0, in: '' }]
    if (told.has(group)) return []
    told.add(group)
    return [{ row, others: group.count - 1, in: group.in }]
  })
}
