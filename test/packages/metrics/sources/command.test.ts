import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSource, type MetricQuery, type Span } from '@sluice/metrics'
import type { Samples } from '@sluice/verdict'
import { expect, test } from 'vitest'
import { testIo, type TestIo } from '../../../servers/io.ts'
import { observeOne } from '../../../servers/observe.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const errors: MetricQuery = { name: 'errors', kind: 'proportion', events: 'bad', trials: 'all' }
const span: Span = {
  slots: [0, 1].map((i) => ({ from: i * 1000, to: (i + 1) * 1000, weight: 5 })),
  intervalMs: 1000,
  baseline: 'v1',
  candidate: '$(id); v2',
}

function run(
  program: string,
  more: Readonly<Record<string, string>> = {},
  io: TestIo = testIo(),
): Promise<Samples> {
  const path = join(tempFolder('sluice-command'), 'metrics.mjs')
  writeFileSync(path, program)
  return observeOne(
    openSource('command', { run: JSON.stringify([process.execPath, path]), ...more }, io),
    errors,
    span,
  )
}

const echo = `
let text = ''
for await (const piece of process.stdin) text += piece
const { slots: [slot], ...asked } = JSON.parse(text)
const arm = { kind: 'proportion', events: 1, trials: 10 }
console.log(JSON.stringify({ metric: 'errors', ...slot, weight: 99, baseline: arm, candidate: arm }))
console.error(JSON.stringify(asked))
`

test('blocks are matched by their times; an interval that is not printed was not observed', async () => {
  const { blocks } = await run(echo)
  expect(blocks).toMatchObject([
    { from: 0, weight: 5, candidate: { kind: 'proportion', events: 1, trials: 10 } },
    { from: 1000, weight: 5, candidate: { kind: 'absent', absence: 'not_observed' } },
  ])
})

test('the program is told queries, interval and arms as data, and its error output is quoted', async () => {
  const { blocks } = await run(`${echo}\nprocess.exit(3)`)
  expect(blocks[0]?.baseline).toMatchObject({
    absence: 'source_unreachable',
    detail: expect.stringMatching(
      /ended with code 3:.*"version":1.*"events":"bad".*"candidate":"\$\(id\); v2"/,
    ),
  })
})

test.each([
  ['text that is no JSON', 'console.log("sorry")', 'source_refused', /line 1: it is not JSON/],
  ['a program that hangs', 'setInterval(() => {}, 1000)', 'source_unreachable', /did not end within 300 ms/],
] as const)('%s is an absence in every block', async (_, program, absence, detail) => {
  const settings = absence === 'source_unreachable' ? { timeout: '300ms' } : {}
  for (const { baseline, candidate } of (await run(program, settings)).blocks)
    expect([baseline, candidate]).toMatchObject([
      { absence, detail: expect.stringMatching(detail) },
      { absence, detail: expect.stringMatching(detail) },
    ])
})

test('a program that does not exist is out of reach', async () => {
  const source = openSource('command', { run: '["/nowhere/program"]' }, testIo())
  expect((await observeOne(source, errors, span)).blocks[0]?.candidate).toMatchObject({
    absence: 'source_unreachable',
  })
})

test('secrets reach the program, are masked, and never get into a verdict', async () => {
  const io = testIo()
  const program = `console.error(process.env.KEY, process.env.KEY.length); process.exit(1)`
  const { blocks } = await run(program, { 'secret-env': '{"KEY": "hush-hush"}' }, io)
  expect(blocks[0]?.baseline).toMatchObject({ detail: expect.stringContaining('*** 9') })
  expect(io.masked).toContain('hush-hush')
})
