import { demand, demandOpenUnit } from './errors.ts'

/** Half-width of the band around the distribution function of n values, looked at once (Dvoretzky, Kiefer, Wolfowitz; Massart 1990). */
export function massartHalfWidth(n: number, alpha: number): number {
  demandOpenUnit(alpha, 'alpha')
  demand(n >= 1 && n < Infinity, () => `the band needs at least one value, got ${n}`)
  return Math.sqrt(Math.log(2 / alpha) / (2 * n))
}
