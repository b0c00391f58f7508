import { judge, rejudge } from '@sluice/compat'
import { UserError } from '@sluice/action'
import {
  conclude,
  decode,
  digestOf,
  encode,
  type Arm,
  type Block,
  type Evidence,
  type MetricPolicy,
  type Policy,
  type Samples,
  type Verdict,
} from '@sluice/verdict'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { metric, policy } from './rollout.ts'

const odd = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 1000 }) },
  fc.double(),
  fc.constantFrom(NaN, Infinity, -Infinity, -1, 0, 1e-300, 1e300, Number.MAX_SAFE_INTEGER, 0.1 + 0.2),
)
const arm: fc.Arbitrary<Arm> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('proportion'), events: odd, trials: odd }) },
  fc.record({ kind: fc.constant('count'), events: odd, exposure: odd }),
  fc.record({ kind: fc.constant('summary'), n: odd, mean: odd, m2: odd }),
  fc.record({ kind: fc.constant('values'), values: fc.array(odd, { maxLength: 6 }) }),
  fc.record({ kind: fc.constant('scalar'), value: odd }),
  fc.record({
    kind: fc.constant('histogram'),
    bounds: fc.array(odd, { maxLength: 4 }),
    counts: fc.array(odd, { maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constant('sketch'),
    accuracy: odd,
    zeros: odd,
    bins: fc.array(fc.tuple(odd, odd), { maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('absent'),
    absence: fc.constantFrom('no_data', 'not_observed', 'source_refused'),
  }),
)
const block: fc.Arbitrary<Block> = fc.record({
  from: odd,
  to: odd,
  weight: odd,
  baseline: arm,
  candidate: arm,
})
const samples: fc.Arbitrary<Samples> = fc.record({
  metric: fc.constantFrom('a', 'b', 'c'),
  blocks: fc.array(block, { maxLength: 6 }),
})
const metricPolicy = (name: string): fc.Arbitrary<MetricPolicy> =>
  fc.record(
    {
      name: fc.constant(name),
      kind: fc.constantFrom('proportion', 'count', 'mean', 'quantile', 'series', 'scalar'),
      worse: fc.constantFrom('higher', 'lower', 'either'),
      margin: fc.record({ value: odd, of: fc.constantFrom('baseline', 'unit') }),
      critical: fc.boolean(),
      weight: odd,
      judge: fc.constantFrom('sequential', 'sequential', 'fixed', 'nobody'),
      quantile: fc.constantFrom(0.5, 0.95, 0.99),
      limit: odd,
    },
    { requiredKeys: ['name', 'kind', 'worse', 'margin', 'critical', 'weight', 'judge', 'quantile'] },
  )
const policies: fc.Arbitrary<Policy> = fc.record({
  confidence: fc.constantFrom(0.95, 0.95, 0.99, 0.5, NaN, 1),
  minTrials: fc.constantFrom(0, 1, 100),
  failWhen: fc.constantFrom('beyond-margin', 'any-regression', 'certainly-beyond-margin'),
  stages: fc.constantFrom(1, 1, 3, 0.5),
  metrics: fc.tuple(metricPolicy('a'), metricPolicy('b')),
})

function judged(rules: Policy, given: readonly Samples[]): readonly Evidence[] | null {
  try {
    return judge(rules, given)
  } catch (error) {
    if (error instanceof UserError) return null
    throw error
  }
}

/** Evidence as the document that an action would publish. */
function verdictOf(rules: Policy, evidence: readonly Evidence[]): Verdict {
  return {
    schema: 1,
    action: 'canary-step',
    subject: { repository: 'o/r', sha: 'abc', environment: 'production', service: 'web' },
    ...conclude(evidence),
    evidence,
    window: { from: 0, to: 1 },
    policy: { digest: digestOf(rules), document: rules },
  }
}

describe('hostile samples and policies', () => {
  test('end in evidence for every metric or in one named error, never otherwise', () => {
    fc.assert(
      fc.property(policies, fc.array(samples, { maxLength: 3 }), (rules, given) => {
        const evidence = judged(rules, given)
        if (evidence === null) return
        expect(evidence.map(({ metric: name }) => name)).toEqual(rules.metrics.map(({ name }) => name))
      }),
      { numRuns: 20_000 },
    )
  })

  test('survive the wire: decoding what was encoded gives the same verdict, and judging it again agrees', () => {
    fc.assert(
      fc.property(policies, fc.array(samples, { maxLength: 3 }), (rules, given) => {
        const evidence = judged(rules, given)
        if (evidence === null || !given.every(isWellFormed)) return
        const verdict = verdictOf(rules, evidence)
        const again = decode(encode(verdict), rejudge)
        expect(encode(again)).toBe(encode(verdict))
        expect(again.evidence.map(({ finding }) => finding)).toEqual(evidence.map(({ finding }) => finding))
      }),
      { numRuns: 1500 },
    )
  })
})

/** What a document may carry: times and counts that JSON can spell. */
function isWellFormed({ blocks }: Samples): boolean {
  return blocks.every(
    ({ from, to, weight, baseline, candidate }) =>
      [from, to, weight].every((value) => Number.isFinite(value)) &&
      [baseline, candidate].every((each) => each.kind === 'scalar' || each.kind === 'absent'),
  )
}

describe('a forged verdict', () => {
  const blocks = Array.from({ length: 20 }, (_, i): Block => ({
    from: i,
    to: i + 1,
    weight: 50,
    candidate: { kind: 'proportion', events: 60, trials: 1000 },
    baseline: { kind: 'proportion', events: 10, trials: 1000 },
  }))
  const rules = policy([metric(), metric({ name: 'other' })])
  const evidence = judge(rules, [
    { metric: 'error rate', blocks },
    { metric: 'other', blocks },
  ])

  test('is taken as it is when nothing was changed', () => {
    expect(rejudge(verdictOf(rules, evidence))).toEqual([])
  })

  test('is found out when a finding was turned', () => {
    const turned = evidence.map((each) => ({ ...each, finding: 'fine', reason: 'within_margin' }) as const)
    const text = encode(verdictOf(rules, turned))
    expect(() => decode(text, rejudge)).toThrow(/error rate: finding is fine but its samples give worse/)
  })

  test('is found out when evidence was left out, doubled, or added', () => {
    const [first] = evidence
    expect(rejudge(verdictOf(rules, evidence.slice(0, 1))).join()).toContain('there is no evidence')
    expect(rejudge(verdictOf(rules, first === undefined ? [] : [...evidence, first])).join()).toContain(
      'twice',
    )
    const stranger = evidence.map((each) => ({ ...each, metric: `${each.metric}!` }))
    expect(rejudge(verdictOf(rules, stranger)).join()).toContain('not named by the policy')
  })
})
