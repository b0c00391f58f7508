import { demand } from './errors.ts'

/** A rule that puts every positive number into a bucket whose representative is within `accuracy` of it. */
export interface SketchMapping {
  readonly kind: 'log' | 'fast'
  readonly accuracy: number
  /** Factor from one bucket's upper edge to the next, on average for the fast mapping. */
  readonly gamma: number
  readonly indexOf: (value: number) => number
  /** Upper edge of a bucket: the bucket holds the values above the edge before it, up to this one. */
  readonly upperEdge: (index: number) => number
  /** The number a bucket stands for: the harmonic middle of its edges, which has the least relative error. */
  readonly valueOf: (index: number) => number
}

function check(accuracy: number): number {
  demand(accuracy > 0 && accuracy < 0.5, () => `the accuracy must lie between 0 and 0.5, got ${accuracy}`)
  return (1 + accuracy) / (1 - accuracy)
}

/** DDSketch's logarithmic mapping (Masson, Rim & Lee 2019): index = ceil(ln x / ln γ), γ = (1 + α)/(1 - α). */
export function logMapping(accuracy: number): SketchMapping {
  const gamma = check(accuracy)
  const perLog = Math.log(gamma)
  return {
    kind: 'log',
    accuracy,
    gamma,
    indexOf: (value) => Math.ceil(Math.log(value) / perLog),
    upperEdge: (index) => Math.exp(index * perLog),
    valueOf: (index) => Math.exp(index * perLog) * (2 / (gamma + 1)),
  }
}

const number = new Float64Array(1)
const words = new Uint32Array(number.buffer)

/** Exponent plus fraction of a double, a piecewise linear stand-in for log2 that needs no logarithm. */
function roughLog2(value: number): number {
  number[0] = value
  const high = words[1] ?? 0
  const low = words[0] ?? 0
  return (high >>> 20) - 1023 + ((high & 0xfffff) * 4294967296 + low) / 4503599627370496
}

function roughExp2(rough: number): number {
  const exponent = Math.floor(rough)
  return (1 + rough - exponent) * 2 ** exponent
}

/**
 * As {@link logMapping} with the logarithm replaced by exponent + fraction: three times as fast to fill, 1.44
 * times the buckets, the same bound on the error. For normal doubles, about 1e-307 to 1e308.
 */
export function fastMapping(accuracy: number): SketchMapping {
  const gamma = check(accuracy)
  // Within an octave the stand-in rises at least as fast as the natural log, so no bucket is wider than γ.
  const scale = 1 / Math.log(gamma)
  const upperEdge = (index: number): number => roughExp2(index / scale)
  return {
    kind: 'fast',
    accuracy,
    gamma,
    indexOf: (value) => Math.ceil(roughLog2(value) * scale),
    upperEdge,
    valueOf: (index) => {
      const [low, high] = [upperEdge(index - 1), upperEdge(index)]
      return 2 * low * (high / (low + high))
    },
  }
}
