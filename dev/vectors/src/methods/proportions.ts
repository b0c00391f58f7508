import {
  demandOpenUnit,
  demandProportion,
  type Interval,
  normalUpperQuantile,
  type Share,
} from '@sluice/stats'

/** Wilson's interval with continuity correction (Newcombe 1998, method 4). */
export function wilsonCorrected(k: number, n: number, confidence = 0.95): Interval {
  demandProportion(k, n, 'a proportion')
  demandOpenUnit(confidence, 'the confidence')
  const z = normalUpperQuantile((1 - confidence) / 2)
  const p = k / n
  const q = 1 - p
  const scale = 2 * (n + z * z)
  const centre = (2 * n * p + z * z) / scale
  const below = (1 + z * Math.sqrt(Math.max(0, z * z - 2 - 1 / n + 4 * p * (n * q + 1)))) / scale
  const above = (1 + z * Math.sqrt(Math.max(0, z * z + 2 - 1 / n + 4 * p * (n * q - 1)))) / scale
  return { low: k === 0 ? 0 : Math.max(0, centre - below), high: k === n ? 1 : Math.min(1, centre + above) }
}

/** Upper limit of a proportion after no event in n trials, 1 - α^(1/n): about 3/n at 95 %. */
export function ruleOfThree(n: number, confidence = 0.95): number {
  demandProportion(0, n, 'a proportion')
  demandOpenUnit(confidence, 'the confidence')
  return -Math.expm1(Math.log1p(-confidence) / n)
}

/** z of the difference x - y with the pooled share in the error; 0 when no event, or nothing else, was seen. */
export function pooledZ(x: Share, y: Share): number {
  demandProportion(x.events, x.trials, 'the first arm')
  demandProportion(y.events, y.trials, 'the second arm')
  const pooled = (x.events + y.events) / (x.trials + y.trials)
  const square = pooled * (1 - pooled) * (1 / x.trials + 1 / y.trials)
  return square <= 0 ? 0 : (x.events / x.trials - y.events / y.trials) / Math.sqrt(square)
}
