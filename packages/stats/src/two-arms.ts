/** Events and exposure of both arms in one interval: x of n in the candidate, y of m in the baseline. */
export interface TwoArms {
  readonly x: number
  readonly n: number
  readonly y: number
  readonly m: number
}

/** `bernoulli`: events among trials. `poisson`: events over an exposure. */
export type EventLaw = 'bernoulli' | 'poisson'

/** False for a block that can say nothing about a ratio: no events, or an arm without exposure. */
export function informsRatio({ x, n, y, m }: TwoArms): boolean {
  return x + y > 0 && n > 0 && m > 0
}

/** Probability that an event falls into the candidate when its rate is `ratio` times the baseline's. */
export function eventShare({ n, m }: TwoArms, ratio: number): number {
  return (n * ratio) / (n * ratio + m)
}
