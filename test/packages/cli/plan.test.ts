import { describe, expect, test } from 'vitest'
import { planCommand } from '../../../packages/cli/src/plan/main.ts'
import { binomial, seeded } from '../judge/sequential/rollout.ts'
import { runCommand } from './run-command.ts'

async function plan(...args: readonly string[]) {
  const { code, out, err } = await runCommand(planCommand, args)
  return { code, stdout: out, stderr: err }
}

describe('sluice plan', () => {
  test('tells how long a candidate must run, in requests and in time', async () => {
    const { code, stdout } = await plan(
      '--base-rate',
      '1%',
      '--share',
      '5%',
      '--margin',
      '25%',
      '--traffic',
      '100/s',
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/find a rate ×2 +19\.9k \(4 min\)/)
    expect(stdout).toContain('pass a sound candidate (margin 25%)')
  })

  test('gives the same as data', async () => {
    const { stdout } = await plan('--base-rate', '1%', '--share', '50%', '--traffic', '6000/m', '--json')
    const document = JSON.parse(stdout) as {
      rows: { question: string; ratio: number; median: { requests: number; seconds: number } }[]
    }
    const twice = document.rows.find((row) => row.question === 'detect' && row.ratio === 2)
    expect(twice?.median).toEqual({ requests: 4233, seconds: 43 })
  })

  test('says what would help when the margin or the split makes it hopeless', async () => {
    const { stdout } = await plan(
      '--base-rate',
      '0.1%',
      '--share',
      '5%',
      '--margin',
      '10%',
      '--traffic',
      '10/s',
    )
    expect(stdout).toMatch(/You want to wait at most 60 min/)
    expect(stdout).toMatch(/With `margin: 10%, at least 1 points`, it takes 40 min/)
  })

  test('says that nothing helps where nothing does', async () => {
    const { stdout } = await plan(
      '--base-rate',
      '1%',
      '--share',
      '1%',
      '--margin',
      '10%',
      '--traffic',
      '0.001/s',
    )
    expect(stdout).toMatch(/Judge an absolute limit/)
  })

  test('proposes a floor for a service without errors', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, i) => `errors,${i * 60_000},${(i + 1) * 60_000},0,baseline,0,5000`,
    )
    const text = ['metric,from,to,weight,arm,events,trials', ...rows].join('\n')
    const { out, code, err } = await runCommand(planCommand, ['--history', 'past.csv', '--margin', '10%'], {
      'past.csv': text,
    })
    expect(code, err).toBe(0)
    expect(out).toMatch(/pass a sound candidate \(margin 10%\) +more than 1,000 intervals/)
    expect(out).toMatch(/With `margin: 10%, at least 0\.\d+ points`, it takes \d+ (min|s)/)
  })

  test('is a table of Markdown for a pull request', async () => {
    const { stdout } = await plan('--base-rate', '1%', '--traffic', '100/s', '--markdown')
    expect(stdout).toMatch(/^### How long this canary takes\n/)
    expect(stdout).toContain('| find a rate ×2 | 19.9k (4 min) |')
    expect(stdout).toContain('- With a share of 50%, it takes 19 min.')
  })

  test('names every wrong option at once', async () => {
    const { code, stderr } = await plan('--base-rate', '0', '--share', 'half')
    expect(code).toBe(3)
    for (const name of ['base-rate', 'share', 'traffic']) expect(stderr).toContain(`${name}: `)
    expect((await plan('--share')).stderr).toContain("option '--share <PERCENT>' argument missing")
  })

  test('suggests the option that was meant', async () => {
    const { code, stderr } = await plan('--base-rte', '1%')
    expect(code).toBe(3)
    expect(stderr).toContain("unknown option '--base-rte'. Did you mean --base-rate?")
  })
})

describe('sluice plan --history', () => {
  /** Minutes of 2,000 requests of which 1 % fail. */
  function recording(count = 1000): string {
    const random = seeded(7)
    const rows = Array.from({ length: count }, (_, i) => {
      const events = binomial(random, 2000, 0.01)
      return `errors,${i * 60_000},${(i + 1) * 60_000},0,baseline,${events},2000`
    })
    return ['metric,from,to,weight,arm,events,trials', ...rows].join('\n')
  }
  const planned = async (text: string, ...more: readonly string[]) => {
    const args = ['--history', 'past.csv', '--share', '50%', '--margin', '50%', ...more]
    return await runCommand(planCommand, args, { 'past.csv': text })
  }
  test('finds rate and traffic in the past, and says on what it was tried', async () => {
    const { code, out } = await planned(recording())
    expect(code).toBe(0)
    expect(out).toContain('33.333 requests/s')
    expect(out).toMatch(/find a rate ×2 +8k \(4 min\)/)
    expect(out).toContain("Tried on 1000 intervals of 60 s of the stable version's past")
  })

  test('a past that is too short, or of several metrics, is refused', async () => {
    expect((await planned(recording(50))).err).toContain('has 50 intervals of a proportion with traffic')
    const two = `${recording()}\nother,0,60000,0,baseline,1,100`
    expect((await planned(two)).err).toContain('name one of its metrics: errors, other')
    expect((await planned(two, '--metric', 'errors')).code).toBe(0)
  })
})
