import { judge, rejudge } from '@sluice/compat'
import { learnHistories } from '@sluice/judge'
import {
  conclude,
  digestOf,
  encode,
  decode,
  type Arm,
  type Block,
  type Policy,
  type Samples,
  type Verdict,
} from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { replayed } from '../../support/replayed.ts'
import { binomial, failures, metric, normal, policy, seeded, steady } from './sequential/rollout.ts'

const NOTHING: Arm = { kind: 'absent', absence: 'not_observed' }

/** Blocks of the baseline alone. */
function past(arms: readonly Arm[], name = 'error rate', seconds = 60): Samples {
  const blocks = arms.map((baseline, i): Block => ({
    from: i * seconds * 1000,
    to: (i + 1) * seconds * 1000,
    weight: 0,
    baseline,
    candidate: NOTHING,
  }))
  return { metric: name, blocks }
}

/** So many minutes of 2,000 requests of which 1 % fail; `shaken` is the factor on that rate in each. */
function minutes(count: number, shaken: (random: () => number) => number, seed = 1): readonly Arm[] {
  const random = seeded(seed)
  return Array.from({ length: count }, () => ({
    kind: 'proportion',
    events: binomial(random, 2000, 0.01 * shaken(random)),
    trials: 2000,
  }))
}

const calm = () => 1
const wild = (random: () => number) => Math.exp(0.6 * normal(random) - 0.18)

function judged(rules: Policy, samples: Samples) {
  const [evidence] = judge(rules, [samples])
  if (evidence === undefined) throw new Error('no evidence')
  return evidence
}

