import { judge } from '@sluice/compat'
import { conclude, type Absence, type Arm, type Block, type EvidenceReason } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { counted, failures, metric, policy, seeded, steady } from './rollout.ts'

const good: Arm = { kind: 'proportion', events: 10, trials: 1000 }

function only(candidate: Arm, baseline: Arm = good) {
  const block: Block = { from: 0, to: 1, weight: 50, candidate, baseline }
  return judge(policy(), [{ metric: 'error rate', blocks: [block, { ...block, from: 1, to: 2 }] }])[0]
}

const proportion = (events: number, trials: number): Arm => ({ kind: 'proportion', events, trials })

describe('what cannot be read', () => {
  test.each<[string, Arm, EvidenceReason]>([
    ['NaN events', proportion(NaN, 10), 'not_a_number'],
    ['NaN trials', proportion(1, NaN), 'not_a_number'],
    ['endless trials', proportion(1, Infinity), 'infinite'],
    ['negative events', proportion(-1, 10), 'negative'],
    ['no trials', proportion(0, 0), 'no_candidate'],
    ['events without trials', proportion(3, 0), 'events_without_exposure'],
    ['more events than trials', proportion(11, 10), 'events_exceed_trials'],
    ['another kind of samples', { kind: 'scalar', value: 1 }, 'wrong_samples'],
    ['a silent candidate', { kind: 'absent', absence: 'no_data' }, 'no_candidate'],
  ])('%s is unknown for a named reason, never a pass', (_, candidate, reason) => {
    expect(only(candidate)).toMatchObject({ finding: 'unknown', reason })
  })

  test.each<Absence>(['source_unreachable', 'source_refused', 'counter_reset', 'not_a_number'])(
    'an absence keeps its reason: %s',
    (absence) => {
      const gone: Arm = { kind: 'absent', absence }
      expect(only(gone, gone)).toMatchObject({ finding: 'unknown', reason: absence })
    },
  )

  test('a silent baseline is told apart from a silent candidate and from silence all round', () => {
    const silent: Arm = { kind: 'absent', absence: 'no_data' }
    expect(only(good, silent)?.reason).toBe('no_baseline')
    expect(only(silent, silent)?.reason).toBe('no_data')
  })

  test('unusable intervals are left out, and counted in a note', () => {
    const rows = [...Array.from({ length: 9 }, () => [200, 10_000, 200, 10_000]), [NaN, 100, 1, 100]]
    const [evidence] = judge(policy(), [counted([...rows].reverse())])
    expect(evidence?.finding).toBe('fine')
    expect(evidence?.notes?.join(' ')).toContain('1 of')
  })

  test('a metric without samples is unknown', () => {
    expect(judge(policy(), [])[0]).toMatchObject({ finding: 'unknown', reason: 'no_data' })
  })

  test('a judge nobody knows is unknown, not an exception', () => {
    const rules = policy([metric({ judge: 'oracle' })])
    expect(judge(rules, [])[0]).toMatchObject({ finding: 'unknown', reason: 'judge_error' })
  })

  test('a policy that promises nothing is refused with every problem at once', () => {
    const broken = policy([metric({ margin: { value: NaN, of: 'baseline' }, weight: -1 })], { confidence: 1 })
    expect(() => judge(broken, [])).toThrow(/confidence[\s\S]*margin[\s\S]*weight/)
  })
})

describe('no events at all', () => {
  const silent = counted(Array.from({ length: 20 }, () => [0, 1000, 0, 1000]))

  test('a ratio of nothing says nothing', () => {
    expect(judge(policy(), [silent])[0]).toMatchObject({ finding: 'unknown', reason: 'no_events' })
  })

  test('a limit that is kept decides', () => {
    const rules = policy([metric({ limit: 0.01 })])
    expect(judge(rules, [silent])[0]).toMatchObject({ finding: 'fine', reason: 'limit_kept' })
  })

  test('an absolute margin passes once enough requests were without one', () => {
    const rules = policy([metric({ margin: { value: 0.002, of: 'unit' } })])
    expect(judge(rules, [silent])[0]).toMatchObject({ finding: 'fine', reason: 'within_margin' })
    const few = counted([[0, 500, 0, 500]])
    expect(judge(rules, [few])[0]?.finding).toBe('unknown')
  })
})

