// Kayenta's settings: the tolerance is absolute, so a metric in seconds and the same one in microseconds differ.
const TOLERANCE = 1e-4
const MAX_ITERATIONS = 1000
const EPSILON = Number.EPSILON

interface Bracket {
  readonly a: number
  readonly fa: number
  readonly b: number
  readonly fb: number
  readonly c: number
  readonly fc: number
}

/**
 * The root of `f` between `low` and `high` by Brent's method, following R's `zeroin` step by step: on the step
 * functions given to it here, the order of the steps decides which side of a jump is returned.
 */
export function brentRoot(low: number, high: number, f: (x: number) => number): number {
  const fLow = f(low)
  let state: Bracket = { a: low, fa: fLow, b: high, fb: f(high), c: low, fc: fLow }
  if (state.fa === 0) return low
  if (state.fb === 0) return high
  for (let pass = 0; pass <= MAX_ITERATIONS; pass++) {
    const previous = state.b - state.a
    state = Math.abs(state.fc) < Math.abs(state.fb) ? bestLast(state) : state
    const { b, fb, c } = state
    const tolerance = 2 * EPSILON * Math.abs(b) + TOLERANCE / 2
    const half = (c - b) / 2
    if (Math.abs(half) <= tolerance || fb === 0) return b
    const step = atLeast(nextStep(state, previous, half, tolerance), tolerance)
    state = advance(state, b + step, f(b + step))
  }
  return state.b
}

function bestLast({ b, fb, c, fc }: Bracket): Bracket {
  return { a: b, fa: fb, b: c, fb: fc, c: b, fc: fb }
}

/** Interpolates where that promises progress, bisects elsewhere. */
function nextStep(state: Bracket, previous: number, half: number, tolerance: number): number {
  const { a, fa, b, fb, c } = state
  if (!(Math.abs(previous) >= tolerance && Math.abs(fa) > Math.abs(fb))) return half
  const guess = a === c ? secant(state) : inverseQuadratic(state)
  const p = guess.p > 0 ? guess.p : -guess.p
  const q = guess.p > 0 ? -guess.q : guess.q
  const near = p < 0.75 * (c - b) * q - Math.abs(tolerance * q) / 2
  return near && p < Math.abs((previous * q) / 2) ? p / q : half
}

function secant({ b, fb, c, fa }: Bracket): { p: number; q: number } {
  const t = fb / fa
  return { p: (c - b) * t, q: 1 - t }
}

function inverseQuadratic({ a, fa, b, fb, c, fc }: Bracket): { p: number; q: number } {
  const q = fa / fc
  const t1 = fb / fc
  const t2 = fb / fa
  return {
    p: t2 * ((c - b) * q * (q - t1) - (b - a) * (t1 - 1)),
    q: (q - 1) * (t1 - 1) * (t2 - 1),
  }
}

function atLeast(step: number, tolerance: number): number {
  if (!(Math.abs(step) < tolerance)) return step
  return step > 0 ? tolerance : -tolerance
}

function advance({ b, fb, c, fc }: Bracket, next: number, value: number): Bracket {
  const sameSide = (value > 0 && fc > 0) || (value < 0 && fc < 0)
  return sameSide
    ? { a: b, fa: fb, b: next, fb: value, c: b, fc: fb }
    : { a: b, fa: fb, b: next, fb: value, c, fc }
}
