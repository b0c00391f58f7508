import { chiSquareSf } from '@sluice/stats'
import { solve } from './anderson.ts'

/** Points at which the characteristic functions are compared, in semi-interquartile ranges. */
const POINTS = [0.4, 0.8] as const

/** Epps and Singleton's two-sample p-value (1986), with the small-sample correction that SciPy applies. */
export function eppsSingletonP(x: readonly number[], y: readonly number[]): number {
  const [n, m] = [x.length, y.length]
  const all = [...x, ...y].sort((a, b) => a - b)
  const sigma = (quantile(all, 0.75) - quantile(all, 0.25)) / 2
  const rows = (sample: readonly number[]): readonly (readonly number[])[] =>
    sample.map((value) => {
      const angles = POINTS.map((t) => (t / sigma) * value)
      return [...angles.map(Math.cos), ...angles.map(Math.sin)]
    })
  const [gx, gy] = [rows(x), rows(y)]
  const [mx, my] = [means(gx), means(gy)]
  const [cx, cy] = [covariance(gx, mx), covariance(gy, my)]
  const size = n + m
  const scaled = cx.map((row, i) =>
    row.map((value, j) => (size / n) * value + (size / m) * (cy[i]?.[j] ?? 0)),
  )
  const gap = mx.map((value, i) => value - (my[i] ?? 0))
  const solved = solve(scaled.map((row, i) => [...row, gap[i] ?? 0]))
  let w = size * gap.reduce((sum, value, i) => sum + value * (solved[i] ?? 0), 0)
  if (Math.max(n, m) < 25) w *= 1 / (1 + size ** -0.45 + 10.1 * (n ** -1.7 + m ** -1.7))
  return chiSquareSf(w, scaled.length)
}

function means(rows: readonly (readonly number[])[]): readonly number[] {
  return (rows[0] ?? []).map((_, j) => rows.reduce((sum, row) => sum + (row[j] ?? 0), 0) / rows.length)
}

/** With n in the denominator. */
function covariance(
  rows: readonly (readonly number[])[],
  middle: readonly number[],
): readonly (readonly number[])[] {
  return middle.map((a, i) =>
    middle.map(
      (b, j) => rows.reduce((sum, row) => sum + ((row[i] ?? 0) - a) * ((row[j] ?? 0) - b), 0) / rows.length,
    ),
  )
}

/** Linear between order statistics, as NumPy. */
function quantile(sorted: readonly number[], q: number): number {
  const at = q * (sorted.length - 1)
  const low = Math.floor(at)
  const [a = 0, b = a] = [sorted[low], sorted[low + 1]]
  return a + (at - low) * (b - a)
}