describe('the sample ratio', () => {
  test('traffic that was not split as planned is not judged, whatever the other metrics say', () => {
    const skewed = counted(Array.from({ length: 20 }, () => [10, 1200, 10, 800]))
    const fine = { ...counted(Array.from({ length: 20 }, () => [200, 900, 200, 900])), metric: 'other' }
    const rules = policy([metric(), metric({ name: 'other' })])
    const found = judge(rules, [skewed, fine])
    expect(found.map(({ reason }) => reason)).toEqual(['sample_ratio_mismatch', 'sample_ratio_mismatch'])
    expect(found[0]?.notes?.[0]).toContain('60.00%')
  })

  test('of 200 rollouts split as planned none is refused', () => {
    const refused = Array.from({ length: 200 }, (_, run) =>
      judge(policy(), [failures(seeded(run + 1), steady(50, { weight: 10, requests: 1000, base: 0.01 }))]),
    ).filter(([evidence]) => evidence?.reason === 'sample_ratio_mismatch')
    expect(refused).toHaveLength(0)
  })
})

describe('bursts', () => {
  test('are named with their size once they are plain', () => {
    const rows = Array.from({ length: 30 }, (_, i) => [i % 2 ? 40 : 2, 1000, i % 3 ? 5 : 50, 1000])
    const rules = policy([metric()], { failWhen: 'certainly-beyond-margin', minTrials: 1e9 })
    const [evidence] = judge(rules, [counted(rows)])
    expect(evidence?.notes?.join(' ')).toMatch(/bursts.*×\d+\.\d/)
  })
})

describe('danger before doubt', () => {
  const skewed = (events: number) => counted(Array.from({ length: 20 }, () => [events, 1500, 10, 1000]))

  test('harm that the extra requests may explain does not fail', () => {
    expect(judge(policy(), [skewed(400)])[0]).toMatchObject({
      finding: 'unknown',
      reason: 'sample_ratio_mismatch',
    })
  })

  test('harm beyond all extra requests fails', () => {
    expect(judge(policy(), [skewed(1200)])[0]).toMatchObject({ finding: 'worse', reason: 'certain_harm' })
    expect(judge(policy(), [skewed(780)])[0]).toMatchObject({ finding: 'worse', reason: 'beyond_margin' })
  })

  test('a metric with impossible counts does not shield another from failing', () => {
    const harmed = counted(Array.from({ length: 20 }, () => [200, 1000, 10, 1000]))
    for (const broken of [
      [1200, 1000, 10, 1000],
      [NaN, 1000, 10, 1000],
    ]) {
      const other = { ...counted(Array.from({ length: 20 }, () => broken)), metric: 'other' }
      const found = judge(policy([metric(), metric({ name: 'other' })]), [harmed, other])
      expect(found.map(({ finding }) => finding)).toEqual(['worse', 'unknown'])
    }
  })
})

describe('a metric that cannot be read', () => {
  const harm = counted(Array.from({ length: 5 }, () => [120, 1000, 10, 1000]))
  const rules = policy([metric(), metric({ name: 'other' })])

  test.each<[string, Arm]>([
    ['NaN', proportion(NaN, 100)],
    ['more events than trials', proportion(11, 10)],
    ['nothing', { kind: 'absent', absence: 'no_data' }],
    ['a source that is gone', { kind: 'absent', absence: 'source_unreachable' }],
  ])('does not shield the harm of another one: %s', (_, candidate) => {
    const blocks = harm.blocks.map((block) => ({ ...block, baseline: good, candidate }))
    const evidence = judge(rules, [harm, { metric: 'other', blocks }])
    expect(evidence.map(({ finding }) => finding)).toEqual(['worse', 'unknown'])
    expect(conclude(evidence)).toEqual({ outcome: 'fail', reason: 'regression_found' })
  })

  test('keeps the whole from passing, whatever the others say', () => {
    const sound = counted(Array.from({ length: 9 }, () => [200, 10_000, 200, 10_000]))
    const blocks = sound.blocks.map((block) => ({ ...block, candidate: proportion(NaN, 100) }))
    const evidence = judge(rules, [sound, { metric: 'other', blocks }])
    expect(evidence[0]?.finding).toBe('fine')
    expect(conclude(evidence).outcome).toBe('inconclusive')
  })
})

test('an equal control beside stable is judged at its own share, whatever weight the router has', () => {
  // `share: 50%`: candidate and control get 5 % each, so half of what the metrics see is the candidate's.
  const equal = counted(
    Array.from({ length: 9 }, () => [100, 5000, 100, 5000]),
    50,
  )
  expect(judge(policy(), [equal])[0]?.finding).toBe('fine')
  const uneven = { ...equal, blocks: equal.blocks.map((block) => ({ ...block, weight: 5 })) }
  expect(judge(policy(), [uneven])[0]).toMatchObject({ finding: 'unknown', reason: 'sample_ratio_mismatch' })
})
