import { demand, demandOpenUnit, normalUpperQuantile } from '@sluice/stats'

/** Total requests of a single look with unequal arms, one-sided z test of two shares at the given power. */
export function fixedTotal(
  baseRate: number,
  ratio: number,
  share: number,
  alpha: number,
  power: number,
): number {
  demand(baseRate > 0 && baseRate <= 1, () => `the base rate must lie in (0, 1], got ${baseRate}`)
  demandOpenUnit(share, "the candidate's share")
  demandOpenUnit(alpha, 'alpha')
  demandOpenUnit(power, 'the power')
  const other = baseRate * ratio
  demand(other >= 0 && other <= 1, () => `the candidate's rate must lie in [0, 1], got ${other}`)
  const pooled = share * other + (1 - share) * baseRate
  const under = Math.sqrt(pooled * (1 - pooled) * (1 / share + 1 / (1 - share)))
  const against = Math.sqrt((other * (1 - other)) / share + (baseRate * (1 - baseRate)) / (1 - share))
  const reach = normalUpperQuantile(alpha) * under + normalUpperQuantile(1 - power) * against
  return (reach / (other - baseRate)) ** 2
}

/** Values per arm of a balanced z test of two shares, as R's power.prop.test (not rounded). */
export function perArmForPower(
  p1: number,
  p2: number,
  { power, alpha, sides = 1 }: { readonly power: number; readonly alpha: number; readonly sides?: 1 | 2 },
): number {
  demand(
    [p1, p2].every((p) => p >= 0 && p <= 1) && p1 !== p2,
    () => `need two different shares, got ${p1} and ${p2}`,
  )
  demandOpenUnit(power, 'the power')
  demandOpenUnit(alpha, 'alpha')
  const pooled = (p1 + p2) / 2
  const under = Math.sqrt(2 * pooled * (1 - pooled))
  const against = Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
  const reach = normalUpperQuantile(alpha / sides) * under + normalUpperQuantile(1 - power) * against
  return (reach / (p1 - p2)) ** 2
}
