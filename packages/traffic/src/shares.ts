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

/** The largest error of binary fractions in a share that is meant to be exact, in points. */
const EXACT = 1e-6

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
    `this router has two arms, ${BASELINE} and ${CANDIDATE}; it was asked to send traffic to ${others.map(({ arm }) => arm).join(', ')}`,
    'Use a router with more arms, or no control group.',
  )
}

/** Returns the shares. Throws `BAD_INPUT` unless each is from 0 to 100, no arm stands twice and all add up to 100. */
export function checkedShares(shares: Shares): Shares {
  const total = shares.reduce((sum, { share }) => sum + share, 0)
  const inRange = shares.every(({ share }) => share >= 0 && share <= 100)
  const unique = new Set(shares.map(({ arm }) => arm)).size === shares.length
  if (inRange && unique && Math.abs(total - 100) <= EXACT) return shares
  throw new UserError(
    'BAD_INPUT',
    `weight: shares must be from 0 to 100 percent and add up to 100, got ${sharesText(shares)}`,
    'Fix the weight.',
  )
}

/** Whether two divisions are the same within `tolerance` points. 0 and 100 must be exact. */
export function sameShares(seen: Shares, asked: Shares, tolerance: number): boolean {
  const arms = new Set([...seen, ...asked].map(({ arm }) => arm))
  return [...arms].every((arm) => {
    const wanted = shareTo(asked, arm)
    const allowed = wanted === 0 || wanted === 100 ? EXACT : tolerance
    return Math.abs(shareTo(seen, arm) - wanted) <= allowed
  })
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
