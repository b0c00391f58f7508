import { openSource, type MetricQuery, type Span } from '@sluice/metrics'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startCloudWatchStandIn, type CloudWatchStandIn } from '../../../servers/aws-cloudwatch.ts'
import { awsIo } from '../../../servers/aws-stand-in.ts'
import { observeOne } from '../../../servers/observe.ts'

const GROUP = 'targetgroup/next/d8a0'
const errors: MetricQuery = {
  name: 'errors',
  kind: 'proportion',
  events:
    'Sum(AWS/ApplicationELB:HTTPCode_Target_5XX_Count{TargetGroup="$arm", LoadBalancer="app/shop/50dc"})',
  trials: 'Sum(AWS/ApplicationELB:RequestCount{TargetGroup="$arm", LoadBalancer="app/shop/50dc"})',
}
const spanOf = (...slots: (readonly [number, number])[]): Span => ({
  slots: slots.map(([from, to]) => ({ from: from * 1000, to: to * 1000, weight: 5 })),
  intervalMs: 120_000,
  baseline: 'targetgroup/stable/73e2',
  candidate: GROUP,
})

let server: CloudWatchStandIn
let silent: boolean
beforeEach(async () => {
  silent = false
  server = await startCloudWatchStandIn(({ metric }, minute) => {
    if (metric === 'RequestCount') return 100 + minute
    return silent ? undefined : 1
  })
})
afterEach(async () => await server.stop())

const observe = async (query: MetricQuery, span: Span, settings: Record<string, string> = {}) =>
  await observeOne(openSource('cloudwatch', { attempts: '1', ...settings }, awsIo(server.url)), query, span)

