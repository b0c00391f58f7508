import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { judgeCommand } from '../../../packages/cli/src/judge/main.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { runCommand } from './run-command.ts'

const POLICY = `
min-trials: 100
metrics:
  - {name: error rate, kind: proportion, margin: 50%}
  - {name: "a <b> & \\"c\\"\\u0007", kind: proportion, margin: 50%, critical: false}
`
/** Both metrics over twenty blocks of a thousand requests, with so many events in the candidate. */
const samples = (events: number, other = events, blocks = 20) =>
  Array.from({ length: blocks }, (_, i) => {
    const block = (metric: string, count: number): string =>
      JSON.stringify({
        metric,
        from: i * 1000,
        to: (i + 1) * 1000,
        weight: 50,
        baseline: { kind: 'proportion', events: 10, trials: 1000 },
        candidate: { kind: 'proportion', events: count, trials: 1000 },
      })
    return `${block('error rate', events)}\n${block('a <b> & "c"\u0007', other)}`
  }).join('\n')

async function judge(text: string, ...flags: readonly string[]) {
  const junit = join(tempFolder('sluice-junit'), 'deep', 'sluice.xml')
  const args = ['--policy', 'p.yml', '--samples', 's.ndjson', '--service', 'shop', '--junit', junit, ...flags]
  const ran = await runCommand(judgeCommand, args, { 'p.yml': POLICY, 's.ndjson': text })
  return { ...ran, xml: ran.err === '' ? readFileSync(junit, 'utf8') : '' }
}

describe('the verdict for other CI systems', () => {
  test('a pass is a suite without failures, and every metric is a case', async () => {
    const { code, err, xml } = await judge(samples(10))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(xml).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="sluice" tests="3"/)
    expect(xml).toContain('tests="3" failures="0" errors="0" skipped="0" time="20"')
    expect(xml).toContain('<testsuite name="shop in local"')
    expect(xml).toMatch(/<testcase classname="sluice\.judge" name="error rate"><system-out>/)
  })

  test('what fails is a failure with the numbers, for the metric and for the decision', async () => {
    const { code, xml } = await judge(samples(60, 10))
    expect(code).toBe(1)
    expect(xml).toContain('failures="2" errors="0" skipped="1"')
    expect(xml).toContain('message="shop in local fails: &quot;error rate&quot; got worse')
    expect(xml).toMatch(/name="error rate"><failure type="\w+" message="[^"]*margin \+50%[^"]*180 of 3,000/)
  })

  test('what is undecided is an error and no pass; a metric that never decides is skipped', async () => {
    const { code, xml } = await judge(samples(12, 60, 2))
    expect(code).toBe(2)
    expect(xml).toContain('failures="0" errors="2" skipped="1"')
  })

  test('foreign names cannot leave their attribute', async () => {
    const { xml } = await judge(samples(10))
    expect(xml).toContain('name="a &lt;b&gt; &amp; &quot;c&quot;"')
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/)
  })

  test('--markdown prints the report that a comment has', async () => {
    const { out } = await judge(samples(10), '--markdown')
    expect(out).toMatch(/^### 🟢 judge: shop → local · \*\*pass\*\*/)
    expect(out).toContain('**error rate**')
  })
})
