import { argo } from '@sluice/compat'
import { describe, expect, test } from 'vitest'

const PROVIDER = {
  prometheus: { address: 'http://prometheus:9090', query: 'up{service="{{args.service}}"}' },
}
const template = (spec: unknown): unknown => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AnalysisTemplate',
  metadata: { name: 'success-rate' },
  spec,
})
const metric = (more: unknown): Readonly<Record<string, unknown>> => ({
  name: 'success-rate',
  provider: PROVIDER,
  ...Object(more),
})
const ARGS = { service: 'shop' }

function told(data: unknown, args: Readonly<Record<string, string>> = ARGS): string {
  try {
    argo.readTemplate(data, args)
    return ''
  } catch (error) {
    return String(error)
  }
}

describe('analysis templates', () => {
  test('are read with their arguments filled in and their limits as numbers', () => {
    const spec = {
      args: [{ name: 'service' }, { name: 'limit', value: 0.95 }],
      metrics: [
        metric({
          interval: '1m',
          count: '5',
          failureLimit: 2,
          successCondition: 'result[0] >= {{ args.limit }}',
        }),
      ],
      dryRun: [{ metricName: 'success.*' }],
      measurementRetention: [{ metricName: '.*', limit: 20 }],
    }
    const read = argo.readTemplate(template(spec), ARGS)
    expect(read.name).toBe('success-rate')
    expect(read.metrics[0]).toMatchObject({
      spec: { count: 5, failureLimit: 2, interval: '1m', conditions: { success: 'result[0] >= 0.95' } },
      provider: 'prometheus',
      query: { query: 'up{service="shop"}' },
    })
    expect([...read.dryRun]).toEqual(['success-rate'])
    expect(read.retention[0]?.limit).toBe(20)
  })

  test('are refused with every problem at once', () => {
    const spec = {
      metrics: [
        metric({ count: 3, successCondition: 'result >', failureLimit: 'some' }),
        metric({ provider: {}, interval: 'often' }),
      ],
      dryRun: [{ metricName: 'latency' }, { metricName: '(' }],
    }
    for (const problem of [
      'interval must be specified when count > 1',
      'successCondition: expected a value',
      'failureLimit must be a whole number',
      'no provider specified',
      'invalid interval string: often',
      "duplicate name 'success-rate'",
      'dryRun[0] matches no metric name',
      'dryRun[1].metricName must be a pattern',
      '{{args.service}} has no value',
    ]) {
      expect(told(template(spec), {})).toContain(problem)
    }
  })

  test('of another kind, or none, are refused', () => {
    expect(told({ kind: 'Rollout', spec: {} })).toMatch(/kind must be one of AnalysisTemplate/)
    expect(told('text')).toMatch(/no metrics specified/)
    expect(told(null)).toMatch(/no metrics specified/)
  })
})

