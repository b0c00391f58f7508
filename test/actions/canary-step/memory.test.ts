import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ciFacts, createIo, inputsFrom, terminalIo, type Io } from '@sluice/action'
import { factsFor } from '@sluice/sandbox'
import { fileStore, type RecordStore } from '@sluice/rollout'
import { generateKeys } from '@sluice/verdict'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { canaryStep, contract } from '../../../actions/canary-step/src/index.ts'
import { fakeRouter, type FakeRouter } from '../../acceptance/support/router.ts'
import { createWorld, type World } from '../../packages/github/world.ts'
import { startLoopback, type Loopback } from '../../servers/loopback.ts'
import { tempDir } from '../../servers/program.ts'

const KEY = generateKeys().privateKey

let world: World
let router: FakeRouter
let service: Loopback
let asked = 0
let folder: string
/** Minutes pass as fast as they are waited for. */
let ahead = 0

beforeEach(async () => {
  world = await createWorld()
  router = await fakeRouter()
  folder = tempDir('memory')
  ;[asked, ahead] = [0, 0]
  // Few requests, so that nothing is decided.
  service = await startLoopback(({ url = '' }, response) => {
    asked += 1
    response.end(`{ "failed": 0, "all": ${url.includes('version=candidate') ? 1 : 19} }`)
  })
})
afterEach(async () => {
  await Promise.all([world.sandbox.close(), router.close(), service.stop()])
  rmSync(folder, { recursive: true, force: true })
})

interface Job {
  readonly decision: string
  /** How often the source was asked at each look. */
  readonly requests: readonly number[]
  readonly log: string
}

async function job(
  event: 'push' | 'schedule',
  records?: RecordStore,
  more: Readonly<Record<string, string>> = { 'signing-key': KEY },
): Promise<Job> {
  const run = factsFor(world.sandbox, world.repository, { event })
  const facts = ciFacts(
    {
      GITHUB_API_URL: world.sandbox.url,
      GITHUB_REPOSITORY: run.repository,
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: event,
      GITHUB_SHA: run.sha,
      GITHUB_RUN_ID: run.runId,
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_WORKSPACE: folder,
      RUNNER_TEMP: folder,
    },
    'local-x',
  )
  const lines: string[] = []
  const { io: real } = terminalIo(createIo(new AbortController().signal), facts, (line) => lines.push(line))
  const requests: number[] = []
  let before = asked
  const io: Io = {
    ...real,
    now: () => Date.now() + ahead,
    sleep: async (ms) => {
      if (asked > before) requests.push(asked - before)
      before = asked
      ahead += ms
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
  const given: Readonly<Record<string, string>> = {
    environment: 'staging',
    service: 'shop',
    'github-token': run.token,
    router: 'proxy',
    'router-settings': `url: ${router.url}`,
    source: 'http',
    'source-settings': `url: ${service.url}/stats?version=$arm&from=$from&to=$to\nrequests-per-minute: 100000`,
    metrics: '- { name: errors, kind: proportion, events: failed, trials: all, margin: 1 points }',
    ladder: '5, 50, 100',
    interval: '1m',
    'max-wait': '30m',
    settle: '50ms',
    'between-runs': 'stay',
    'when-held': 'succeed',
    publish: 'check',
    'report-dir': folder,
    config: '.github/sluice.yml',
    'when-inconclusive': 'fail',
    'dry-run': 'false',
    'fail-step': 'true',
    ...more,
  }
  const input = inputsFrom(contract, (name) => given[name] ?? '', 'the test', io)
  const { outputs } = await canaryStep(input, io, records)
  return { decision: outputs.decision, requests, log: lines.join('\n') }
}

test.each([
  ['in the check at GitHub', () => undefined],
  ['in a file of records', () => fileStore(join(folder, 'records.json'), () => Date.now() + ahead)],
])(
  'a later job asks only for what is new: the rest is remembered %s',
  async (_, place) => {
    const first = await job('push', place())
    expect(first.decision, first.log).toBe('hold')
    expect(first.requests.length).toBeGreaterThan(20)
    const later = await job('schedule', place())
    expect(later.decision, later.log).toBe('hold')
    // Half an hour of intervals lies behind its first look; each that is not remembered costs a request for each version.
    expect(later.requests[0]).toBeLessThanOrEqual(Math.max(...first.requests))
  },
  120_000,
)

const textOfCheck = (): string => String(world.sandbox.state.checkRuns('acme/shop').at(-1)?.text)

test('without a signing key nothing is kept in the check, and everything is asked for again', async () => {
  const first = await job('push', undefined, {})
  expect(first.decision, first.log).toBe('hold')
  expect(textOfCheck()).not.toContain('sluice:memory')
  const later = await job('schedule', undefined, {})
  expect(later.requests[0]).toBeGreaterThan(50)
}, 120_000)

test.each([
  ['another signing key', { 'signing-key': generateKeys().privateKey }],
  ['other settings of the source', { 'signing-key': KEY, 'source-settings': '' }],
])(
  'what was noted with %s is not believed, and everything is asked for again',
  async (_, more) => {
    const first = await job('push')
    expect(first.decision, first.log).toBe('hold')
    expect(textOfCheck()).toContain('sluice:memory')
    const other = `url: ${service.url}/other?version=$arm&from=$from&to=$to\nrequests-per-minute: 100000`
    const settings = 'source-settings' in more ? { 'source-settings': other } : {}
    const later = await job('schedule', undefined, { ...more, ...settings })
    expect(later.requests[0]).toBeGreaterThan(50)
    expect(later.log).toMatch(/not believed: .*All intervals are asked for again/)
  },
  120_000,
)
