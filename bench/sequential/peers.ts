import { kayenta } from '@sluice/compat'
import { binnedQuantile, binnedU, binsOfHistogram, normalSf, type Bins, type TwoArms } from '@sluice/stats'
import type { Arm, Samples } from '@sluice/verdict'
import { KAYENTA, RIVALS, type Rule } from './rivals.ts'

/** One standardised difference for each look, and the same for everything up to it. */
interface Scores {
  readonly each: readonly number[]
  readonly sofar: readonly number[]
}

/** One-sided z of the difference of rates, pooled. */
function rateScores(rollout: readonly TwoArms[]): Scores {
  const z = ({ x, n, y, m }: TwoArms): number => {
    const pooled = (x + y) / (n + m)
    const spread = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return spread > 0 ? (x / n - y / m) / spread : 0
  }
  const total = { x: 0, n: 0, y: 0, m: 0 }
  const sofar = rollout.map(({ x, n, y, m }) => {
    total.x += x
    total.n += n
    total.y += y
    total.m += m
    return z(total)
  })
  return { each: rollout.map(z), sofar }
}

/** O'Brien and Fleming's five looks by the spending function of Lan and DeMets (1983), one-sided 5 %: R's gsDesign. */
const GROUP_SEQUENTIAL: readonly number[] = [4.229, 2.888, 2.298, 1.962, 1.74]

function groupSequential({ sofar }: Scores): boolean {
  return GROUP_SEQUENTIAL.some((bound, i) => (sofar[((i + 1) * sofar.length) / 5 - 1] ?? 0) > bound)
}

/** Tabular CUSUM (Page 1954) of each look's z, allowance 0.5 and limit 5 standard deviations, as textbooks have it. */
function cusum({ each }: Scores): boolean {
  let sum = 0
  return each.some((z) => {
    sum = Math.max(0, sum + z - 0.5)
    return sum > 5
  })
}

/** Robbins' mixture sequential probability ratio test of the difference (Johari et al. 2017), variance as estimated. */
function mixtureTest(base: number): Rule {
  return (rollout) => {
    const seen = { x: 0, n: 0, y: 0, m: 0 }
    return rollout.some(({ x, n, y, m }) => {
      seen.x += x
      seen.n += n
      seen.y += y
      seen.m += m
      const rate = (seen.x + seen.y) / (seen.n + seen.m)
      const variance = rate * (1 - rate) * (1 / seen.n + 1 / seen.m)
      return alarms(seen.x / seen.n - seen.y / seen.m, variance, (0.5 * base) ** 2)
    })
  }
}

function alarms(difference: number, variance: number, spread: number): boolean {
  const log =
    0.5 * Math.log(variance / (variance + spread)) +
    (difference ** 2 * spread) / (2 * variance * (variance + spread))
  return difference > 0 && log >= Math.log(1 / 0.05)
}

/** What others do with counts of errors at about 1 %. */
export const PEERS: Readonly<Record<string, Rule>> = {
  ...RIVALS,
  'CUSUM, k 0.5, h 5': (rollout) => cusum(rateScores(rollout)),
  'mSPRT of the difference': mixtureTest(0.01),
  "group sequential, O'Brien-Fleming, 5 looks": (rollout) => groupSequential(rateScores(rollout)),
}

/** Whether a rule raises the alarm at any look of latencies in buckets. */
export type LatencyRule = (samples: Samples) => boolean

/** z of Mann-Whitney's u in buckets, its ties left out, look by look and for everything so far. */
function rankScores(samples: Samples): Scores {
  const z = (candidate: Bins, baseline: Bins): number => {
    const [n, m] = [candidate.total, baseline.total]
    return (binnedU(candidate, baseline) - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12)
  }
  const looks = armsOf(samples)
  const add = (sum: number[], arm: Arm) => {
    if (arm.kind === 'histogram') arm.counts.forEach((count, i) => (sum[i] = (sum[i] ?? 0) + count))
  }
  const [candidate, baseline]: [number[], number[]] = [[], []]
  const sofar = samples.blocks.map((block) => {
    add(candidate, block.candidate)
    add(baseline, block.baseline)
    return block.candidate.kind === 'histogram'
      ? z(
          binsOfHistogram(block.candidate.bounds, candidate),
          binsOfHistogram(block.candidate.bounds, baseline),
        )
      : 0
  })
  return { each: looks.map((look) => z(look.candidate, look.baseline)), sofar }
}

function armsOf({ blocks }: Samples): readonly Readonly<Record<'candidate' | 'baseline', Bins>>[] {
  return blocks.flatMap(({ candidate, baseline }) =>
    candidate.kind === 'histogram' && baseline.kind === 'histogram'
      ? [
          {
            candidate: binsOfHistogram(candidate.bounds, candidate.counts),
            baseline: binsOfHistogram(baseline.bounds, baseline.counts),
          },
        ]
      : [],
  )
}

const p95s = (samples: Samples) =>
  armsOf(samples).map(({ candidate, baseline }) => ({
    candidate: binnedQuantile(candidate, 0.95),
    baseline: binnedQuantile(baseline, 0.95),
  }))

const beyond = (samples: Samples, ratio: number) =>
  p95s(samples).filter(({ candidate, baseline }) => candidate / baseline > ratio).length

/** What others do with latency. */
export const LATENCY_PEERS: Readonly<Record<string, LatencyRule>> = {
  'Mann-Whitney p<.05, every look': (samples) => rankScores(samples).sofar.some((z) => normalSf(z) < 0.05),
  'Kayenta (NetflixACAJudge) on p95 per look, every 5 looks': (samples) => {
    const looks = p95s(samples)
    const metric = { name: 'p95', groups: [], settings: KAYENTA }
    for (let count = 5; count <= looks.length; count += 5) {
      const control = looks.slice(0, count).map(({ baseline }) => baseline)
      const experiment = looks.slice(0, count).map(({ candidate }) => candidate)
      if (kayenta.judgeMetric(metric, { control, experiment }, false).label === 'High') return true
    }
    return false
  },
  'threshold: p95 ratio of a look > 1.1, failureLimit 3': (samples) => beyond(samples, 1.1) > 3,
  'threshold: p95 ratio of a look > 1.25, failureLimit 0': (samples) => beyond(samples, 1.25) > 0,
  'CUSUM of rank z, k 0.5, h 5': (samples) => cusum(rankScores(samples)),
  'mSPRT of the mean rank': (samples) => {
    const { sofar } = rankScores(samples)
    const looks = armsOf(samples)
    let total = 0
    return sofar.some((z, i) => {
      total += looks[i]?.candidate.total ?? 0
      const variance = 1 / 6 / total
      return alarms(z * Math.sqrt(variance), variance, 0.02 ** 2)
    })
  },
  "group sequential Mann-Whitney, O'Brien-Fleming, 5 looks": (samples) =>
    groupSequential(rankScores(samples)),
}