describe('replaying an analysis', () => {
  const read = (...metrics: readonly unknown[]): argo.AnalysisTemplate =>
    argo.readTemplate(template({ metrics, dryRun: [] }), ARGS)
  const records = (table: Readonly<Record<string, readonly unknown[]>>) =>
    new Map(Object.entries(table).map(([name, list]) => [name, list.map((value) => ({ value }))]))
  const findings = ({ evidence }: argo.TemplateEvidence): readonly string[] =>
    evidence.map((each) => `${each.finding}: ${each.reason}`)

  test('stops at the first metric that fails, as a run does', () => {
    const analysis = read(
      metric({ interval: '1m', successCondition: 'result > 0.9' }),
      metric({ name: 'latency', interval: '1m', count: 10, successCondition: 'result < 1' }),
    )
    const replay = argo.replayAnalysis(
      analysis,
      records({ 'success-rate': [1, 0.5, 1], latency: [0, 0, 0] }),
      true,
    )
    expect(replay.phase).toBe('Failed')
    expect(replay.message).toBe('Metric "success-rate" assessed Failed due to failed (1) > failureLimit (0)')
    expect(replay.metrics.map(({ measurements }) => measurements.length)).toEqual([2, 2])
  })

  test('a query that errs five times in a row is an error, and an abort', () => {
    const analysis = read(metric({ interval: '1m', successCondition: 'result[0] > 0.9' }))
    const judged = argo.judgeTemplate(analysis, records({ 'success-rate': [[], [], [], [], []] }), true)
    expect(judged.replay.phase).toBe('Error')
    expect(argo.rolloutEffect(judged.replay.phase)).toBe('abort')
    expect(findings(judged)).toEqual(['unknown: no_data'])
  })

  test('a run told to stop before anything was measured succeeds there, and is unknown here', () => {
    const analysis = read(metric({ interval: '1m', successCondition: 'result > 0.9' }))
    expect(argo.judgeTemplate(analysis, new Map(), true).replay).toMatchObject({
      phase: 'Successful',
      message: 'Run Terminated',
    })
    expect(findings(argo.judgeTemplate(analysis, new Map(), false))).toEqual(['unknown: no_data'])
    expect(findings(argo.judgeTemplate(analysis, new Map(), true))).toEqual(['unknown: no_data'])
  })

  test('a value of NaN meets a failure condition only there', () => {
    const analysis = read(metric({ count: 1, failureCondition: 'result > 1' }))
    const nan = records({ 'success-rate': [NaN] })
    expect(findings(argo.judgeTemplate(analysis, nan, true))).toEqual(['fine: condition_met'])
    expect(findings(argo.judgeTemplate(analysis, nan, false))).toEqual(['unknown: measurement_errors'])
  })

  test('a condition that allows an empty result gets the empty result', () => {
    const analysis = read(metric({ count: 1, successCondition: 'len(result) == 0 || result[0] < 1' }))
    const judged = argo.judgeTemplate(analysis, records({ 'success-rate': [[]] }), false)
    expect(findings(judged)).toEqual(['fine: condition_met'])
  })

  test('dry-run metrics are shown and decide nothing', () => {
    const spec = {
      metrics: [metric({ count: 1, successCondition: 'result > 0.9' })],
      dryRun: [{ metricName: '.*' }],
    }
    const judged = argo.judgeTemplate(
      argo.readTemplate(template(spec), ARGS),
      records({ 'success-rate': [0] }),
      false,
    )
    expect(judged.replay).toMatchObject({ phase: 'Successful', dryRunSummary: { count: 1, failed: 1 } })
    expect(judged.evidence[0]).toMatchObject({ finding: 'worse', critical: false })
  })

  test('mappings and texts are judged too, though they do not travel as samples', () => {
    const analysis = read(metric({ count: 1, successCondition: 'result.status == "ok"' }))
    expect(
      findings(argo.judgeTemplate(analysis, records({ 'success-rate': [{ status: 'ok' }] }), false)),
    ).toEqual(['fine: condition_met'])
    expect(
      findings(argo.judgeTemplate(analysis, records({ 'success-rate': [{ status: 'no' }] }), false)),
    ).toEqual(['worse: condition_failed'])
  })

  test('say which key they do not know, since a limit that nobody reads would change the verdict', () => {
    expect(told(template({ metrics: [metric({ maxFailures: 3 })] }))).toContain(
      'unknown key maxFailures. Did you mean failureLimit?',
    )
    expect(told(template({ metrics: [metric({ intervall: '1m' })] }))).toContain('Did you mean interval?')
  })

  test('of Flagger are sent to the import', () => {
    expect(told({ kind: 'MetricTemplate' })).toContain('`sluice import` reads Flagger')
  })

  test('do not say that a mapping is no value', () => {
    const read = argo.readTemplate(
      template({ metrics: [metric({ interval: '1m', successCondition: 'result.ok' })] }),
      ARGS,
    )
    const notesFor = (value: unknown) =>
      argo.judgeTemplate(read, new Map([['success-rate', [{ value }]]]), false).evidence[0]?.notes?.join(' ')
    expect(notesFor({ ok: true })).not.toContain('there is no value')
    expect(notesFor({ ok: 7 })).toContain('Last error: expected bool')
  })
})
