/** Critical values of the k-sample Anderson-Darling test (Scholz and Stephens 1987, table 1) and their levels. */
const B0 = [0.675, 1.281, 1.645, 1.96, 2.326, 2.573, 3.085]
const B1 = [-0.245, 0.25, 0.678, 1.149, 1.822, 2.364, 3.615]
const B2 = [-0.105, -0.305, -0.362, -0.391, -0.396, -0.345, -0.154]
const LEVELS = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001]

/** Two-sample Anderson-Darling p-value (midranks), kept between 0.001 and 0.25 where the table ends, as SciPy does. */
export function andersonP(x: readonly number[], y: readonly number[]): number {
  const statistic = normalised(x, y)
  const critical = B0.map((b, i) => b + (B1[i] ?? 0) + (B2[i] ?? 0))
  const [first = 0, last = 0] = [critical[0], critical.at(-1)]
  if (statistic < first) return 0.25
  if (statistic > last) return 0.001
  const [c0, c1, c2] = quadratic(critical, LEVELS.map(Math.log))
  return Math.exp(c0 + c1 * statistic + c2 * statistic * statistic)
}

function normalised(x: readonly number[], y: readonly number[]): number {
  const all = [...x, ...y].sort((a, b) => a - b)
  const n = all.length
  const values = [...new Set(all)]
  const count = (sample: readonly number[], test: (value: number) => boolean): number =>
    sample.filter(test).length
  let a2 = 0
  for (const sample of [x, y]) {
    const size = sample.length
    const inner = values.reduce((sum, value) => {
      const ties = count(all, (each) => each === value)
      const below = count(all, (each) => each < value) + ties / 2
      const mine = count(sample, (each) => each <= value) - count(sample, (each) => each === value) / 2
      const scale = below * (n - below) - (n * ties) / 4
      return scale === 0 ? sum : sum + ((ties / n) * (n * mine - below * size) ** 2) / scale
    }, 0)
    a2 += inner / size
  }
  a2 *= (n - 1) / n
  return (a2 - 1) / Math.sqrt(variance(n, [x.length, y.length]))
}

/** Variance of the statistic under no difference. */
function variance(n: number, sizes: readonly number[]): number {
  const k = sizes.length
  const big = sizes.reduce((sum, size) => sum + 1 / size, 0)
  let [h, g, tail] = [0, 0, 0]
  for (let i = 1; i < n; i++) h += 1 / i
  // Sum over i < j of 1 / ((n - i) j), with the inner sum carried along.
  for (let i = n - 1; i >= 1; i--) {
    g += tail / (n - i)
    tail += 1 / i
  }
  const a = (4 * g - 6) * (k - 1) + (10 - 6 * g) * big
  const b = (2 * g - 4) * k * k + 8 * h * k + (2 * g - 14 * h - 4) * big - 8 * h + 4 * g - 6
  const c = (6 * h + 2 * g - 2) * k * k + (4 * h - 4 * g + 6) * k + (2 * h - 6) * big + 4 * h
  const d = (2 * h + 6) * k * k - 4 * h * k
  return (a * n ** 3 + b * n ** 2 + c * n + d) / ((n - 1) * (n - 2) * (n - 3))
}

/** Least-squares parabola through points. */
function quadratic(x: readonly number[], y: readonly number[]): readonly [number, number, number] {
  const s = [0, 1, 2, 3, 4].map((power) => x.reduce((sum, v) => sum + v ** power, 0))
  const t = [0, 1, 2].map((power) => x.reduce((sum, v, i) => sum + v ** power * (y[i] ?? 0), 0))
  const at = (i: number): number => s[i] ?? 0
  const rows = [0, 1, 2].map((i) => [at(i), at(i + 1), at(i + 2), t[i] ?? 0])
  return solve(rows) as unknown as readonly [number, number, number]
}

/** Solves linear equations by elimination with pivots; each row ends with its right side. */
export function solve(equations: readonly (readonly number[])[]): readonly number[] {
  const rows = equations.map((row) => [...row])
  const n = rows.length
  for (let k = 0; k < n; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k] ?? 0) > Math.abs(rows[best]?.[k] ?? 0) ? k + i : best), k)
    const [a, b] = [rows[k] ?? [], rows[pivot] ?? []]
    rows[k] = b
    rows[pivot] = a
    for (let i = 0; i < n; i++) {
      const row = rows[i]
      if (i === k || row === undefined) continue
      const factor = (row[k] ?? 0) / (b[k] ?? 1)
      for (let j = k; j <= n; j++) row[j] = (row[j] ?? 0) - factor * (b[j] ?? 0)
    }
  }
  return rows.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1))
}
