import { describe, expect, test } from 'vitest'
import { parseMetrics, rejudge } from '@sluice/compat'
import { checkEvidence } from '@sluice/judge'
import type { MetricQuery, SourceReader } from '@sluice/metrics'
import { conclude, decode, digestOf, encode, type Arm, type Evidence, type Verdict } from '@sluice/verdict'
import { lookAt, type Watch } from '../../../actions/bluegreen-swap/src/watch-metrics.ts'
import { watchPolicy } from '../../../actions/bluegreen-swap/src/watch-policy.ts'

const EVERY = 15_000
const SINCE = 10 * EVERY
const live = new AbortController().signal

const METRICS = [
  { name: 'error rate', kind: 'proportion', events: 'e', trials: 't', limit: '2%', margin: '50%' },
  { name: 'crashes', kind: 'count', events: 'c', exposure: 'x', limit: 0.01, margin: '50%' },
]

/** A source in which each colour fails at its own rate, before and after. */
function sourceOf(rates: { readonly blue: number; readonly green: number }): SourceReader {
  const arm = (rate: number, kind: string, share: number): Arm =>
    kind === 'count'
      ? { kind: 'count', events: Math.round(rate * 100), exposure: 10_000 * share }
      : { kind: 'proportion', events: Math.round(rate * 5000 * share), trials: 5000 * share }
  return {
    observe: async (queries, { slots, baseline, candidate }) => {
      const of = (query: MetricQuery, name: string, weight: number): Arm =>
        arm(
          name === 'blue' ? rates.blue : rates.green,
          query.kind,
          weight === 0 || weight === 100 ? 1 : weight / 100,
        )
      const samples = queries.map((query) => ({
        metric: query.name,
        blocks: slots.map((slot) => ({
          ...slot,
          baseline: of(query, baseline, 100 - slot.weight),
          candidate: of(query, candidate, slot.weight),
        })),
      }))
      return await Promise.resolve(samples)
    },
  }
}

function watchOf(
  rates: { readonly blue: number; readonly green: number },
  ladder: readonly number[],
  looks: number,
): Watch {
  const { policies, queries } = parseMetrics(METRICS)
  return {
    colours: { target: 'green', previous: 'blue' },
    sides: { baseline: 'blue', candidate: 'green', arms: undefined },
    policy: watchPolicy(0.95, policies, ladder),
    queries,
    source: sourceOf(rates),
    everyMs: EVERY,
    probes: () => [],
    now: () => SINCE + looks * EVERY,
  }
}

const full = { share: 100, rung: 0, since: SINCE }
const findings = (evidence: readonly Evidence[]) =>
  evidence.filter((each) => each.critical).map((each) => each.finding)

describe('after a full swap', () => {
  test('absolute limits decide: kept ones pass, broken ones fail', async () => {
    expect(findings(await lookAt(watchOf({ blue: 0.01, green: 0.005 }, [100], 8), full, live))).toEqual([
      'fine',
      'fine',
    ])
    expect(findings(await lookAt(watchOf({ blue: 0.01, green: 0.08 }, [100], 2), full, live))[0]).toBe(
      'worse',
    )
  })

  test('what the other colour does meanwhile decides nothing', async () => {
    const deciding = async (blue: number) =>
      (await lookAt(watchOf({ blue, green: 0.005 }, [100], 8), full, live)).filter((each) => each.critical)
    expect(await deciding(0)).toEqual(await deciding(0.9))
  })

  test('before the first interval has ended nothing is known', async () => {
    const evidence = await lookAt(watchOf({ blue: 0, green: 0 }, [100], 0), full, live)
    expect(conclude(evidence).outcome).toBe('inconclusive')
  })
})

test('with a hold-back the control counts: worse than it fails although the limit is kept', async () => {
  const held = { share: 98, rung: 0, since: SINCE }
  const evidence = await lookAt(watchOf({ blue: 0.001, green: 0.009 }, [98], 12), held, live)
  expect(findings(evidence)[0]).toBe('worse')
})

test('when blue takes over, it is judged on what the source calls the baseline', async () => {
  const back = { target: 'blue', previous: 'green' }
  const found = async (rates: { readonly blue: number; readonly green: number }) =>
    findings(await lookAt({ ...watchOf(rates, [100], 8), colours: back }, full, live))
  expect(await found({ blue: 0.005, green: 0.08 })).toEqual(['fine', 'fine'])
  expect((await found({ blue: 0.08, green: 0.005 }))[0]).toBe('worse')
  const held = { share: 98, rung: 0, since: SINCE }
  const watch = { ...watchOf({ blue: 0.009, green: 0.001 }, [98], 12), colours: back }
  const [first] = await lookAt(watch, held, live)
  expect(first).toMatchObject({ finding: 'worse' })
  expect(first?.samples.blocks[0]).toMatchObject({
    weight: 98,
    candidate: { trials: 4900 },
    baseline: { trials: 100 },
  })
})

test('`$arm` becomes what the source calls the colours', async () => {
  const names: (readonly [string, string])[] = []
  const watch = watchOf({ blue: 0, green: 0 }, [98], 2)
  const source: SourceReader = {
    observe: async (queries, { baseline, candidate }) => {
      names.push([baseline, candidate])
      return await Promise.resolve(queries.map(({ name }) => ({ metric: name, blocks: [] })))
    },
  }
  const arms = ['baseline', 'candidate'] as const
  await lookAt({ ...watch, source, sides: { ...watch.sides, arms } }, { ...full, share: 98 }, live)
  expect(new Set(names.flat())).toEqual(new Set(arms))
})

test('before against after is shown, never decides, and the verdict that carries it can be judged again', async () => {
  // Close to its limit, so that the limit takes a few looks to prove.
  const watch = watchOf({ blue: 0.001, green: 0.0175 }, [100], 30)
  const looked = await lookAt(watch, full, live)
  const advice = looked.filter((each) => each.metric.endsWith('before and after'))
  expect(advice.map(({ metric, critical, finding }) => [metric, critical, finding])[0]).toEqual([
    'error rate, before and after',
    false,
    'worse',
  ])
  const check = checkEvidence({ name: 'smoke: health', finding: 'fine', detail: '200', at: 0 })
  const evidence = [check, ...looked]
  expect(conclude(evidence)).toEqual(conclude(evidence.filter((each) => !advice.includes(each))))
  const policy = { ...watch.policy, metrics: evidence.map((each) => each.policy) }
  const verdict: Verdict = {
    ...{ schema: 1, action: 'bluegreen-swap', ...conclude(evidence), evidence, window: { from: 0, to: 1 } },
    subject: { repository: 'acme/shop', sha: 'a'.repeat(40), environment: 'production', service: 'shop' },
    policy: { digest: digestOf(policy), document: policy },
  }
  expect(decode(encode(verdict), rejudge).outcome).toBe(conclude(looked).outcome)
})