describe('what the past of the baseline shows', () => {
  test('noise that both halves of the instances have is left out, and noise of one half is not', () => {
    const random = seeded(11)
    const halved = (own: boolean): Samples => {
      const blocks = Array.from({ length: 400 }, (_, i): Block => {
        const shared = wild(random)
        const [half, rest] = [0, 1].map(() => binomial(random, 1000, 0.01 * (own ? wild(random) : shared)))
        return {
          from: i * 60_000,
          to: (i + 1) * 60_000,
          weight: 0,
          baseline: { kind: 'proportion', events: (half ?? 0) + (rest ?? 0), trials: 2000 },
          candidate: { kind: 'proportion', events: half ?? 0, trials: 1000 },
        }
      })
      return { metric: 'error rate', blocks }
    }
    const learn = (samples: Samples) => learnHistories(policy(), [samples]).policy
    const history = (samples: Samples) => learn(samples).metrics[0]?.history
    const shared = history(halved(false))
    expect(shared).toMatchObject({ halves: true, blocks: 400 })
    expect(shared?.rate?.lrv).toBeLessThan(0.05)
    expect(shared?.rate?.alone).toBeGreaterThan(0.2)
    expect(history(halved(true))?.rate?.lrv).toBeGreaterThan(0.2)
    const rollout = failures(seeded(2), steady(5, { weight: 50, requests: 2000, base: 0.01 }))
    const { notes = [] } = judged(learn(halved(false)), rollout)
    expect(notes.join(' ')).toContain("Events of two halves of the baseline's instances differed")
  })

  test.each([
    ['twenty times as many errors for 150 minutes', 20, 150],
    ['ten times as many for three hours in a tenth of it', 1.9, 180],
  ])('a half that was sick, with %s, is no noise: the whole is learned from', (_, times, minutesSick) => {
    const random = seeded(12)
    const blocks = Array.from({ length: 1440 }, (_block, i): Block => {
      const sick = i >= 400 && i < 400 + minutesSick ? times : 1
      const half = binomial(random, 1000, 0.01 * sick)
      const events = half + binomial(random, 1000, 0.01)
      return {
        from: i * 60_000,
        to: (i + 1) * 60_000,
        weight: 0,
        baseline: { kind: 'proportion', events, trials: 2000 },
        candidate: { kind: 'proportion', events: half, trials: 1000 },
      }
    })
    const [metric_] = learnHistories(policy(), [{ metric: 'error rate', blocks }]).policy.metrics
    expect(metric_?.history?.halves).toBeUndefined()
  })

  test('travels in the policy, and the evidence says that noise was learned and how much', () => {
    const { policy: learned, missing } = learnHistories(policy(), [past(minutes(400, wild))])
    expect(missing).toEqual([])
    const [{ history }] = learned.metrics as readonly [Policy['metrics'][number]]
    expect(history).toMatchObject({ blocks: 400, seconds: 60 })
    expect(history?.rate?.lrv).toBeGreaterThan(0.2)
    const evidence = judged(
      learned,
      failures(seeded(2), steady(5, { weight: 50, requests: 2000, base: 0.01 })),
    )
    expect(evidence.noise).toBe('learned')
    expect(evidence.notes?.[0]).toMatch(
      /^Events of the baseline varied [23](\.\d)? times as much as chance alone from one interval to the next \(400 intervals of 60 s\)\.$/,
    )
  })

  test('an outage just before the release does not move the level: harm is found as soon as after a quiet past', () => {
    const outage = (minute: number) => minutes(1, () => (minute >= 1400 ? 20 : 1), minute + 1)
    const arms = Array.from({ length: 1440 }, (_, minute) => outage(minute)).flat()
    const { policy: learned } = learnHistories(policy(), [past(arms)])
    const level = learned.metrics[0]?.history?.rate?.rate ?? NaN
    expect(level).toBeGreaterThan(0.009)
    expect(level).toBeLessThan(0.0115)
    const bad = failures(seeded(4), steady(5, { weight: 50, requests: 2000, base: 0.01, ratio: 4 }))
    expect(judged(learned, bad).finding).toBe('worse')
  })

  test('lets a doubled rate fail sooner than presumed noise does, and a noisy past later', () => {
    const bad = failures(seeded(4), steady(40, { weight: 50, requests: 2000, base: 0.01, ratio: 2 }))
    const lookOf = (rules: Policy): number => {
      const at = Array.from({ length: 40 }, (_, i) => i + 1).find(
        (count) => judged(rules, { ...bad, blocks: bad.blocks.slice(0, count) }).finding === 'worse',
      )
      return at ?? Infinity
    }
    const quiet = learnHistories(policy(), [past(minutes(400, calm))]).policy
    const noisy = learnHistories(policy(), [past(minutes(400, wild))]).policy
    expect(lookOf(quiet)).toBeLessThan(lookOf(policy()))
    expect(lookOf(noisy)).toBeGreaterThan(lookOf(quiet))
  })

  test('of less than 100 intervals, or of another kind of samples, teaches nothing, and that is said', () => {
    const short = learnHistories(policy(), [past(minutes(99, calm))])
    expect(short.policy).toEqual(policy())
    expect(short.missing).toEqual([
      '"error rate": the history of the baseline has 99 intervals with data, 100 are needed. Its noise is assumed.',
    ])
    const strange = past(Array.from({ length: 300 }, () => ({ kind: 'scalar', value: 1 })))
    expect(learnHistories(policy(), [strange]).missing[0]).toContain('has 0 intervals')
    expect(learnHistories(policy(), []).missing[0]).toContain('has 0 intervals')
  })

  test('of intervals of another length is not used', () => {
    const hours = learnHistories(policy(), [past(minutes(400, wild), 'error rate', 3600)]).policy
    const samples = failures(seeded(2), steady(5, { weight: 50, requests: 2000, base: 0.01 }))
    const { noise, logE } = judged(hours, samples)
    expect({ noise, logE }).toEqual({ noise: 'presumed', logE: judged(policy(), samples).logE })
  })

  test('a rollout that is noisier than its past is told so, and does not fail for it', () => {
    const { policy: learned } = learnHistories(policy(), [past(minutes(400, calm))])
    const random = seeded(9)
    const rows = minutes(80, wild, 12).map((baseline, i): Block => {
      const candidate: Arm = {
        kind: 'proportion',
        events: binomial(random, 2000, 0.01 * wild(random)),
        trials: 2000,
      }
      return { from: i * 60_000, to: (i + 1) * 60_000, weight: 50, baseline, candidate }
    })
    const evidence = judged(learned, { metric: 'error rate', blocks: rows })
    expect(evidence.finding).not.toBe('worse')
    expect(evidence.notes?.join(' ')).toContain('The versions now vary clearly more than that')
  })

  describe('with an outage in a ninth of it', () => {
    const random = seeded(11)
    const arms = Array.from({ length: 1440 }, (_, i): Arm => ({
      kind: 'proportion',
      events: binomial(random, 1000, i >= 400 && i < 560 ? 0.5 : 0.01),
      trials: 1000,
    }))
    const rules = learnHistories(policy(), [past(arms)])

    test('is not used, and that is said', () => {
      expect(rules.policy).toEqual(policy())
      expect(rules.missing).toEqual([
        '"error rate": the history of the baseline is not usable: outages or changes of its level fill too much of it. Its noise is assumed.',
      ])
    })

    test('does not hide a candidate with 20 times the errors', () => {
      const bad = failures(seeded(12), steady(20, { weight: 50, requests: 2000, base: 0.01, ratio: 20 }))
      expect(judged(rules.policy, bad).finding).toBe('worse')
    })
  })

  test('outages are counted', () => {
    const random = seeded(6)
    const spoilt = minutes(400, () => (random() < 0.03 ? 20 : 1))
    const { policy: learned } = learnHistories(policy(), [past(spoilt)])
    const evidence = judged(
      learned,
      failures(seeded(2), steady(5, { weight: 50, requests: 2000, base: 0.01 })),
    )
    expect(evidence.notes?.join(' ')).toMatch(/1\d of these intervals were far off the others\./)
  })
})

