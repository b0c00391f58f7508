import { field, refuse, Unacceptable, type Field } from '@sluice/action'

/** Something the candidate must keep. Shares are between 0 and 1; other limits are in the unit of the measure. */
export type ShadowRequirement =
  | {
      readonly about: 'quantile'
      readonly measure: string
      readonly q: number
      readonly limit: number
      readonly ofPrimary: boolean
      readonly said: string
    }
  | {
      readonly about: 'mean'
      readonly measure: string
      readonly limit: number
      readonly ofPrimary: boolean
      readonly said: string
    }
  | {
      readonly [S in ShareRequirement]: { readonly about: S; readonly limit: number; readonly said: string }
    }[ShareRequirement]

const SHARES = [
  'error rate',
  'error increase',
  'not compared',
  'withheld',
  'disagreement',
  'accuracy loss',
  'error growth',
  'gain loss',
] as const
export type ShareRequirement = (typeof SHARES)[number]

/** Shares that are about what a model answers. */
export const ABOUT_MODELS = ['disagreement', 'accuracy loss', 'error growth', 'gain loss'] as const

const SHAPE =
  'requirement such as `p99 latency_ms <= 250`, `mean bytes <= 110% of primary`, `error rate <= 1%`, `accuracy loss <= 1%`, `error growth <= 5%` or `not compared <= 5%`'

/** Shares that may be required to be 0: they are counted, or are differences that a better candidate makes negative. */
const PROVABLE: readonly ShareRequirement[] = [
  'not compared',
  'withheld',
  'error increase',
  'accuracy loss',
  'error growth',
  'gain loss',
]

/** Why a rate of 0 % cannot be asked for. */
export function unprovable(given: string): string {
  return `must allow for more than 0%, since no number of pairs proves that nothing ever happens (none in 2,995 pairs proves less than 0.1%), got \`${given}\``
}

/** One requirement in words: a quantile or a mean of a measure, or one of a few shares, with `<=` and a limit. */
export const requirement: Field<ShadowRequirement> = field(SHAPE, (given) => {
  const said = given.replaceAll(/\s+/g, ' ')
  const share = /^([a-z ]+?) <= (\d+(?:\.\d+)?) ?%$/.exec(said)
  const about = SHARES.find((name) => name === share?.[1])
  if (about !== undefined) {
    const limit = Number(share?.[2]) / 100
    if (limit === 0 && PROVABLE.every((each) => each !== about)) throw new Unacceptable(unprovable(said))
    return { about, limit, said }
  }
  const match = /^(?:p(\d+(?:\.\d+)?)|(mean)) ([^\s<]+) <= (\d+(?:\.\d+)?)( ?% of primary)?$/.exec(said)
  if (match === null) return refuse(SHAPE, given)
  const [, percentile, , measure = '', number, relative] = match
  const ofPrimary = relative !== undefined
  const limit = ofPrimary ? Number(number) / 100 : Number(number)
  if (percentile === undefined) return { about: 'mean', measure, limit, ofPrimary, said }
  const q = Number(percentile) / 100
  return q > 0 && q < 1 ? { about: 'quantile', measure, q, limit, ofPrimary, said } : refuse(SHAPE, given)
})

/** Requirements, one per line. All lines that are none, and all that say what another has said, are told at once. */
export const requirementLines: Field<readonly ShadowRequirement[]> = {
  ...field(`${SHAPE}, one per line`, (given) => {
    const problems: string[] = []
    const lines = new Map<string, number>()
    const read = given.split('\n').flatMap((line, k) => {
      const said = line.trim()
      // Spaces mean nothing, so a line that differs by them only says the same.
      const key = said.replaceAll(/\s+/g, '')
      const before = lines.get(key)
      if (before !== undefined) problems.push(`line ${k + 1} repeats line ${before}`)
      if (said === '' || before !== undefined) return []
      lines.set(key, k + 1)
      try {
        return [requirement.parse(said)]
      } catch (error) {
        if (!(error instanceof Unacceptable)) throw error
        problems.push(`line ${k + 1} ${error.message}`)
        return []
      }
    })
    if (problems.length > 0) throw new Unacceptable(problems.join('; '))
    return read
  }),
  whenBlank: () => [],
}
