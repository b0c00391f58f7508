import { massartHalfWidth } from '@sluice/stats'
import type { HistogramArm, MetricPolicy, Samples } from '@sluice/verdict'
import { missing, type Draft } from './finding.ts'

/**
 * How much further the candidate's values lie from the primary's than those of the primary's own repeat do. Both arms are
 * histograms whose bounds are shares of the primary's values at or below a cut, so that values like the primary's fill them
 * evenly; the distance of an arm is Kolmogorov's, the largest gap between its share below a cut and the primary's. Bounds
 * and p-value are those of the bands of Dvoretzky, Kiefer and Wolfowitz (Massart 1990) around both arms, added.
 */
export function draftDistance(policy: MetricPolicy, samples: Samples, confidence: number): Draft {
  const [block] = samples.blocks
  if (block === undefined || samples.blocks.length > 1) return missing(policy, samples, 'wrong_samples')
  const { baseline, candidate } = block
  if (candidate.kind === 'absent') return missing(policy, samples, candidate.absence)
  if (baseline.kind === 'absent') return missing(policy, samples, baseline.absence)
  if (baseline.kind !== 'histogram' || candidate.kind !== 'histogram') {
    return missing(policy, samples, 'wrong_samples')
  }
  const [m, n] = [sizeOf(baseline), sizeOf(candidate)]
  if (m === 0 || n === 0) return missing(policy, samples, 'no_data')
  const [noise, distance] = [distanceOf(baseline, m), distanceOf(candidate, n)]
  const estimate = distance - noise
  const [alpha, sizes] = [(1 - confidence) / 2, [m, n]]
  const reach = sizes.reduce((sum, size) => sum + massartHalfWidth(size, alpha), 0)
  const margin = policy.margin.value
  return {
    policy,
    samples,
    p: estimate <= margin ? 1 : beyondP(m, n, estimate - margin),
    within: estimate + reach <= margin,
    estimate,
    low: Math.max(-1, estimate - reach),
    high: Math.min(1, estimate + reach),
    scale: 'difference',
    margin,
    observed: {
      baseline: { trials: m, value: noise },
      candidate: { trials: n, value: distance },
    },
    needed: neededFor(n, estimate, reach, margin),
    notes: [],
  }
}

/** The level at which the two bands together are this wide: the chance of lying so far beyond the margin. */
function beyondP(m: number, n: number, beyond: number): number {
  return Math.min(1, 4 * Math.exp(-2 * (beyond / (m ** -0.5 + n ** -0.5)) ** 2))
}

function sizeOf({ counts }: HistogramArm): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

function distanceOf({ bounds, counts }: HistogramArm, n: number): number {
  let [below, largest] = [0, 0]
  bounds.forEach((share, k) => {
    below += counts[k] ?? 0
    largest = Math.max(largest, Math.abs(below / n - share))
  })
  return largest
}

function neededFor(n: number, estimate: number, reach: number, margin: number): number {
  const distance = Math.max(Math.abs(margin - estimate), margin / 10)
  return Math.max(n, Math.ceil(n * (reach / distance) ** 2) - n)
}