describe('latency', () => {
  const p95 = metric({
    name: 'p95',
    kind: 'quantile',
    quantile: 0.95,
    margin: { value: 0.1, of: 'baseline' },
  })
  const bounds = Array.from({ length: 40 }, (_, i) => 0.01 * 1.15 ** i)

  function histogram(random: () => number, count: number, scale: number): Arm {
    const counts = [...bounds, 0].map(() => 0)
    for (let i = 0; i < count; i++) {
      const value = 0.1 * scale * Math.exp(0.7 * normal(random))
      const bucket = bounds.findIndex((bound) => value <= bound)
      counts[bucket < 0 ? bounds.length : bucket] = (counts[bucket < 0 ? bounds.length : bucket] ?? 0) + 1
    }
    return { kind: 'histogram', bounds, counts }
  }

  const level = (random: () => number) => Math.exp(0.05 * normal(random))

  function rollout(seed: number, count: number, own: boolean, slower = 1): Samples {
    const random = seeded(seed)
    const blocks = Array.from({ length: count }, (_, i): Block => ({
      from: i * 60_000,
      to: (i + 1) * 60_000,
      weight: 50,
      baseline: histogram(random, 1000, own ? level(random) : 1),
      candidate: histogram(random, 1000, (own ? level(random) : 1) * slower),
    }))
    return { metric: 'p95', blocks }
  }

  const earlier = (own: boolean) => {
    const random = seeded(77)
    const arms = Array.from({ length: 200 }, () => histogram(random, 2000, own ? level(random) : 1))
    return past(arms, 'p95')
  }

  test('learns both tails and the ranks, and has a threshold from the first block on', () => {
    const { policy: learned } = learnHistories(policy([p95]), [earlier(true)])
    expect(learned.metrics[0]?.history).toMatchObject({
      blocks: 200,
      tails: [{ quantile: 0.95 }, { quantile: 0.99 }],
    })
    expect(learned.metrics[0]?.history?.ranks?.lrv).toBeGreaterThan(1e-4)
    const { finding, noise } = judged(learned, rollout(3, 3, false, 1.5))
    expect({ finding, noise }).toEqual({ finding: 'worse', noise: 'learned' })
  })

  test('levels that wander by 5 % in each version alone are no regression', () => {
    const { policy: learned } = learnHistories(policy([p95]), [earlier(true)])
    const failed = Array.from({ length: 20 }, (_, run) => judged(learned, rollout(100 + run, 30, true)))
    expect(failed.filter(({ finding }) => finding === 'worse')).toEqual([])
  })
})