describe('source cloudwatch', () => {
  test('counts only the minutes that lie whole inside an interval', async () => {
    const { blocks } = await observe(errors, spanOf([30, 150], [150, 270], [300, 420]))
    expect(blocks.map(({ candidate }) => candidate)).toEqual([
      { kind: 'proportion', events: 1, trials: 101 },
      { kind: 'proportion', events: 1, trials: 103 },
      { kind: 'proportion', events: 2, trials: 105 + 106 },
    ])
  })

  test('asks for everything with one request, and for the next pages', async () => {
    await observe(errors, spanOf([0, 120], [120, 240]))
    expect(server.calls).toHaveLength(1)
    server.pageSize = 3
    const { blocks } = await observe(errors, spanOf([0, 120], [120, 240]))
    expect(server.calls).toHaveLength(3)
    expect(blocks.at(-1)?.candidate).toMatchObject({ trials: 102 + 103 })
  })

  test('adds terms, and takes silence for zero where the text says so', async () => {
    silent = true
    const both = `${errors.events ?? ''} + ${(errors.events ?? '').replace('Target', 'ELB')} or 0`
    const { blocks } = await observe({ ...errors, events: both }, spanOf([0, 120]))
    expect(blocks[0]?.candidate).toEqual({ kind: 'proportion', events: 0, trials: 201 })
  })

  test('a metric that CloudWatch has seen before may be silent; a misspelt one may not', async () => {
    silent = true
    const unknown = await observe(errors, spanOf([0, 120]))
    expect(unknown.blocks[0]?.candidate).toMatchObject({ absence: 'no_data' })
    server.known.add(
      `AWS/ApplicationELB:HTTPCode_Target_5XX_Count ${JSON.stringify({ TargetGroup: GROUP, LoadBalancer: 'app/shop/50dc' })}`,
    )
    const known = await observe(errors, spanOf([0, 120]))
    expect(known.blocks[0]?.candidate).toEqual({ kind: 'proportion', events: 0, trials: 201 })
    expect(known.notes).toHaveLength(2)
  })

  test('an answer that leaves a query out is refused, for it would look like no errors', async () => {
    server.leavesOut = 0
    const { blocks } = await observe(errors, spanOf([0, 120]))
    expect(blocks[0]?.candidate).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/did not answer all of it: one query failed/),
    })
  })

  test('a metric with further dimensions is no proof that the text can match', async () => {
    silent = true
    server.known.add(
      `AWS/ApplicationELB:HTTPCode_Target_5XX_Count ${JSON.stringify({ TargetGroup: GROUP, LoadBalancer: 'app/shop/50dc', AvailabilityZone: 'a' })}`,
    )
    const { blocks } = await observe(errors, spanOf([0, 120]))
    expect(blocks[0]?.candidate).toMatchObject({ absence: 'no_data' })
  })

  test('a misspelt term beside a good one is no silent zero', async () => {
    const misspelt = `${errors.events ?? ''} + ${(errors.events ?? '').replace('5XX', '5XXX')}`
    const quiet = await startCloudWatchStandIn(({ metric }) => (metric.includes('5XXX') ? undefined : 1))
    try {
      const source = openSource('cloudwatch', { attempts: '1' }, awsIo(quiet.url))
      const { blocks } = await observeOne(source, { ...errors, events: misspelt }, spanOf([0, 120]))
      expect(blocks[0]?.candidate).toMatchObject({ absence: 'no_data' })
    } finally {
      await quiet.stop()
    }
  })

  test('gives the baseline’s past with one request', async () => {
    const source = openSource('cloudwatch', { attempts: '1' }, awsIo(server.url))
    const past = { arm: GROUP, from: 0, to: 600_000, intervalMs: 120_000 }
    const [samples] = (await source.past?.([errors], past, new AbortController().signal)) ?? []
    expect(server.calls).toHaveLength(1)
    expect(samples?.blocks).toHaveLength(5)
    expect(samples?.blocks[1]).toMatchObject({
      from: 120_000,
      baseline: { kind: 'proportion', events: 2, trials: 102 + 103 },
      candidate: { kind: 'absent', absence: 'not_observed' },
    })
  })

  test('does not ask for minutes that may still arrive', async () => {
    const now = Date.now()
    const from = Math.floor((now - 125_000) / 1000)
    const { blocks } = await observe(errors, spanOf([from, from + 120]))
    expect(blocks[0]?.baseline).toMatchObject({
      absence: 'not_observed',
      detail: expect.stringMatching(/120 s to arrive/),
    })
  })

  test.each([
    [
      { kind: 'proportion', events: 'Maximum(A:b{c="$arm"})', trials: 'Sum(A:b{c="$arm"})' },
      /events: a count is needed: use Sum or SampleCount/,
    ],
    [{ kind: 'scalar', value: 'p99(A:b{c="$arm"})' }, /p99 of several minutes has no meaning as one number/],
    [{ kind: 'quantile', histogram: 'p95(A:b{c="$arm"})' }, /histogram: must be like/],
    [{ kind: 'quantile', histogram: 'buckets(A:b{c="$arm"}, 2, 1)' }, /bounds must rise/],
    [
      { kind: 'proportion', events: 'Sum(A:b{$arm})', trials: 'Sum(A:b{c="$arm"})' },
      /dimensions must be like/,
    ],
    [{ kind: 'count', events: 'Sum(A:b{c="$arm"})', exposure: '60' }, /exposure: must be like/],
  ] as const)('refuses a text that it cannot read: %j', async (texts, words) => {
    await expect(observe({ name: 'm', ...texts }, spanOf([0, 120]))).rejects.toMatchObject({
      code: 'BAD_QUERY',
      message: expect.stringMatching(words),
    })
  })

  test('an interval of one minute is refused, and throttling is named', async () => {
    await expect(observe(errors, { ...spanOf([0, 60]), intervalMs: 60_000 })).rejects.toThrow(
      /at least 120 s for CloudWatch/,
    )
    server.always = {
      status: 400,
      body: '<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>',
    }
    const { blocks } = await observe(errors, spanOf([0, 120]))
    expect(blocks[0]?.baseline).toMatchObject({
      absence: 'rate_limited',
      detail: expect.stringMatching(/Rate exceeded/),
    })
  })
})
