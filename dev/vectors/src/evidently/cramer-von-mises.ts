/** Terms of the limiting law that matter. */
const TERMS = 20
const NODES = 4000

/** Cramér and von Mises' two-sample p-value from the limiting law (Anderson 1962), midranks for ties, as SciPy above 20 values. */
export function cramerVonMisesP(x: readonly number[], y: readonly number[]): number {
  const [n, m] = [x.length, y.length]
  const size = n + m
  const all = [...x, ...y]
  const rank = midranks(all)
  const ranksOf = (from: number, sample: readonly number[]): readonly number[] =>
    sample
      .map((_, i) => i + from)
      .sort((a, b) => (all[a] ?? 0) - (all[b] ?? 0))
      .map((i) => rank[i] ?? 0)
  const part = (ranks: readonly number[]): number => ranks.reduce((sum, r, i) => sum + (r - (i + 1)) ** 2, 0)
  const u = n * part(ranksOf(0, x)) + m * part(ranksOf(n, y))
  const product = n * m
  const t = u / (product * size) - (4 * product - 1) / (6 * size)
  const mean = (1 + 1 / size) / 6
  const variance =
    ((size + 1) * (4 * product * size - 3 * (n * n + m * m) - 2 * product)) / (45 * size * size * 4 * product)
  const scaled = 1 / 6 + (t - mean) / Math.sqrt(45 * variance)
  return scaled < 0.003 ? 1 : Math.max(0, 1 - limitingCdf(scaled))
}

function midranks(values: readonly number[]): readonly number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const ranks = values.map(() => 0)
  for (let i = 0; i < order.length;) {
    let j = i
    while (j + 1 < order.length && values[order[j + 1] ?? 0] === values[order[i] ?? 0]) j++
    for (let k = i; k <= j; k++) ranks[order[k] ?? 0] = (i + j) / 2 + 1
    i = j + 1
  }
  return ranks
}

/** P(W <= x) in the limit: a series in Bessel functions K of order 1/4 (Csörgő and Faraway 1996). */
function limitingCdf(x: number): number {
  let total = 0
  // Gamma(k + 1/2) / (Gamma(1/2) k!), which begins at 1.
  let ratio = 1
  for (let k = 0; k < TERMS; k++) {
    if (k > 0) ratio *= (k - 0.5) / k
    const odd = 4 * k + 1
    const q = (odd * odd) / (16 * x)
    const term = ratio * Math.sqrt(odd) * scaledBessel(q)
    total += term
    if (term < 1e-16 * total) break
  }
  return total / (Math.PI * Math.sqrt(x))
}

/** exp(-q) K_{1/4}(q), from its integral of exp(-q cosh t) cosh(t / 4) by the trapezium rule, which converges at once here. */
function scaledBessel(q: number): number {
  const end = Math.acosh(1 + 745 / q)
  const step = end / NODES
  let sum = 0
  for (let i = 0; i <= NODES; i++) {
    const t = i * step
    const weight = i === 0 ? 0.5 : 1
    sum += weight * Math.exp(-q * (Math.cosh(t) + 1)) * Math.cosh(t / 4)
  }
  return sum * step
}
