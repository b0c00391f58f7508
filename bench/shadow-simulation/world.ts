import {
  comparisonInputs,
  comparisonOf,
  emptyPath,
  emptySummary,
  type PairedCounts,
  type ShadowSummary,
} from '@sluice/shadow'
import { parseFields } from '@sluice/action'
import type { Random } from '../sequential/random.ts'

/** A field whose two answers of one version differ in `noise` of the pairs, and that the candidate breaks in `broken` of them. */
export interface Field {
  readonly name: string
  readonly noise: number
  readonly broken: number
}

/** How often noisy fields differ by themselves. */
export const NOISE = [0.001, 0.01, 0.1, 0.5] as const

/** As many sound fields of each noise. */
export function soundFields(ofEach: number): readonly Field[] {
  return NOISE.flatMap((noise) =>
    Array.from({ length: ofEach }, (_, k) => ({ name: `noise_${100 * noise}_${k}`, noise, broken: 0 })),
  )
}

export const comparison = comparisonOf(
  parseFields(comparisonInputs, () => '', 'the simulation'),
  [],
)

/** What comparing `n` answers with a repeat would have counted, without writing and reading the answers. */
export function countsOf(n: number, fields: readonly Field[], random: Random): ShadowSummary {
  const summary = emptySummary(comparison)
  summary.compared = n
  summary.repeated = n
  for (const field of fields) {
    const path = emptyPath()
    Object.assign(path.any, pairedCountsOf(n, field, random))
    path.kinds.value = path.any.candidateOnly + path.any.both
    summary.paths.set(field.name, path)
  }
  return summary
}

/**
 * Each answer draws the field anew with chance d, so that a pair differs with chance 1 - (1 - d)²: what the primary drew
 * differs from both others, which is why raw and noise go together.
 */
function pairedCountsOf(n: number, { noise, broken }: Field, random: Random): PairedCounts {
  const d = 1 - Math.sqrt(1 - noise)
  const hit = random.binomial(n, broken)
  const bothBroken = random.binomial(hit, noise)
  const drawn = random.binomial(n - hit, d)
  const rest = n - hit - drawn
  const candidate = random.binomial(rest, d)
  const candidateAndRepeat = random.binomial(candidate, d)
  return {
    candidateOnly: hit - bothBroken + candidate - candidateAndRepeat,
    repeatOnly: random.binomial(rest - candidate, d),
    both: bothBroken + drawn + candidateAndRepeat,
    alone: 0,
  }
}
