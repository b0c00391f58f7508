import type { TwoArms } from '@sluice/stats'
import type { Block, MetricPolicy, Samples } from '@sluice/verdict'
import { seedsOf } from './noise-rates.ts'
import { judgeSamples } from './ours.ts'
import { randomOf, type Random } from './random.ts'
import { metricOf, policyOf } from './traffic.ts'

/** Users of both versions together. */
const USERS = 200
const LOOKS = 40
const REQUESTS = 2000
const BASE = 0.01
const MARGIN = { value: 0.5, of: 'baseline' } as const

/** How many requests each of so many users sends, by some scale, and how often they fail. */
interface Crowd {
  readonly volume: (random: Random, user: number, users: number) => number
  readonly errors: (random: Random, user: number) => number
}

const pareto = (random: Random, shape: number) => (1 - random.uniform()) ** (-1 / shape)
const uneven = (random: Random) => Math.min(1, BASE * random.gamma(0.25) * 4)

/** The crowds of issue 14's table. */
export const CROWDS: Readonly<Record<string, Crowd>> = {
  'light-tailed': { volume: (random) => pareto(random, 5), errors: uneven },
  'heavy-tailed': { volume: (random) => pareto(random, 1.3), errors: uneven },
  'one user of 3 %, ×20 errors': {
    volume: (_, user, users) => (user === 0 ? ((users - 1) * 0.03) / 0.97 : 1),
    errors: (_, user) => (user === 0 ? 20 * BASE : BASE),
  },
}

/** A rollout in which every user stays with one version; blocks carry what each user did. */
function stickyRollout(seed: number, crowd: Crowd, share: number, ratio: number, count = USERS): Samples {
  const random = randomOf(seed)
  const users = Array.from({ length: count }, (_, user) => ({
    user,
    volume: crowd.volume(random, user, count),
    errors: crowd.errors(random, user),
    candidate: random.uniform() < share,
  }))
  const all = users.reduce((sum, { volume }) => sum + volume, 0)
  const blocks = Array.from({ length: LOOKS }, (_, look): Block => {
    const rows = users.map(({ user, volume, errors, candidate }) => {
      const requests = random.poisson((REQUESTS * volume) / all)
      const events = random.binomial(requests, Math.min(1, errors * (candidate ? ratio : 1)))
      return { candidate, row: [user, events, requests] as const }
    })
    const arm = (which: boolean) => {
      const each = rows.flatMap(({ candidate, row }) => (candidate === which && row[2] > 0 ? [row] : []))
      const total = (place: 1 | 2) => each.reduce((sum, row) => sum + row[place], 0)
      return { kind: 'proportion', events: total(1), trials: total(2), units: { each } } as const
    }
    return { from: look, to: look + 1, weight: 100 * share, candidate: arm(true), baseline: arm(false) }
  })
  return { metric: 'errors', blocks }
}

/** The same counted by requests. */
export function stickyCounts(seed: number, crowd: Crowd, share: number, ratio: number): readonly TwoArms[] {
  return stickyRollout(seed, crowd, share, ratio).blocks.flatMap(({ candidate, baseline }) =>
    candidate.kind === 'proportion' && baseline.kind === 'proportion'
      ? [{ x: candidate.events, n: candidate.trials, y: baseline.events, m: baseline.trials }]
      : [],
  )
}

/** What the judge does with a crowd, by users or by requests. */
export function stickyRates(runs: number, crowd: Crowd, share: number, units: boolean, count = USERS) {
  const metric: MetricPolicy = metricOf('errors', { margin: MARGIN, ...(units ? { units: 'users' } : {}) })
  const alarms = policyOf([metric], { never: true })
  const passes = policyOf([metric], { failWhen: 'certainly-beyond-margin' })
  const seeds = seedsOf(runs)
  const failed = (ratio: number) =>
    seeds.filter((seed) => {
      const { outcome } = judgeSamples(alarms, [stickyRollout(seed, crowd, share, ratio, count)])
      return outcome === 'fail'
    }).length
  const wrong = seeds.filter((seed) => {
    const { outcome } = judgeSamples(passes, [stickyRollout(seed, crowd, share, 1 + MARGIN.value, count)])
    return outcome === 'pass'
  })
  return { falseAlarms: failed(1), wrongPasses: wrong.length, found: failed(3) }
}
