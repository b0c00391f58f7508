import type { DifferenceKind } from '../json/walk.ts'
import { readPattern } from '../json/pattern.ts'
import { differing } from '../tally/paired-counts.ts'
import { shareIn, type PairSet } from '../tally/pair-set.ts'
import { OTHER_PATHS, type PathCounts, type ShadowSummary } from '../tally/summary.ts'

/** Fields that differ in the same answers. The first explains the others best. */
export interface Cause {
  readonly fields: readonly [Field, ...Field[]]
}

interface Field {
  readonly path: string
  readonly counts: PathCounts
  /** What happens there most. */
  readonly kind: DifferenceKind
  /** The most frequent change of a status, as `200 → 503`. */
  readonly turn: string | undefined
  /** 0: a failed answer. 1: another shape. 2: another value. */
  readonly rank: 0 | 1 | 2
}

/** Fields beyond these, of those that differ most, are not put together. */
const MOST_FIELDS = 500
/** A field belongs to a cause where it differs in nearly no other answers, */
const WITHIN = 0.9
/** and where that is either true the other way round as well, or no chance. */
const ALIKE = 0.7
const CHANCE = 0.01

const FAILURE = /^(?:errors?|exceptions?|faults?|error_?(?:code|message|type)|failed|failure)$/i

/**
 * What differs, put together by the answers in which it does: failures first, then by what was judged worse and by the
 * answers affected. `isWorse` says which fields are beyond noise and budget.
 */
export function causesOf(
  summary: Pick<ShadowSummary, 'paths' | 'compared'>,
  isWorse: (path: string) => boolean,
): readonly Cause[] {
  const fields = [...summary.paths]
    .filter(([path, { alone }]) => alone.n > 0 && path !== OTHER_PATHS)
    .sort(([a, x], [b, y]) => differing(y.any) - differing(x.any) || (a < b ? -1 : 1))
    .slice(0, MOST_FIELDS)
    .map(([path, counts]) => fieldOf(path, counts))
    .sort(byTelling)
  const causes: { readonly fields: [Field, ...Field[]]; readonly held: ReadonlySet<number> }[] = []
  for (const field of fields) {
    const { alone } = field.counts
    const known = causes.find(
      ({ fields: [lead], held }) =>
        shareIn(alone, lead.counts.alone, held) >= WITHIN &&
        isTelling(alone, lead.counts.alone, summary.compared),
    )
    if (known === undefined) causes.push({ fields: [field], held: new Set(alone.least) })
    else known.fields.push(field)
  }
  const worse = new Set(causes.filter(({ fields: all }) => all.some(({ path }) => isWorse(path))))
  return causes.sort(
    (a, b) =>
      Number(worse.has(b)) - Number(worse.has(a)) ||
      Number(b.fields[0].rank === 0) - Number(a.fields[0].rank === 0) ||
      b.fields[0].counts.alone.n - a.fields[0].counts.alone.n,
  )
}

function fieldOf(path: string, counts: PathCounts): Field {
  const [[kind] = ['value' as const]] = (
    Object.entries(counts.kinds) as readonly (readonly [DifferenceKind, number])[]
  ).toSorted(([, a], [, b]) => b - a)
  const [[turn] = [undefined]] = Object.entries(counts.turns).sort(
    ([a, x], [b, y]) => y - x || (a < b ? -1 : 1),
  )
  const failed = Object.keys(counts.turns).some((each) => /→ [45]/.test(each) && !/^[45]/.test(each))
  const isError = FAILURE.test(lastKey(path)) && counts.kinds.missing < differing(counts.any) / 2
  const rank = failed || isError ? 0 : kind === 'value' ? 2 : 1
  return { path, counts, kind, turn, rank }
}

/** The status before the error, then shape before value, what happens more often, and what stands further out. */
function byTelling(a: Field, b: Field): number {
  return (
    a.rank - b.rank ||
    Number(b.turn !== undefined) - Number(a.turn !== undefined) ||
    b.counts.alone.n - a.counts.alone.n ||
    stepsOf(a.path) - stepsOf(b.path) ||
    (a.path < b.path ? -1 : 1)
  )
}

/** Whether it says something that one field differs only where another does: that is so both ways, or is no chance. */
function isTelling(part: PairSet, whole: PairSet, compared: number): boolean {
  return shareIn(whole, part) >= ALIKE || (whole.n / compared) ** Math.min(part.n, 1000) <= CHANCE
}

function stepsOf(path: string): number {
  return readPattern(path)?.length ?? 0
}

function lastKey(path: string): string {
  const last = readPattern(path)?.at(-1)
  return last?.is === 'key' ? last.key : ''
}
