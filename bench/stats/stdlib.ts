import { optional } from './modules.ts'
import { fastest } from './timing.ts'

type Ranks = (values: readonly number[]) => ArrayLike<number>

function decodeRanks(loaded: unknown): Ranks | undefined {
  return typeof loaded === 'function' ? (loaded as Ranks) : undefined
}

/** U by way of @stdlib's ranks of both arms together (it has no Mann-Whitney test); undefined where not installed. */
export function measureStdlib(
  x: Float64Array,
  y: Float64Array,
): { readonly ms: number; readonly u: number } | undefined {
  const ranks = decodeRanks(optional('@stdlib/stats-ranks'))
  if (ranks === undefined) return undefined
  const both = [...x, ...y]
  const { ms, answer } = fastest(1, () => {
    const all = ranks(both)
    let sum = 0
    for (let i = 0; i < x.length; i++) sum += all[i] ?? NaN
    return sum - (x.length * (x.length + 1)) / 2
  })
  return { ms, u: answer }
}
