import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openRouter, toCandidate, type Router } from '@sluice/traffic'
import { expect, test } from 'vitest'
import { testIo } from '../../servers/io.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const never = new AbortController().signal
let modules = 0
function open(parts: string, settings: Readonly<Record<string, string>> = {}): Router {
  const workspace = tempFolder('own-router')
  const name = `own-${(modules += 1)}.mjs`
  writeFileSync(join(workspace, name), `export default { open: (settings, io) => { ${parts} } }\n`)
  const real = testIo()
  return openRouter(`./${name}`, settings, { ...real, facts: { ...real.facts, workspace, eventName: '' } })
}
const GOOD = `let weight = [{ arm: 'baseline', share: 100 }, { arm: 'candidate', share: 0 }]
  return { can: { step: 1 }, read: async () => ({ weight, pending: false }), write: async (next) => { weight = next } }`

test('writes and reads, with the defaults of every router', async () => {
  const router = open(GOOD, { settles: '5s' })
  expect(router.can).toMatchObject({ step: 1, settles: 5000 })
  await router.write(toCandidate(25), {}, never)
  expect(await router.read(never)).toEqual({ weight: toCandidate(25), pending: false })
})

test.each([
  ['gives no weights', `return { read: async () => ({}), write: async () => ({}) }`],
  ['gives nothing', `return { read: async () => undefined, write: async () => ({}) }`],
  [
    'gives shares that do not add up',
    `return { read: async () => ({ weight: [{ arm: 'baseline', share: 40 }] }), write: async () => ({}) }`,
  ],
  [
    'has no share for the candidate',
    `return { read: async () => ({ weight: [{ arm: 'baseline', share: 100 - null }, { arm: 'candidate', share: null }] }), write: async () => ({}) }`,
  ],
  [
    'calls the versions by their names',
    `return { read: async () => ({ weight: [{ arm: 'v1', share: 95 }, { arm: 'v2', share: 5 }] }), write: async () => ({}) }`,
  ],
  [
    'gives shares as text',
    `return { read: async () => ({ weight: [{ arm: 'baseline', share: '95' }, { arm: 'candidate', share: '5' }] }), write: async () => ({}) }`,
  ],
  [
    'gives more than everything',
    `return { read: async () => ({ weight: [{ arm: 'baseline', share: 150 }, { arm: 'candidate', share: -50 }] }), write: async () => ({}) }`,
  ],
  [
    'does not say whether a change is on its way',
    `return { read: async () => ({ weight: [{ arm: 'baseline', share: 95 }, { arm: 'candidate', share: 5 }] }), write: async () => ({}) }`,
  ],
  [
    'says so in text',
    `return { read: async () => ({ weight: [{ arm: 'baseline', share: 95 }, { arm: 'candidate', share: 5 }], pending: 'true' }), write: async () => ({}) }`,
  ],
  ['throws', `return { read: async () => { throw new Error('half done') }, write: async () => ({}) }`],
])('a module that %s is refused, and never taken for a weight', async (_, parts) => {
  await expect(open(parts).read(never)).rejects.toMatchObject({ code: 'ROUTER_REFUSED' })
})

test('a server that does not answer is unreachable, and a cancel keeps its reason', async () => {
  const router = open(
    `return { read: async () => await io.fetch('http://127.0.0.1:9/'), write: async () => ({}) }`,
  )
  await expect(router.read(never)).rejects.toMatchObject({ code: 'ROUTER_UNREACHABLE' })
  const reason = new Error('stopped')
  await expect(router.read(AbortSignal.abort(reason))).rejects.toBe(reason)
})

test('a module that never answers holds nobody beyond the signal', async () => {
  const router = open(`return { read: () => new Promise(() => {}), write: () => new Promise(() => {}) }`)
  const reason = new Error('late')
  for (const call of [
    router.read,
    async (signal: AbortSignal) => await router.write(toCandidate(0), {}, signal),
  ]) {
    const stop = new AbortController()
    const asked = call(stop.signal)
    stop.abort(reason)
    await expect(asked).rejects.toBe(reason)
  }
})

test('methods of a class are called as methods', async () => {
  const router = open(`class Edge {
    share = 0
    async read() { return { weight: [{ arm: 'baseline', share: 100 - this.share }, { arm: 'candidate', share: this.share }], pending: false } }
    async write(next) { this.share = next[1].share }
    async health() { return { up: this.share, total: 100 } }
  }
  return new Edge()`)
  await router.write(toCandidate(5), {}, never)
  expect(await router.read(never)).toMatchObject({ weight: toCandidate(5) })
  expect(await router.health?.('candidate', never)).toEqual({ up: 5, total: 100 })
})

test('a secret that a module repeats when it is opened is hidden', () => {
  expect(() => open('throw new Error(`bad ${settings.token}`)', { token: 'hunter22' })).toThrow(/bad \*\*\*/)
})

test.each([
  [`{ settles: '5s' }`, /can\.settles.*milliseconds.*"5s"/],
  ['{ settles: -5 }', /can\.settles/],
  ['{ tolerance: 60 }', /can\.tolerance.*from 0 to 5.*60/],
  ['{ step: NaN }', /can\.step/],
  ['{ deadline: { shift: NaN } }', /can\.deadline\.shift/],
  [`{ deadline: '1m' }`, /can\.deadline/],
  [`{ sticky: 'yes', settles: '1s' }`, /can\.settles.*can\.sticky/],
  ['null', /`can` must be an object/],
])('a module that can %s is refused before anything moves', (can, words) => {
  const methods = 'read: async () => ({}), write: async () => ({})'
  expect(() => open(`return { can: ${can}, ${methods} }`)).toThrow(words)
})

test('what is no router is refused when it is opened', () => {
  expect(() => open('return {}')).toThrow('functions `read` and `write`')
  expect(() => open(`throw new Error('url: is required')`)).toThrow('url: is required')
})
