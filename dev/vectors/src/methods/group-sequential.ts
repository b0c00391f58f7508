import { alphaSpent, type Spending } from './spending.ts'
import { at, bisectRoot, demand, normalSf, normalUpperQuantile } from '@sluice/stats'

const R = 32
// No density is left to speak of beyond; a look that may spend nothing has its boundary at infinity.
const FAR = 12

/** Density of the standard normal law. */
function normalPdf(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)
}

/** One look of a group-sequential design: reject when z reaches the boundary. */
export interface SequentialLook {
  readonly information: number
  readonly z: number
  readonly cumulativeAlpha: number
}

interface Density {
  readonly z: Float64Array
  /** Simpson weight times the density of surviving so far. */
  readonly mass: Float64Array
}

/** Jennison & Turnbull's grid (2000, section 19.3) cut at `top`, with Simpson's rule between its points. */
function grid(top: number): { readonly z: Float64Array; readonly weight: Float64Array } {
  const points: number[] = []
  for (let i = 1; i < 6 * R; i++) {
    const point =
      i < R
        ? -3 - 4 * Math.log(R / i)
        : i <= 5 * R
          ? -3 + (3 * (i - R)) / (2 * R)
          : 3 + 4 * Math.log(R / (6 * R - i))
    if (point < top) points.push(point)
  }
  points.push(top)
  const z = new Float64Array(2 * points.length - 1)
  const weight = new Float64Array(z.length)
  points.forEach((point, i) => {
    z[2 * i] = point
    const next = points[i + 1]
    if (next === undefined) return
    z[2 * i + 1] = (point + next) / 2
    const step = (next - point) / 6
    weight[2 * i] = at(weight, 2 * i) + step
    weight[2 * i + 1] = 4 * step
    weight[2 * i + 2] = step
  })
  return { z, weight }
}

function firstDensity(top: number): Density {
  const { z, weight } = grid(top)
  return { z, mass: z.map((value, i) => at(weight, i) * normalPdf(value)) }
}

function nextDensity(before: Density, from: number, to: number, top: number): Density {
  const { z, weight } = grid(top)
  const spread = Math.sqrt(to - from)
  const mass = z.map((value, i) => {
    let density = 0
    for (let j = 0; j < before.z.length; j++) {
      const step = (value * Math.sqrt(to) - at(before.z, j) * Math.sqrt(from)) / spread
      density += at(before.mass, j) * normalPdf(step)
    }
    return at(weight, i) * density * Math.sqrt(to / (to - from))
  })
  return { z, mass }
}

function crossing(before: Density, from: number, to: number, z: number): number {
  let chance = 0
  for (let j = 0; j < before.z.length; j++) {
    chance +=
      at(before.mass, j) *
      normalSf((z * Math.sqrt(to) - at(before.z, j) * Math.sqrt(from)) / Math.sqrt(to - from))
  }
  return chance
}

/**
 * One-sided efficacy boundaries of a group-sequential test, by recursive integration; `information` are the
 * shares of the planned total at each look, rising to at most 1. Agrees with R's rpact to about 1e-5.
 */
export function groupSequentialBounds(
  information: readonly number[],
  alpha: number,
  spending: Spending,
): readonly SequentialLook[] {
  const rising = information.every((share, i) => share > (information[i - 1] ?? 0) && share <= 1)
  demand(
    information.length > 0 && rising,
    () => `information must rise within (0, 1], got ${information.join(', ')}`,
  )
  const looks: SequentialLook[] = []
  let density: Density | undefined
  let [from, spent] = [0, 0]
  for (const share of information) {
    const cumulativeAlpha = alphaSpent(spending, share, alpha)
    const level = cumulativeAlpha - spent
    const before = density
    const start = from
    const z =
      before === undefined || level <= 0
        ? normalUpperQuantile(Math.max(0, level))
        : bisectRoot((value) => crossing(before, start, share, value) - level, -10, 40, 1e-12)
    looks.push({ information: share, z, cumulativeAlpha })
    density =
      before === undefined
        ? firstDensity(Math.min(z, FAR))
        : nextDensity(before, start, share, Math.min(z, FAR))
    ;[from, spent] = [share, cumulativeAlpha]
  }
  return looks
}
