import { UserError } from '@sluice/action'
import { openSource, sources } from '@sluice/metrics'
import { openRouter, routers, toCandidate } from '@sluice/traffic'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { testIo, type TestIo } from '../servers/io.ts'
import { secretsSaid, startSecretWorld, type SecretWorld } from '../support/secret-world.ts'

const SECOND = 1_000

let world: SecretWorld
beforeEach(async () => void (world = await startSecretWorld()))
afterEach(async () => await world.stop())

function secretIo(): TestIo {
  return { ...testIo(), env: (name) => world.env[name] ?? (name === 'HOME' ? '/nowhere' : undefined) }
}

const textOf = (settings: object): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : stringify(value),
    ]),
  )

/** What an attempt said when it failed. */
async function saidBy(attempt: () => Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify((await attempt()) ?? '')
  } catch (error) {
    if (error instanceof UserError) return `${error.message} ${error.hint}`
    return String(error)
  }
}

const kindsOf = { sources, routers } as const

describe.each(['sources', 'routers'] as const)('no secret is told: %s', (kind) => {
  test.each(Object.keys(kindsOf[kind]))('%s has settings for each of its secrets', (name) => {
    const kinds: Readonly<Record<string, { readonly settings: object }>> = kindsOf[kind]
    const worlds: Readonly<Record<string, readonly object[]>> = world[kind]
    const taken = Object.entries(kinds[name]?.settings ?? {}).flatMap(([setting, field]) =>
      (field as { readonly secret?: boolean }).secret === true ? [setting] : [],
    )
    const given = (worlds[name] ?? []).flatMap((settings) => Object.keys(settings))
    expect(taken.filter((setting) => !given.includes(setting))).toEqual([])
    expect(given.length).toBeGreaterThan(0)
  })
})

const QUERIES: Readonly<Record<keyof typeof sources, string>> = {
  prometheus: 'errors{version="$arm"}',
  scrape: 'errors',
  datadog: 'sum:errors{version:$arm}',
  cloudwatch: 'Sum(Shop:errors{Arm="$arm"})',
  http: 'data.failed',
  sql: 'SELECT count(*) FROM errors WHERE version = $arm AND at >= $from AND at < $to',
  'cloudwatch-logs': 'filter version = "$arm" | stats count(*) as n',
  newrelic: "SELECT count(*) FROM Transaction WHERE version = '$arm'",
  elasticsearch: 'version:"$arm" AND status:500',
  influxdb: `SELECT sum(failed) FROM requests WHERE version = '$arm' AND $timeFilter`,
  command: 'errors',
  file: 'errors',
}

describe('no secret is told, even by a server that answers with what it was sent', () => {
  test.each(Object.keys(sources) as (keyof typeof sources)[])('source %s', async (name) => {
    const text = QUERIES[name]
    const query = { name: 'errors', kind: 'proportion', events: text, trials: text } as const
    const now = Math.floor(Date.now() / 60_000) * 60_000
    const slots = [{ from: now - 600_000, to: now - 480_000, weight: 50 }]
    const span = { slots, intervalMs: 120_000, baseline: 'a', candidate: 'b' }
    for (const settings of world.sources[name]) {
      const io = secretIo()
      const signal = AbortSignal.timeout(30 * SECOND)
      const limits = Object.hasOwn(sources[name].settings, 'attempts') ? { attempts: '1', timeout: '3s' } : {}
      const source = openSource(name, { ...textOf(settings), ...limits }, io)
      const said = [
        await saidBy(async () => await source.observe([query], span, signal)),
        await saidBy(async () => await source.observe([query], span, signal)),
        await saidBy(async () => await source.probe?.(query, 'a', 120_000, signal)),
      ]
      expect(secretsSaid([...said, ...io.lines].join('\n')), JSON.stringify(said)).toEqual([])
    }
  })

  test.each(Object.keys(routers) as (keyof typeof routers)[])('router %s', async (name) => {
    for (const settings of world.routers[name]) {
      const io = secretIo()
      const signal = AbortSignal.timeout(30 * SECOND)
      const router = openRouter(name, textOf(settings), io)
      const said: string[] = []
      // Each answer has another status.
      for (let i = 0; i < 3; i++) {
        said.push(await saidBy(async () => await router.read(signal)))
        said.push(await saidBy(async () => await router.write(toCandidate(5), {}, signal)))
        said.push(await saidBy(async () => await router.health?.('candidate', signal)))
        said.push(await saidBy(async () => await router.drain?.('candidate', signal)))
      }
      expect(secretsSaid([...said, ...io.lines].join('\n')), JSON.stringify(said)).toEqual([])
    }
  })
})
