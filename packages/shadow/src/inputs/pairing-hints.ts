import type { ShadowSummary } from '../tally/summary.ts'
import type { ComparisonInput } from './comparison-of.ts'
import { pathText } from './path-text.ts'
import { sampledValues, type SampledValue } from './sampled.ts'

type Values = ReadonlyMap<string, SampledValue>

/** Fewer records than this do not show that a value differs in each. */
const FEWEST = 3
/** Names that say that a value identifies something. */
const IDENTIFIES = /(?:id|uuid|guid|key|number|no|ref)$/i
const MOMENT = /^\d{4}-\d\d-\d\d[T ]/
const MOST_NAMED = 3

/**
 * Sentences on why few records could be paired, by looking at some first records of both logs: which places could identify
 * them, and whether ids are texts in one log and numbers in the other. None where most records were paired.
 */
export function pairingHints(
  input: Pick<ComparisonInput, 'pair-by'>,
  samples: readonly Buffer[],
  others: readonly Buffer[],
  { compared, lost }: Pick<ShadowSummary, 'compared' | 'lost'>,
): readonly string[] {
  const [primary, candidate] = lost
  const left = ['no-id', 'unmatched'] as const
  const unpaired = left.map((why) => Math.max(primary?.[why] ?? 0, candidate?.[why] ?? 0))
  if (Math.max(...unpaired) <= compared || samples.length < FEWEST || others.length < FEWEST) return []
  const [before, after] = [sampledValues(samples), sampledValues(others)]
  const named = input['pair-by'].map((path) => `\`${pathText(path)}\``).join(', ')
  const found = likelyIds(before, after)
  const likely = found.map((path) => `\`${pathText(path)}\``)
  const has = input['pair-by'].every((path) => before.some((record) => record.has(JSON.stringify(path))))
  const problem = has
    ? `pair-by: most records of the two logs share no value of ${named}`
    : `pair-by: ${named} is not in the records`
  const types = input['pair-by'].flatMap((path) => typeHint(path, before, after))
  if (types.length > 0) return types
  if (likely.length === 0) return [`${problem}, and no other field looks like an id.`]
  return [
    `${problem}. ${likely.join(' or ')} could identify them: every record has it, and no two share it. Try \`pair-by: ${pathText(found[0] ?? [])}\`.`,
  ]
}

/** Places that every record has, each with another value; those that the two logs share come first, then by their names. */
function likelyIds(before: readonly Values[], after: readonly Values[]): readonly (readonly string[])[] {
  const ofArms = [before, after].map(uniquePlaces)
  const [first, second] = ofArms
  if (first === undefined || second === undefined) return []
  return [...first]
    .flatMap(([key, { path, values }]) => {
      const other = second.get(key)?.values
      if (other === undefined) return []
      const shared = [...values].filter((value) => other.has(value)).length
      return [{ path, shared: shared / values.size, isNamed: IDENTIFIES.test(path.at(-1) ?? '') }]
    })
    .filter(({ shared, isNamed }) => shared > 0.5 || isNamed)
    .sort(
      (a, b) => Number(b.isNamed) - Number(a.isNamed) || b.shared - a.shared || a.path.length - b.path.length,
    )
    .slice(0, MOST_NAMED)
    .filter(({ isNamed }, k, all) => isNamed || k === 0 || all[0]?.isNamed === false)
    .map(({ path }) => path)
}

interface Place {
  readonly path: readonly string[]
  readonly values: Set<string>
}

function uniquePlaces(records: readonly Values[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  for (const record of records) {
    for (const [key, { path, value }] of record) {
      if (!isIdentity(value)) continue
      const place = places.get(key) ?? { path, values: new Set() }
      place.values.add(JSON.stringify(value))
      places.set(key, place)
    }
  }
  return new Map([...places].filter(([, { values }]) => values.size === records.length))
}

/** Moments and measured numbers differ from record to record as well, but identify none. */
function isIdentity(value: SampledValue['value']): boolean {
  if (typeof value === 'number') return Number.isInteger(value)
  return typeof value === 'string' && value !== '' && value.length <= 200 && !MOMENT.test(value)
}

/** An id that is a text in one log and a number in the other pairs nothing: `"1"` and `1` are two things. */
function typeHint(
  path: readonly string[],
  before: readonly Values[],
  after: readonly Values[],
): readonly string[] {
  const key = JSON.stringify(path)
  const values = [before, after].map((records) => records.flatMap((each) => each.get(key)?.value ?? []))
  const [first = [], second = []] = values
  const types = values.map((each) => [...new Set(each.map((value) => typeof value))].join())
  const isMixed = types.includes('string') && types.includes('number')
  const texts = new Set(first.map(String))
  if (!isMixed || !second.some((value) => texts.has(String(value)))) return []
  const [text, number] = types[0] === 'string' ? ['primary', 'candidate'] : ['candidate', 'primary']
  return [
    `pair-by: \`${pathText(path)}\` is a text in the ${text} and a number in the ${number}, such as "1" and 1. They are different ids: write both logs the same way.`,
  ]
}
