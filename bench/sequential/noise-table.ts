import { LATENCY_NOISES, coldStarts, latencyPeers, latencyRates } from './noise-latency.ts'
import { NOISES, type Noise } from './noise-kinds.ts'
import { meanRates } from './noise-means.ts'
import { LOOKS, noisyRollout, ourRates, RATE_CASES, seedsOf, type Rates } from './noise-rates.ts'
import { LATENCY_PEERS, PEERS } from './peers.ts'
import { SHARED_NOISES, sharedRates } from './noise-shared.ts'
import { CROWDS, stickyCounts, stickyRates } from './sticky.ts'
import { quantileOf, show } from './show.ts'

/** k of n with its Wilson interval at 95 %, in percent. */
function wilson(k: number, n: number): string {
  const [p, z] = [k / n, 1.96]
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n)
  const percent = (value: number) => (100 * Math.max(0, value)).toFixed(1)
  return `${percent(p)} [${percent(centre - half)}, ${percent(centre + half)}]`
}

const looksOf = (found: readonly number[]): string => {
  const median = quantileOf(found, 0.5)
  const share = (100 * found.filter(Number.isFinite).length) / found.length
  return `${Number.isFinite(median) ? median : 'never'} (${share.toFixed(0)} %)`
}

const rowOf = (name: string, runs: number, { falseAlarms, wrongPasses, half, double }: Rates) => [
  name,
  wilson(falseAlarms, runs),
  wilson(wrongPasses, runs),
  looksOf(half),
  looksOf(double),
]

const HEAD = ['noise in each arm', 'false alarms, %', 'wrong passes at the margin, %']

const PASTS: Readonly<Record<string, (noise: Noise) => Noise | null>> = {
  'with a history of the same noise': (noise) => noise,
  'with a history of independent requests': () => NOISES['iid'] ?? null,
  'without a history': () => null,
}

const SHARES = [0.5, 0.05]
const splitOf = (share: number) => `${100 * share}/${100 - 100 * share}`

/** Errors among requests. */
function rates(runs: number): void {
  for (const share of SHARES)
    for (const [what, pastOf] of Object.entries(PASTS))
      show(
        `1 % errors, margin 50 %, ${what}, ${splitOf(share)}, ${runs} rollouts of ${LOOKS} looks`,
        [...HEAD, 'looks to x1.5', 'looks to x2'],
        Object.entries(NOISES).map(([name, noise]) =>
          rowOf(name, runs, ourRates(runs, noise, share, pastOf(noise))),
        ),
      )
}

/** Noise that both arms share, by a history that tells two halves of the baseline's instances apart, and by one that does not. */
function sharedNoise(runs: number): void {
  for (const halves of [true, false])
    show(
      `1 % errors, margin 50 %, with a history of ${halves ? 'two halves' : 'the whole baseline'}, 50/50, ${runs} rollouts of ${LOOKS} looks`,
      [...HEAD, 'looks to x1.5', 'looks to x2'],
      Object.entries(SHARED_NOISES).map(([name, kind]) => rowOf(name, runs, sharedRates(runs, kind, halves))),
    )
}

/** Absolute margins, and rates that are not rare. */
function forms(runs: number): void {
  for (const [what, pastOf] of Object.entries(PASTS))
    for (const [name, rate] of Object.entries(RATE_CASES))
      show(
        `${name}, ${what}, 50/50, ${runs} rollouts of ${LOOKS} looks`,
        [...HEAD, 'looks to x1.5', 'looks to x2'],
        Object.entries(NOISES)
          // Noise that would take a rate of 20 % beyond 100 % is another one then.
          .filter(([noise]) => rate.base < 0.1 || !/CV 1|x20|×20/.test(noise))
          .map(([noise, law]) => rowOf(noise, runs, ourRates(runs, law, 0.5, pastOf(law), rate))),
      )
}

/** Means of values. */
function means(runs: number): void {
  for (const share of SHARES)
    for (const [what, pastOf] of Object.entries(PASTS))
      show(
        `Means, margin 2.5 %, ${what}, ${splitOf(share)}, ${runs} rollouts of ${LOOKS} looks`,
        [...HEAD, 'looks to +2.5 %', 'looks to +5 %'],
        Object.entries(NOISES).map(([name, noise]) =>
          rowOf(name, runs, meanRates(runs, noise, share, pastOf(noise))),
        ),
      )
}

