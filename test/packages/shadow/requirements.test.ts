import { describe, expect, test } from 'vitest'
import { checkPolicy } from '../../../packages/judge/src/check-policy.ts'
import { asked, compared, ndjson, seeded, verdictOn } from './worlds.ts'

/** Two logs of one measure, the candidate's being so many times the primary's. */
function measured(times: number, seed = 3) {
  const random = seeded(seed)
  const values = Array.from({ length: 2000 }, () => 80 + 40 * random())
  return [1, times].map((by) =>
    ndjson(values.map((value, id) => ({ id, latency_ms: (random() - 0.5) * by + value * by }))),
  )
}

describe('requirements', () => {
  test.each([
    ['mean latency_ms <= 50% of primary', 0.4, 'fine'],
    ['mean latency_ms <= 50% of primary', 0.6, 'worse'],
    ['mean latency_ms <= 50% of primary', 0.5, 'unknown'],
    ['p90 latency_ms <= 50% of primary', 0.4, 'fine'],
    ['p90 latency_ms <= 50% of primary', 0.6, 'worse'],
    ['mean latency_ms <= 100% of primary', 0.9, 'fine'],
    ['mean latency_ms <= 0% of primary', 0.9, 'worse'],
  ])('%s, where it is %f times that, is %s', (requirements, times, finding) => {
    const verdict = verdictOn(compared(measured(times), { requirements }), { requirements })
    expect(verdict.evidence.find(({ metric }) => metric === requirements)).toMatchObject({ finding })
  })

  test('nothing is no more than any share of nothing', () => {
    const requirements = 'p90 latency_ms <= 130% of primary'
    const none = ndjson(Array.from({ length: 2000 }, (_, id) => ({ id, latency_ms: 0 })))
    const verdict = verdictOn(compared([none, none], { requirements }), { requirements })
    expect(verdict.evidence.find(({ metric }) => metric === requirements)).toMatchObject({ finding: 'fine' })
  })

  test('less than the baseline may be asked of a limit only', () => {
    const requirements = 'mean latency_ms <= 50% of primary'
    const { document } = verdictOn(compared(measured(0.4), { requirements }), { requirements }).policy
    const policy = { ...document, metrics: document.metrics.filter(({ name }) => name === requirements) }
    const changed = (change: object) => ({
      ...policy,
      metrics: policy.metrics.map((m) => ({ ...m, ...change })),
    })
    expect(() => checkPolicy(policy)).not.toThrow()
    expect(() => checkPolicy(changed({ margin: { value: -1.5, of: 'baseline' } }))).toThrow(
      /at least -1, got -1.5/,
    )
    for (const change of [
      { margin: { value: -0.5, of: 'unit' } },
      { settings: { test: 'difference' } },
      { judge: 'sequential' },
      { kind: 'proportion' },
    ])
      expect(() => checkPolicy(changed(change))).toThrow(/margin must be at least 0, got -0.5/)
  })

  test('all lines that are none or repeat another are told at once', () => {
    const lines = [
      'mean x <= 1',
      'p99 x < 2',
      '',
      'mean  x <= 1',
      'withheld <= 5 %',
      'fast',
      'withheld <= 5%',
    ]
    expect(() => asked({ requirements: lines.join('\n') })).toThrow(
      /^requirements: line 2 must be [^;]+, got "p99 x < 2"; line 4 repeats line 1; line 6 must be [^;]+, got "fast"; line 7 repeats line 5$/,
    )
  })

  test('two limits on one thing are two requirements', () => {
    const requirements = 'mean latency_ms <= 45\nmean latency_ms <= 1000\nmean latency_ms <= 50% of primary'
    const { evidence } = verdictOn(compared(measured(0.6), { requirements }), { requirements })
    const found = requirements
      .split('\n')
      .map((line) => evidence.find(({ metric }) => metric === line)?.finding)
    expect(found).toEqual(['worse', 'fine', 'worse'])
  })
})
