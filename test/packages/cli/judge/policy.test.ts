import { readFileSync } from 'node:fs'
import { rejudge } from '@sluice/compat'
import { decode } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { runJudge } from './run-judge.ts'

const POLICY = `
confidence: 95%
min-trials: 100
metrics:
  - name: error rate
    kind: proportion
    margin: 10%
`
const CSV = [
  'metric,from,to,weight,kind,baseline_events,baseline_trials,candidate_events,candidate_trials',
  ...Array.from(
    { length: 20 },
    (_, i) => `error rate,${i * 60_000},${(i + 1) * 60_000},50,proportion,10,1000,30,1000`,
  ),
].join('\n')
const judge = (files: Readonly<Record<string, string>>, ...flags: readonly string[]) => {
  const samples = Object.keys(files).find((name) => name.startsWith('samples')) ?? ''
  return runJudge(['--policy', 'policy.yml', '--samples', samples, ...flags], files)
}

describe('sluice judge --policy', () => {
  test('judges CSV by metrics as a workflow writes them', async () => {
    const ran = await judge({ 'policy.yml': POLICY, 'samples.csv': CSV })
    expect(ran).toMatchObject({ code: 1, err: '' })
    expect(ran.out).toMatch(/WORSE {2}error rate/)
    expect(ran.out).toMatch(/outcome: fail \(regression_found\)/)
  })

  test('judges one block a line, or all blocks of a metric in one', async () => {
    const arm = (events: number) => ({ kind: 'proportion', events, trials: 1000 })
    const block = (i: number) => ({ from: i, to: i + 1, weight: 50, baseline: arm(10), candidate: arm(10) })
    const lines = Array.from({ length: 3 }, (_, i) =>
      JSON.stringify({ metric: 'error rate', ...block(i) }),
    ).join('\n')
    expect(await judge({ 'policy.yml': POLICY, 'samples.ndjson': lines })).toMatchObject({ code: 2 })
    const whole = JSON.stringify({ metric: 'error rate', blocks: [block(0), block(1), block(2)] })
    const both = await judge({ 'policy.yml': POLICY, 'samples.json': whole }, '--json')
    const again = await judge({ 'policy.yml': POLICY, 'samples.ndjson': lines }, '--json')
    expect(both.out).toBe(again.out)
    expect(decode(both.out, rejudge).outcome).toBe('inconclusive')
  })

  test('takes the policy that a verdict carries', async () => {
    const { out } = await judge({ 'policy.yml': POLICY, 'samples.csv': CSV }, '--json')
    const policy = JSON.stringify(decode(out).policy.document)
    expect(await judge({ 'policy.yml': policy, 'samples.csv': CSV }, '--json')).toMatchObject({
      code: 1,
      out,
    })
  })

  test('judges the wide and the long form of one recording alike', async () => {
    const policy = POLICY.replace('error rate', 'bad replies').replace('min-trials: 100', 'min-trials: 0')
    const file = (name: string) => readFileSync(new URL(`samples/${name}.csv`, import.meta.url), 'utf8')
    const wide = await judge({ 'policy.yml': policy, 'samples.csv': file('wide') }, '--json')
    const long = await judge({ 'policy.yml': policy, 'samples.csv': file('long') }, '--json')
    expect(wide).toMatchObject({ code: 1, err: '' })
    expect(long).toEqual(wide)
    expect(decode(wide.out).evidence[0]?.effect.estimate).toBeCloseTo(3.15, 1)
  })

  test('blank cells are no data, and never a pass', async () => {
    const silent = CSV.replaceAll('30,1000', ',')
    const ran = await judge({ 'policy.yml': POLICY, 'samples.csv': silent })
    expect(ran.code).toBe(2)
  })

  test('tells what is wrong with a policy or its samples, and exits with 3', async () => {
    const odd = `${POLICY}confidenc: 0.9\nfail-when: often\n`
    expect((await judge({ 'policy.yml': odd, 'samples.csv': CSV })).err).toMatch(/confidenc[^]*fail-when/)
    const wrong = CSV.replace('50,proportion', '50,magic').replace('1000,30', 'many,30')
    expect((await judge({ 'policy.yml': POLICY, 'samples.csv': wrong })).err).toMatch(/kind must be one of/)
    expect(await judge({ 'policy.yml': POLICY, 'samples.ndjson': '{"metric":1}\n{' })).toMatchObject({
      code: 3,
    })
    expect(
      await judge({ 'policy.yml': POLICY, 'samples.csv': CSV.replaceAll('error rate', 'speed') }),
    ).toMatchObject({ code: 3 })
    expect(await judge({ 'policy.yml': POLICY, 'samples.csv': '' })).toMatchObject({ code: 3 })
  })
})

describe('sluice judge', () => {
  test('tells its usage, and refuses what it can not do', async () => {
    const help = await runJudge(['--help'], {})
    expect(help.code).toBe(0)
    expect(help.out).toContain('--kayenta CONFIG')
    for (const args of [
      [],
      ['--policy', 'a'],
      ['--policy', 'a', '--samples', 'b', '--argo', 'c'],
      ['--odd'],
      ['--kayenta', 'a', '--data', 'b', '--pass', 'high'],
    ]) {
      const ran = await runJudge(args, {})
      expect(ran.code, args.join(' ')).toBe(3)
      expect(ran.err).not.toBe('')
    }
    expect((await runJudge(['--policy', 'gone.yml', '--samples', 'b'], {})).err).toMatch(
      /gone\.yml cannot be read: no such file/,
    )
  })
})
