/** Seeded random numbers: the same seed gives the same bench on every machine. */
export interface Random {
  readonly uniform: () => number
  readonly normal: () => number
  readonly poisson: (mean: number) => number
  readonly binomial: (n: number, p: number) => number
  readonly gamma: (shape: number) => number
}

/** sfc32 (C. Doty-Humphrey), seeded by a whole number. */
export function randomOf(seed: number): Random {
  const uniform = sfc32(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return {
    uniform,
    normal,
    poisson: (mean) => (mean < 10 ? smallPoisson(mean, uniform) : largePoisson(mean, uniform)),
    binomial: (n, p) => (p > 0.5 ? n - binomial(n, 1 - p, uniform) : binomial(n, p, uniform)),
    gamma: (shape) => gamma(shape, uniform, normal),
  }
}

function sfc32(seed: number): () => number {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9, 0x243f6a88, 1]
  const next = () => {
    const t = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 20; i++) next()
  return () => next() + next() / 4294967296
}

function smallPoisson(mean: number, uniform: () => number): number {
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = uniform(); product > limit; product *= uniform()) count++
  return count
}

// Transformed rejection (W. Hörmann, PTRS, 1993).
function largePoisson(mean: number, uniform: () => number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean)
  const a = -0.059 + 0.02483 * b
  const inverse = 1.1239 + 1.1328 / (b - 3.4)
  for (;;) {
    const u = uniform() - 0.5
    const v = uniform()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43)
    if (us >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2)) return k
    if (k < 0 || (us < 0.013 && v > us)) continue
    const bound = k * Math.log(mean) - mean - logFactorial(k)
    if (Math.log((v * inverse) / (a / (us * us) + b)) <= bound) return k
  }
}

// Waiting times between successes; fast where n p is small, and n p is bounded by splitting.
function binomial(n: number, p: number, uniform: () => number): number {
  if (p <= 0 || n <= 0) return 0
  if (n * p > 400) return splitBinomial(n, p, uniform)
  const scale = Math.log1p(-p)
  let successes = 0
  for (let position = 0; ; successes++) {
    position += Math.floor(Math.log(1 - uniform()) / scale) + 1
    if (position > n) return successes
  }
}

function splitBinomial(n: number, p: number, uniform: () => number): number {
  const part = Math.floor(300 / p)
  let total = 0
  for (let left = n; left > 0; left -= part) total += binomial(Math.min(part, left), p, uniform)
  return total
}

function logFactorial(k: number): number {
  if (k < 10) return Math.log([1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880][k] ?? NaN)
  const x = k + 1
  return (x - 0.5) * Math.log(x) - x + 0.9189385332046728 + 1 / (12 * x) - 1 / (360 * x ** 3)
}

// Marsaglia and Tsang (2000), mean `shape`.
function gamma(shape: number, uniform: () => number, normal: () => number): number {
  if (shape < 1) return gamma(shape + 1, uniform, normal) * uniform() ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal()
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}
