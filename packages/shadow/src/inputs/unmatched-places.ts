import { ELEMENT, Follower, type Into, type Reached } from '../json/follow.ts'
import { patternOf, patternText, readPath, type Pattern } from '../json/pattern.ts'
import { utf8At } from '../json/scan.ts'
import { ANSWER_KINDS } from '../kinds/registry.ts'
import type { ComparisonInput } from './comparison-of.ts'

/** A place that an input names, and what to say where no record has it. */
interface Named {
  readonly pattern: Pattern
  readonly said: string
  /** Whether a value there is what the input is about. */
  readonly holds?: (value: unknown) => boolean
  /** Told only where this is found, for otherwise that is told. */
  readonly within?: Named
}

/**
 * Sentences on places that inputs name and no value stands at in some first records, such as a mistyped `ignore`. They may
 * stand in later records or only in the candidate's, so this is for people to look at and decides nothing.
 */
export function unmatchedPlaces(input: ComparisonInput, samples: readonly Buffer[]): readonly string[] {
  const named = [...rulesIn(input), ...valuesIn(input)]
  const records = named.length === 0 ? [] : samples.flatMap(recordIn)
  if (records.length === 0) return []
  const found = foundIn(records, named, input.caseless)
  const first = records.length === 1 ? 'record' : `${records.length} records`
  return named
    .filter((each) => !found.has(each) && (each.within === undefined || found.has(each.within)))
    .map(({ said }) => `${said} in the first ${first} of the primary.`)
}

/** What rules name. Diffy has no use for them but `ignore`, and names places in its own way. */
function rulesIn({ ignore, tolerance, unordered, parse, noise }: ComparisonInput): readonly Named[] {
  const opened = parse.map((path) => rule('parse', path))
  if (noise === 'diffy') return opened
  return [
    ...opened,
    ...ignore.map((path) => rule('ignore', path)),
    ...tolerance.map(({ path }) => rule('tolerance', path)),
    ...unordered.flatMap(({ path, by }) => {
      const pattern = patternOf(path)
      const said = `unordered: \`${path}\` matches no array`
      const array: Named = { pattern, said, holds: Array.isArray }
      const key: Named = {
        pattern: [...pattern, { is: 'element' }, ...(by === '' ? [] : patternOf(by))],
        said: `unordered: \`${by}\` is nowhere in the elements of \`${path}\``,
        within: array,
      }
      return by === '' ? [array] : [array, key]
    }),
  ]
}

function rule(input: string, path: string): Named {
  return { pattern: patternOf(path), said: `${input}: \`${path}\` matches no place` }
}

/** The values that inputs name. */
function valuesIn({ kind, label, slices, requirements }: ComparisonInput): readonly Named[] {
  const { prediction, score, inputs } = kind
  const models =
    ANSWER_KINDS[kind.kind].tally === undefined ? [] : [prediction, ...scoreAsked(score), ...inputs]
  const measures = requirements.flatMap((each) => ('measure' in each ? [each.measure] : []))
  return [
    ...models.map((path) => value('kind', path)),
    ...(label === undefined ? [] : [value('label', label)]),
    ...slices.map((path) => value('slices', path)),
    ...[...new Set(measures)].map((name) => ({
      pattern: keys(readPath(name) ?? name.split('.')),
      said: `requirements: \`${name}\` is nowhere a number`,
      holds: (found: unknown) => typeof found === 'number',
    })),
  ]
}

/** Classes need no score: where it would be by itself, none is missed. */
function scoreAsked(score: readonly string[] | undefined): readonly (readonly string[])[] {
  return score === undefined || (score.length === 1 && score[0] === 'score') ? [] : [score]
}

function value(input: string, path: readonly string[]): Named {
  const pattern = keys(path)
  return { pattern, said: `${input}: \`${patternText(pattern)}\` is nowhere` }
}

function keys(path: readonly string[]): Pattern {
  return path.map((key) => ({ is: 'key', key }))
}

/** A record that is broken, or of which there is only a beginning, says nothing. */
function recordIn(sample: Buffer): readonly unknown[] {
  try {
    return [JSON.parse(utf8At(sample, 0, sample.length))]
  } catch {
    return []
  }
}

interface Place {
  readonly reached: Reached<Named>
  /** How far the patterns of objects have come whose keys have no case. */
  readonly caseless: Reached<true>
  readonly inside: Map<Into, Place>
}

/** Looks for all that is named at once, and no longer than until all is found. */
function foundIn(
  records: readonly unknown[],
  named: readonly Named[],
  caseless: readonly string[],
): ReadonlySet<Named> {
  const follower = new Follower(named.map((each) => ({ pattern: each.pattern, rule: each })))
  const folding = new Follower(caseless.map((path) => ({ pattern: patternOf(path), rule: true as const })))
  const root: Place = { reached: follower.start, caseless: folding.start, inside: new Map() }
  const found = new Set<Named>()
  const waiting = [...records].reverse().map((record) => [record, root] as const)
  for (let next = waiting.pop(); next !== undefined && found.size < named.length; next = waiting.pop()) {
    const [at, place] = next
    for (const each of place.reached.here) if (each.holds?.(at) !== false) found.add(each)
    if (place.reached.open.length === 0) continue
    const folds = place.caseless.here.length > 0
    for (const [written, member] of membersOf(at)) {
      const into = folds && written !== ELEMENT ? written.toLowerCase() : written
      const inside = place.inside.get(into) ?? {
        reached: follower.next(place.reached, into, folds),
        caseless: folding.next(place.caseless, into),
        inside: new Map<Into, Place>(),
      }
      place.inside.set(into, inside)
      waiting.push([member, inside])
    }
  }
  return found
}

function membersOf(at: unknown): readonly (readonly [Into, unknown])[] {
  if (Array.isArray(at)) return at.map((member: unknown) => [ELEMENT, member])
  return typeof at === 'object' && at !== null ? Object.entries(at) : []
}
