import { describe, expect, test } from 'vitest'
import { planCommand } from '../../../packages/cli/src/plan/main.ts'
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
    expect(stdout).toMatch(/Judge an absolute limit/)
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
