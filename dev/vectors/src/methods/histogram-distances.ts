import { at, binShares, type Numbers } from '@sluice/stats'

/** Hellinger distance, 0 to 1. */
export function hellinger(x: Numbers, y: Numbers): number {
  const [p, q] = binShares(x, y)
  let total = 0
  for (let i = 0; i < p.length; i++) total += (Math.sqrt(at(p, i)) - Math.sqrt(at(q, i))) ** 2
  return Math.sqrt(total / 2)
}

/** Total variation distance, 0 to 1: the share of one histogram that must move to become the other. */
export function totalVariation(x: Numbers, y: Numbers): number {
  const [p, q] = binShares(x, y)
  let total = 0
  for (let i = 0; i < p.length; i++) total += Math.abs(at(p, i) - at(q, i))
  return total / 2
}