/** Latency whose level wanders in each version, and a cold start. */
function latency(runs: number): void {
  show(
    `p95 in 249 buckets, margin 10 %, 50/50, ${runs} rollouts of 60 looks of 1,000 values in each version`,
    [
      'noise',
      'false alarms, %',
      'wrong passes at +10 %, %',
      '+30 % found, %',
      'looks to pass',
      'looks to +10 %',
    ],
    LATENCY_NOISES.flatMap((name) =>
      [true, false].map((history) => {
        const { falseAlarms, wrongPasses, found, looks } = latencyRates(runs, name, history)
        return [
          `${name}, ${history ? 'with' : 'without'} a history`,
          wilson(falseAlarms, runs),
          wilson(wrongPasses, runs),
          wilson(found, runs),
          looksOf(looks.pass),
          looksOf(looks.edge),
        ]
      }),
    ),
  )
  const cold = coldStarts(runs)
  show(
    `A sound version whose first look is three times as slow, ${runs} rollouts, %`,
    ['warm-up', 'fails'],
    [
      ['none', wilson(cold.without, runs)],
      ['the first look left out', wilson(cold.with, runs)],
    ],
  )
}

/** Users who stay with a version. */
function sticky(runs: number): void {
  for (const share of SHARES)
    show(
      `200 users who stay with a version, ${splitOf(share)}, ${runs} rollouts of 40 looks`,
      ['users', 'false alarms, %', 'wrong passes at +50 %, %', 'x3 found, %'],
      Object.entries(CROWDS).flatMap(([name, crowd]) =>
        [true, false].map((units) => {
          const { falseAlarms, wrongPasses, found } = stickyRates(runs, crowd, share, units)
          return [
            `${name}, by ${units ? 'users' : 'requests'}`,
            wilson(falseAlarms, runs),
            wilson(wrongPasses, runs),
            wilson(found, runs),
          ]
        }),
      ),
    )
}

const FEW_USERS = [20, 30, 40, 60, 100]

/** Few users, of whom the judge needs ten that count alike in each version before it says anything. */
function fewUsers(runs: number): void {
  show(
    `Few users who stay with a version, by users, 50/50, ${runs} rollouts of 40 looks`,
    ['users', 'false alarms, %', 'wrong passes at +50 %, %', 'x3 found, %'],
    Object.entries(CROWDS).flatMap(([name, crowd]) =>
      FEW_USERS.map((count) => {
        const { falseAlarms, wrongPasses, found } = stickyRates(runs, crowd, 0.5, true, count)
        return [
          `${count}, ${name}`,
          wilson(falseAlarms, runs),
          wilson(wrongPasses, runs),
          wilson(found, runs),
        ]
      }),
    ),
  )
}

/** Other rules on the same seeds. They promote what they do not fail: the second figure is how often +50 % was promoted. */
function peers(runs: number): void {
  const pair = (failed: number, edge: number) => `${wilson(failed, runs)} / ${wilson(runs - edge, runs)}`
  for (const share of SHARES)
    show(
      `Others, ${splitOf(share)}, ${runs} rollouts: false alarms / x1.5 promoted, %`,
      ['rule', ...Object.keys(NOISES)],
      Object.entries(PEERS).map(([name, rule]) => [
        name,
        ...Object.values(NOISES).map((noise) => {
          const alarms = (ratio: number) =>
            seedsOf(runs).filter((seed) => rule(noisyRollout(seed, noise, share, ratio))).length
          return pair(alarms(1), alarms(1.5))
        }),
      ]),
    )
  show(
    `Others on users who stay with a version, 50/50, ${runs} rollouts: false alarms / x1.5 promoted, %`,
    ['rule', ...Object.keys(CROWDS)],
    Object.entries(PEERS).map(([name, rule]) => [
      name,
      ...Object.values(CROWDS).map((crowd) => {
        const alarms = (ratio: number) =>
          seedsOf(runs).filter((seed) => rule(stickyCounts(seed, crowd, 0.5, ratio))).length
        return pair(alarms(1), alarms(1.5))
      }),
    ]),
  )
}

/** Other rules on latency. */
function othersOnLatency(runs: number): void {
  const seen = LATENCY_NOISES.map((noise) => [noise, latencyPeers(runs, noise, LATENCY_PEERS)] as const)
  show(
    `Others on p95, 50/50, ${runs} rollouts, %`,
    ['rule', 'noise', 'false alarms', 'alarms if the first look is cold', '+10 % promoted', '+30 % found'],
    Object.keys(LATENCY_PEERS).flatMap((rule) =>
      seen.map(([noise, alarms]) => {
        const { falseAlarms = NaN, cold = NaN, edge = NaN, found = NaN } = alarms[rule] ?? {}
        return [rule, noise, ...[falseAlarms, cold, runs - edge, found].map((count) => wilson(count, runs))]
      }),
    ),
  )
}

/** The parts of the table. */
const PARTS: Readonly<Record<string, (runs: number) => void>> = {
  rates,
  sticky,
  'few-users': fewUsers,
  latency,
  peers,
  means,
  forms,
  shared: sharedNoise,
  'latency-peers': othersOnLatency,
}

/** The judge and its peers where each arm has noise of its own; `parts` names some of them, none means all. */
export function noiseTables(runs: number, parts: readonly string[]): void {
  for (const [name, table] of Object.entries(PARTS))
    if (parts.length === 0 || parts.includes(name)) table(runs)
}