describe('a verdict with a history', () => {
  test('of two halves can be judged again as well', () => {
    const half: Arm = { kind: 'proportion', events: 8, trials: 1000 }
    const blocks = past(minutes(400, calm)).blocks.map((block, i) => ({
      ...block,
      candidate: { ...half, events: half.events + (i % 3) },
    }))
    const { policy: halved } = learnHistories(policy(), [{ metric: 'error rate', blocks }])
    expect(halved.metrics[0]?.history).toMatchObject({ halves: true })
    const again: Verdict = {
      ...verdict,
      ...conclude(judge(halved, [samples])),
      evidence: judge(halved, [samples]),
      policy: { digest: digestOf(halved), document: halved },
    }
    expect(decode(encode(again), rejudge)).toEqual(again)
  })

  const { policy: learned } = learnHistories(policy(), [past(minutes(400, wild))])
  const samples = failures(seeded(2), steady(20, { weight: 50, requests: 2000, base: 0.01, ratio: 3 }))
  const evidence = judge(learned, [samples])
  const verdict: Verdict = {
    schema: 1,
    action: 'canary-step',
    subject: { repository: 'o/r', sha: 'a'.repeat(40), environment: 'production', service: 'app' },
    ...conclude(evidence),
    evidence,
    window: { from: 0, to: 1 },
    policy: { digest: digestOf(learned), document: learned },
  }

  test('can be judged again from what it carries', () => {
    expect(decode(encode(verdict), rejudge)).toEqual(verdict)
  })

  test.each([
    ['without halves', { alone: 1 }],
    ['beyond all that is learned', { alone: 1e9, halves: true }],
  ] as const)('is refused where it states the noise of the baseline alone %s', (_, forged) => {
    const [first, ...more] = learned.metrics
    const { alone, ...flags } = { halves: undefined, ...forged }
    if (first?.history?.rate === undefined) throw new Error('nothing was learned')
    const history = {
      ...first.history,
      ...(flags.halves === undefined ? {} : { halves: true as const }),
      rate: { ...first.history.rate, alone },
    }
    const document = { ...learned, metrics: [{ ...first, history }, ...more] }
    const evil = { ...verdict, policy: { digest: digestOf(document), document } }
    expect(() => decode(encode(evil), rejudge)).toThrow(/alone/)
  })

  test('is refused where its history was made quieter than it was', () => {
    const quieter = {
      ...learned,
      metrics: learned.metrics.map((each) => ({
        ...each,
        history: { blocks: 400, seconds: 60, rate: { rate: 0.01, lrv: 0, memory: 1, eps: 0.0025, times: 1 } },
      })),
    }
    expect(rejudge({ ...verdict, policy: { digest: digestOf(quieter), document: quieter } })).not.toEqual([])
  })

  test('a history of impossible numbers is refused with every problem', () => {
    const broken = policy([
      metric({
        history: { blocks: 400, seconds: 0, rate: { rate: -1, lrv: NaN, memory: 0.5, eps: 2, times: 1 } },
      }),
    ])
    expect(() => judge(broken, [])).toThrow(/seconds[\s\S]*rate[\s\S]*lrv[\s\S]*memory[\s\S]*eps/)
  })
})

describe('a plan from the past', () => {
  const counts = (shaken: (random: () => number) => number) => minutes(1440, shaken, 3)
  const looks = (history: readonly Arm[], times: number): number =>
    replayed(metric(), history, { weight: 50, times }).median

  // Median looks of 1,000 simulated rollouts, by `npm run bench -- sequential --noise`.
  test.each<[string, (random: () => number) => number, number, number]>([
    ['independent requests', calm, 1.5, 10],
    ['independent requests', calm, 2, 4],
    ['3 % of looks ×20', (random) => (random() < 0.03 ? 20 : 1), 2, 5],
  ])('%s: within 15 %% or one look of what simulation gives', (_, shaken, ratio, simulated) => {
    const off = Math.abs(looks(counts(shaken), ratio) - simulated)
    expect(off).toBeLessThanOrEqual(Math.max(1, 0.15 * simulated))
  })

  test('is the same each time, longer with noise, and infinite for what cannot be seen', () => {
    const [quiet, noisy] = [counts(calm), counts(wild)]
    expect(looks(noisy, 2)).toBeGreaterThan(2 * looks(quiet, 2))
    expect(looks(quiet, 2)).toBe(looks(quiet, 2))
    expect(looks(quiet, 1)).toBe(Infinity)
  })

  test('a sound candidate passes a wider margin sooner', () => {
    const history = counts(calm)
    const blocks = (margin: number) =>
      replayed(metric({ margin: { value: margin, of: 'baseline' } }), history, { weight: 50, times: null })
        .p80
    expect(blocks(1)).toBeLessThan(blocks(0.5))
  })
})
