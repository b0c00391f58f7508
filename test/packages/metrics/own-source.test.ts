import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSource, type MetricQuery, type MetricSource, type Span } from '@sluice/metrics'
import { expect, test } from 'vitest'
import { testIo, type TestIo } from '../../servers/io.ts'
import { observeOne } from '../../servers/observe.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const slots = [0, 1].map((i) => ({ from: i * 60_000, to: (i + 1) * 60_000, weight: 5 }))
const span: Span = { slots, intervalMs: 60_000, baseline: 'v1', candidate: 'v2' }
const errors: MetricQuery = { name: 'errors', kind: 'proportion', events: '$arm', trials: '$arm' }
const never = new AbortController().signal

let io: TestIo
let modules = 0
function open(reader: string, settings: Readonly<Record<string, string>> = {}, more = ''): MetricSource {
  const workspace = tempFolder('own-source')
  const name = `own-${(modules += 1)}.mjs`
  writeFileSync(
    join(workspace, name),
    `export default { ${more} open: (settings, io) => { const arm = (events, trials) => ({ kind: 'proportion', events, trials }); ${reader} } }\n`,
  )
  const real = testIo()
  io = { ...real, facts: { ...real.facts, workspace, eventName: '' } }
  return openSource(`./${name}`, settings, io)
}
const GOOD =
  'return { lagMs: 1000, observe: async (metrics, { slots }) => metrics.map(({ name }) => ({ metric: name, blocks: slots.map((slot) => ({ ...slot, baseline: arm(1, 10), candidate: arm(2, 10) })) })) }'

test.each([
  ['a lag that is text', `lagMs: '60000'`],
  ['a lag that is no time', 'lagMs: NaN'],
  ['a lag before now', 'lagMs: -1'],
  ['a trait that is no truth', `readsPast: 'no'`],
])('%s is refused: no data would ever seem to arrive', (_, trait) => {
  expect(() => open(GOOD.replace('lagMs: 1000', trait))).toThrow(/must be/)
})

test('methods and getters of a class are kept', async () => {
  const source = open(`class Shop {
    get lagMs() { return 2000 }
    async observe(metrics, { slots }) { return this.all(metrics, slots) }
    async past(metrics, { from, intervalMs }) { return this.all(metrics, [{ from, to: from + intervalMs, weight: 0 }]) }
    all(metrics, slots) { return metrics.map(({ name }) => ({ metric: name, blocks: slots.map((slot) => ({ ...slot, baseline: arm(1, 10), candidate: arm(2, 10) })) })) }
  }
  return new Shop()`)
  expect(source.lagMs).toBe(2000)
  expect((await observeOne(source, errors, span)).blocks[0]).toMatchObject({ candidate: { events: 2 } })
  const wish = { arm: 'v1', from: 0, to: 60_000, intervalMs: 60_000 }
  expect(await source.past?.([errors], wish, never)).toMatchObject([
    { blocks: [{ baseline: { events: 1 } }] },
  ])
})

test('a past that contradicts itself is an absence', async () => {
  const source = open(
    `${GOOD.replace('return {', 'return { past: async (metrics, { from, to }) => metrics.map(({ name }) => ({ metric: name, blocks: [{ from, to, weight: 0, baseline: arm(9, 3), candidate: arm(0, 3) }] })),')}`,
  )
  const wish = { arm: 'v1', from: 0, to: 60_000, intervalMs: 60_000 }
  expect(await source.past?.([errors], wish, never)).toMatchObject([
    { blocks: [{ baseline: { absence: 'events_exceed_trials' } }] },
  ])
})

test('gives what the module gives, and its traits', async () => {
  const source = open(GOOD)
  expect(source.lagMs).toBe(1000)
  expect(await observeOne(source, errors, span)).toMatchObject({
    blocks: [{ candidate: { events: 2, trials: 10 } }, { baseline: { events: 1, trials: 10 } }],
  })
})

test.each([
  [
    'throws',
    `return { observe: async () => { throw new Error('half done') } }`,
    'source_refused',
    /half done/,
  ],
  [
    'cannot reach its server',
    `return { observe: async () => { await io.fetch('http://127.0.0.1:9/') } }`,
    'source_unreachable',
    /fetch failed/,
  ],
  ['gives nothing', 'return { observe: async () => undefined }', 'source_refused', /own/],
  [
    'gives too few blocks',
    GOOD.replace('slots.map(', 'slots.slice(1).map('),
    'source_refused',
    /one block for each interval/,
  ],
  [
    'gives blocks of other times',
    GOOD.replace('...slot,', '...slot, from: slot.from + 1,'),
    'source_refused',
    /one block for each interval/,
  ],
  [
    'gives another metric',
    GOOD.replace('metric: name', `metric: 'x'`),
    'source_refused',
    /name of the metric/,
  ],
  ['gives what is no number', GOOD.replace('arm(2, 10)', 'arm(NaN, 10)'), 'source_refused', /own/],
  [
    'gives more events than trials',
    GOOD.replace('arm(2, 10)', 'arm(11, 10)'),
    'events_exceed_trials',
    /11 events among 10/,
  ],
])('a module that %s is an absence, and no crash', async (_, reader, absence, words) => {
  const { blocks } = await observeOne(open(reader), errors, span)
  expect(blocks.map(({ weight }) => weight)).toEqual([5, 5])
  for (const { candidate } of blocks)
    expect(candidate).toMatchObject({ kind: 'absent', absence, detail: expect.stringMatching(words) })
})

test('a module that hangs is left when the run is cancelled', async () => {
  const stop = new AbortController()
  const reason = new Error('stopped')
  const looking = open('return { observe: () => new Promise(() => undefined) }').observe(
    [errors],
    span,
    stop.signal,
  )
  stop.abort(reason)
  await expect(looking).rejects.toBe(reason)
})

test('a wrong query ends the run, and so does a wrong setting', async () => {
  const wrong = `return { observe: async () => { throw Object.assign(new Error('no such column'), { name: 'BadQuery' }) } }`
  await expect(open(wrong).observe([errors], span, never)).rejects.toMatchObject({ code: 'BAD_QUERY' })
  expect(() => open(`throw new Error('url: is required')`)).toThrow('url: is required')
  expect(() => open('return {}')).toThrow('function `observe`')
})

test('settings arrive as text, and secret ones are masked', async () => {
  const reader = GOOD.replace(
    'return {',
    `if (settings.pin !== '0042' || settings['api-key'] !== 'k') throw new Error('settings'); return {`,
  )
  open(reader, { pin: '0042', 'api-key': 'k' }, `secrets: ['pin'],`)
  expect(io.masked).toEqual(expect.arrayContaining(['0042', 'k']))
})
