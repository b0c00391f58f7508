import { logGamma, stirlingError } from '@sluice/stats'

const LOG_SQRT_TWO_PI = 0.91893853320467278

/** log of the beta function for positive a and b, free of the cancellation of three large log gammas. */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b)
  const large = Math.max(a, b)
  if (large < 10) return logGamma(a) + logGamma(b) - logGamma(a + b)
  const tail = stirlingError(large) - stirlingError(a + b)
  if (small < 10)
    return (
      logGamma(small) + tail + small - small * Math.log(a + b) + (large - 0.5) * Math.log1p(-small / (a + b))
    )
  return (
    stirlingError(small) +
    tail +
    LOG_SQRT_TWO_PI -
    0.5 * Math.log(large) +
    (small - 0.5) * Math.log(small / (a + b)) +
    large * Math.log1p(-small / (a + b))
  )
}
