import { UserError } from '@sluice/action'

/** The two arms that every router knows. */
export const BASELINE = 'baseline'
export const CANDIDATE = 'candidate'

/** One arm's part of the traffic, in percent. */
export interface ArmShare {
  readonly arm: string
  readonly share: number
}

/** How traffic is divided among named arms. The shares add up to 100; an arm that is not listed gets nothing. */
export type Shares = readonly ArmShare[]

/** The candidate gets `weight` percent and the baseline the rest; six decimals at most. */
export function toCandidate(weight: number): Shares {
  return [
    { arm: BASELINE, share: Number((100 - weight).toFixed(6)) },
    { arm: CANDIDATE, share: weight },
  ]
}

/** An arm's share in percent; 0 for an arm that is not listed. */
export function shareTo(shares: Shares, arm: string): number {
  return shares.find((part) => part.arm === arm)?.share ?? 0
}

/** The candidate's share in percent. */
export function candidateShare(shares: Shares): number {
  return shareTo(shares, CANDIDATE)
}

/** The candidate's share, for a router with two arms. Throws `ROUTER_REFUSED` if another arm gets traffic. */
export function candidateOfTwo(shares: Shares): number {
  const others = shares.filter(({ arm, share }) => share > 0 && arm !== BASELINE && arm !== CANDIDATE)
  if (others.length === 0) return candidateShare(shares)
  throw new UserError(
    'ROUTER_REFUSED',
    `this router has two arms, ${BASELINE} and ${CANDIDATE}; it cannot send traffic to ${others.map(({ arm }) => arm).join(', ')}`,
    'Use a router with more arms, or remove the control group.',
  )
}

/** `5%` for two arms, where the candidate's share says all; `baseline 90%, candidate 5%, control 5%` for more. */
export function sharesText(shares: Shares): string {
  const two = shares.every(({ arm }) => arm === BASELINE || arm === CANDIDATE)
  if (two) return shareText(candidateShare(shares))
  return shares.map(({ arm, share }) => `${arm} ${shareText(share)}`).join(', ')
}

/** A share with at most two decimals, `12.5%`. */
export function shareText(share: number): string {
  return `${Number(share.toFixed(2))}%`
}
