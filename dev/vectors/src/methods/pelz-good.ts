const SQUARE = Math.PI * Math.PI
const FOURTH = SQUARE * SQUARE
const SIXTH = FOURTH * SQUARE

/** P(D_n < d) by the expansion of Pelz & Good (1976) in powers of n^(-1/2); for n above about 140. */
export function pelzGoodCdf(d: number, n: number): number {
  const z = Math.sqrt(n) * d
  const z2 = z * z
  const z4 = z2 * z2
  const z6 = z4 * z2
  const sums = [0, 0, 0, 0, 0, 0]
  const [k0, k1, k2, k3, whole2, whole3] = [0, 1, 2, 3, 4, 5]
  const add = (slot: number, value: number): void => {
    sums[slot] = (sums[slot] ?? 0) + value
  }
  for (let k = 0; k < 30; k++) {
    const h2 = (k + 0.5) ** 2
    const half = 2 * Math.exp((-SQUARE * h2) / (2 * z2))
    add(k0, half)
    add(k1, half * (SQUARE * h2 - z2))
    add(k2, half * (6 * z6 + 2 * z4 + SQUARE * (2 * z4 - 5 * z2) * h2 + FOURTH * (1 - 2 * z2) * h2 * h2))
    const odd = SIXTH * h2 ** 3 * (5 - 30 * z2) + FOURTH * h2 * h2 * (-60 * z2 + 212 * z4)
    add(k3, half * (odd + SQUARE * h2 * (135 * z4 - 96 * z6) - 30 * z6 - 90 * z4 * z4))
    const w2 = k * k
    const whole = 2 * Math.exp((-SQUARE * w2) / (2 * z2))
    add(whole2, whole * SQUARE * w2)
    add(whole3, whole * (-FOURTH * w2 * w2 + 3 * SQUARE * w2 * z2))
  }
  const [s0 = 0, s1 = 0, s2 = 0, s3 = 0, w2 = 0, w3 = 0] = sums
  const root = Math.sqrt(Math.PI / 2)
  const first = (Math.sqrt(2 * Math.PI) / z) * (s0 / 2)
  const second = (root * s1) / (6 * z4)
  const third = (root * s2) / (72 * z6 * z) - (root * w2) / (36 * z2 * z)
  const fourth = (root * s3) / (6480 * z6 * z4) + (root * w3) / (216 * z6)
  return Math.min(1, Math.max(0, first + second / Math.sqrt(n) + third / n + fourth / n ** 1.5))
}
