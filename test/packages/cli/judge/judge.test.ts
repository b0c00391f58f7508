import { rejudge } from '@sluice/compat'
import { decode } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { runJudge } from './run-judge.ts'

const CONFIG = `
metrics:
  - name: latency
    groups: [speed]
    analysisConfigurations: {canary: {direction: increase}}
  - name: errors
    groups: [errors]
    analysisConfigurations: {canary: {direction: increase, critical: true}}
classifier: {groupWeights: {speed: 60, errors: 40}}
`
const FLAT = '[1, 2, 3, 4, 5, 6, 7, 8]'
const UP = '[11, 12, 13, 14, 15, 16, 17, 18]'
const kayenta = (data: string, ...flags: readonly string[]) =>
  runJudge(['--kayenta', 'canary.yml', '--data', 'data.yml', ...flags], {
    'canary.yml': CONFIG,
    'data.yml': data,
  })

describe('sluice judge --kayenta', () => {
  test('passes, fails and stays open with exit codes 0, 1 and 2', async () => {
    const fine = await kayenta(
      `latency: {control: ${FLAT}, experiment: ${FLAT}}\nerrors: {control: ${FLAT}, experiment: ${FLAT}}`,
    )
    expect(fine).toMatchObject({ code: 0, err: '' })
    expect(fine.out).toMatch(/Kayenta: Pass, score 100/)
    const bad = await kayenta(
      `latency: {control: ${FLAT}, experiment: ${FLAT}}\nerrors: {baseline: ${FLAT}, candidate: ${UP}}`,
    )
    expect(bad).toMatchObject({ code: 1 })
    const open = await kayenta(
      `latency: {control: ${FLAT}, experiment: ${FLAT}}\nerrors: {control: [3], experiment: [5]}`,
    )
    expect(open).toMatchObject({ code: 2 })
  })

  test('answers as Kayenta does where compatibility is asked for', async () => {
    const data = `latency: {control: [3], experiment: [5]}\nerrors: {control: [3], experiment: [5]}`
    expect(await kayenta(data)).toMatchObject({ code: 2 })
    expect(await kayenta(data, '--compatible')).toMatchObject({ code: 0 })
  })

  test('takes thresholds, CSV, and Kayenta’s own list of metric set pairs', async () => {
    const csv = [
      'metric,arm,value',
      ...[1, 2, 3, 4, 5, 6].flatMap((x) =>
        ['latency', 'errors'].flatMap((m) => [`${m},baseline,${x}`, `${m},canary,${x}`]),
      ),
    ]
    const files = { 'canary.yml': CONFIG, 'data.csv': csv.join('\n') }
    expect(await runJudge(['--kayenta', 'canary.yml', '--data', 'data.csv'], files)).toMatchObject({
      code: 0,
    })
    const pairs = `[{"name":"latency","values":{"control":${FLAT},"experiment":${UP}}},{"name":"errors","values":{"control":${FLAT},"experiment":${FLAT}}}]`
    expect(await kayenta(pairs)).toMatchObject({ code: 1 })
    expect(await kayenta(pairs, '--pass', '40', '--marginal', '20')).toMatchObject({ code: 0 })
  })

  test('prints a document that can be judged again', async () => {
    const { out } = await kayenta(
      `latency: {control: ${FLAT}, experiment: ${UP}}\nerrors: {control: ${FLAT}, experiment: ${FLAT}}`,
      '--json',
      '--service',
      'shop',
    )
    const verdict = decode(out, rejudge)
    expect(verdict).toMatchObject({
      outcome: 'fail',
      subject: { service: 'shop' },
      details: { kind: 'kayenta', score: 40 },
    })
  })

  test('tells every problem of its data, and exits with 3', async () => {
    const { code, err } = await kayenta('latency: {control: [1, much], canry: []}\nspeed: 3')
    expect(code).toBe(3)
    expect(err).toMatch(
      /latency\.control\[1\][^]*latency\.canry[^]*latency has no experiment[^]*speed has no control/,
    )
    expect((await kayenta('speed: {control: [1], experiment: [1]}')).err).toMatch(
      /no metric named speed[^]*latency, errors/,
    )
    expect(await kayenta('{')).toMatchObject({ code: 3 })
  })
})

const TEMPLATE = `
kind: AnalysisTemplate
metadata: {name: rates}
spec:
  args: [{name: service}]
  metrics:
    - name: rate
      interval: 1m
      count: 3
      failureLimit: 1
      successCondition: result[0] >= 0.95
      provider: {prometheus: {query: 'rate{service="{{args.service}}"}'}}
`
const argo = (measurements: string, ...flags: readonly string[]) =>
  runJudge(['--argo', 'rates.yml', '--measurements', 'seen.yml', '--arg', 'service=shop', ...flags], {
    'rates.yml': TEMPLATE,
    'seen.yml': measurements,
  })

describe('sluice judge --argo', () => {
  test('passes, fails and stays open with exit codes 0, 1 and 2', async () => {
    expect(await argo('rate: [[0.99], [0.5], [0.97]]')).toMatchObject({ code: 0 })
    const failed = await argo('rate: [[0.99], [0.5], [0.5]]')
    expect(failed).toMatchObject({ code: 1 })
    expect(failed.out).toMatch(/Argo Rollouts: Failed so the rollout would abort/)
    expect(await argo('rate: [[0.99]]')).toMatchObject({ code: 2 })
    expect(await argo('rate: [{error: unreachable}]')).toMatchObject({ code: 2 })
  })

  test('reads measurements line by line too', async () => {
    const files = {
      'rates.yml': TEMPLATE,
      'seen.ndjson': '{"metric":"rate","value":[0.5]}\n{"metric":"rate","value":[0.5]}\n',
    }
    expect(
      await runJudge(
        ['--argo', 'rates.yml', '--measurements', 'seen.ndjson', '--arg', 'service=shop'],
        files,
      ),
    ).toMatchObject({ code: 1 })
  })

  test('prints a document that can be judged again', async () => {
    const { out } = await argo('rate: [[0.99], [0.98], [0.97]]', '--json')
    expect(decode(out, rejudge)).toMatchObject({
      outcome: 'pass',
      details: { kind: 'argo-analysis', phase: 'Successful' },
    })
  })

  test('refuses a metric the template does not have, and an argument without a value', async () => {
    expect((await argo('speed: [1]')).err).toMatch(/no metric named speed/)
    const files = { 'rates.yml': TEMPLATE, 'seen.yml': 'rate: []' }
    expect(await runJudge(['--argo', 'rates.yml', '--measurements', 'seen.yml'], files)).toMatchObject({
      code: 3,
    })
  })
})
