import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseFields, type Io } from '@sluice/action'
import type { FleetArtifact, Telemetry } from '@sluice/fleet'
import { conclude, generateKeys } from '@sluice/verdict'
import type { WatchStage } from '../../../actions/bluegreen-swap/src/driver.ts'
import { openFleetDriver } from '../../../actions/bluegreen-swap/src/fleet-driver.ts'
import { inputs } from '../../../actions/bluegreen-swap/src/inputs.ts'
import { detailsOf, planOf } from '../../../actions/bluegreen-swap/src/plan.ts'
import { quietIo, serve } from '../../packages/swap/world.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const MINUTE = 60_000
const live = new AbortController().signal
const IDS = Array.from({ length: 300 }, (_, i) => `lamp-${i}`)

/** A fleet behind two addresses, whose devices say what a test lets them say, and a clock that a test moves. */
async function openTestFleet() {
  let manifest: string | undefined
  let messages: readonly Telemetry[] = []
  let now = Date.UTC(2026, 10, 1, 12)
  const server = await serve((request, response) => {
    const path = (request.url ?? '').slice(1)
    if (path === 'telemetry') return void response.end(JSON.stringify(messages))
    if (path !== 'manifest') return void response.end(`model ${path}`)
    if (request.method === 'PUT') {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      return void request.on('end', () => {
        manifest = body
        response.setHeader('etag', `"${body.length}-${now}"`)
        response.end()
      })
    }
    response.statusCode = manifest === undefined ? 404 : 200
    response.end(manifest)
  })
  const artifact = (version: string): FleetArtifact => {
    const bytes = Buffer.from(`model ${version}`)
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    return { version, digest, bytes: bytes.length, url: `${server.url}/${version}` }
  }
  const keys = generateKeys()
  const workspace = mkdtempSync(join(tempFolder('fleet'), 'job-'))
  writeFileSync(join(workspace, 'roster.txt'), IDS.join('\n'))
  const base = quietIo()
  const io: Io = { ...base, now: () => now, facts: { ...base.facts, workspace } }
  const open = async (settings: Readonly<Record<string, string>> = {}, privateKey = keys.privateKey) => {
    const given: Readonly<Record<string, string>> = {
      ...{ environment: 'production', service: 'lamps', config: 'none', 'when-inconclusive': 'fail' },
      ...{ 'report-dir': 'out', 'dry-run': 'false', 'fail-step': 'true', mode: 'fleet', router: 'http' },
      'signing-key': privateKey,
      'router-settings': JSON.stringify({
        ...{ manifest: `${server.url}/manifest`, telemetry: `${server.url}/telemetry`, fleet: 'lamps' },
        ...{ confirm: '1m', limit: '10%', stable: artifact('1'), candidate: artifact('2') },
        ...settings,
      }),
      watch: '{ for: 30m, every: 30s, ladder: [100] }',
    }
    const input = {
      ...parseFields(inputs, (name) => given[name] ?? '', 'this test'),
      command: 'run' as const,
    }
    const details = detailsOf(planOf(input, undefined))
    if (details === undefined) throw new Error('unreachable')
    const driver = await openFleetDriver(input, details, io)
    const colours = await driver.begin()
    if (colours === undefined) throw new Error('unreachable')
    const router = driver.router(colours)
    return {
      shift: async (share: number) => await router.write(share),
      read: async () => (await router.read()).weight,
      look: async (stage: WatchStage) => await driver.look({ colours, details }, stage, live),
      close: async () => await driver.close(colours),
    }
  }
  const [old, candidate] = [artifact('1').digest, artifact('2').digest]
  const seconds = () => Math.floor(now / 1000)
  const says = (device: string, changes: Partial<Telemetry> = {}): Telemetry => ({
    ...{ device, seq: 1, manifest: 2 ** 40, digest: candidate, state: 'running', refused: '', at: seconds() },
    ...changes,
  })
  return {
    open,
    old,
    candidate,
    says,
    hear: (said: readonly Telemetry[]) => void (messages = said),
    pass: (ms: number) => void (now += ms),
    now: () => now,
    close: async () => await server[Symbol.asyncDispose](),
  }
}

describe('a fleet in the field', () => {
  let fleet: Awaited<ReturnType<typeof openTestFleet>>
  beforeEach(async () => void (fleet = await openTestFleet()))
  afterEach(async () => await fleet.close())

  test('65 of 300 devices that die at the test boot never pass, and fail once their time is over', async () => {
    const stand = await fleet.open({ roster: 'roster.txt' })
    await stand.shift(100)
    const stage = { rung: 0, since: fleet.now(), share: 100 }
    const look = async () => conclude(await stand.look(stage))
    // Sixty-five accepted the manifest and never spoke again; the others run the new version.
    fleet.hear(IDS.map((id, i) => (i < 65 ? fleet.says(id, { digest: fleet.old }) : fleet.says(id))))
    for (const minutes of [0, 1, 1, 1]) {
      fleet.pass(minutes * MINUTE)
      expect((await look()).outcome).toBe('inconclusive')
    }
    fleet.pass(2 * MINUTE)
    expect(await look()).toMatchObject({ outcome: 'fail' })
    const { lines } = await stand.close()
    expect(lines.join(' ')).toContain('65 did not answer in time')
  })

  test('a sound version whose window opens hours later is not rolled back', async () => {
    const stand = await fleet.open({ roster: 'roster.txt', window: '20:00-23:00' })
    await stand.shift(100)
    const stage = { rung: 0, since: fleet.now(), share: 100 }
    const outcome = async () => conclude(await stand.look(stage)).outcome
    fleet.hear(IDS.map((id) => fleet.says(id, { digest: fleet.old })))
    expect(await outcome()).toBe('inconclusive')
    fleet.pass(7 * 60 * MINUTE)
    expect(await outcome()).toBe('inconclusive')
    fleet.pass(61 * MINUTE)
    fleet.hear(IDS.map((id) => fleet.says(id, { seq: 2, state: 'testing' })))
    expect(await outcome()).toBe('inconclusive')
    fleet.pass(MINUTE)
    fleet.hear(IDS.map((id) => fleet.says(id, { seq: 3 })))
    expect(await outcome()).toBe('pass')
  })

  test('3,000 invented devices do not pass a version that every real device reverts', async () => {
    const stand = await fleet.open({ roster: 'roster.txt' })
    await stand.shift(100)
    const ghosts = Array.from({ length: 3000 }, (_, i) => fleet.says(`ghost-${i}`))
    const real = IDS.map((id) =>
      fleet.says(id, { digest: fleet.old, state: 'reverted', refused: fleet.candidate }),
    )
    fleet.hear([...ghosts, ...real])
    const evidence = await stand.look({ rung: 0, since: fleet.now(), share: 100 })
    expect(conclude(evidence).outcome).toBe('fail')
    expect(evidence.flatMap((each) => each.notes ?? []).join(' ')).toContain('3000 devices that are not on')
  })

  test('with a telemetry key, messages without proof do not pass a version', async () => {
    const stand = await fleet.open({ 'telemetry-key': 'k'.repeat(32) })
    await stand.shift(100)
    fleet.hear(IDS.map((id) => fleet.says(id)))
    expect(conclude(await stand.look({ rung: 0, since: fleet.now(), share: 100 })).outcome).toBe(
      'inconclusive',
    )
  })

  test('without a roster and a key, the report says that anyone counts', async () => {
    const stand = await fleet.open()
    await stand.shift(100)
    fleet.hear(IDS.map((id) => fleet.says(id)))
    const evidence = await stand.look({ rung: 0, since: fleet.now(), share: 100 })
    expect(evidence.flatMap((each) => each.notes ?? []).join(' ')).toContain('anyone who can write telemetry')
  })

  test('after a change of the signing key, the old manifest is refused in words, or trusted by its old key', async () => {
    const first = generateKeys()
    const stand = await fleet.open({}, first.privateKey)
    await stand.shift(5)
    await expect(fleet.open()).rejects.toMatchObject({
      code: 'MANIFEST_NOT_TRUSTED',
      hint: expect.stringContaining('previous-keys') as unknown,
    })
    const next = await fleet.open({ 'previous-keys': first.publicKey })
    expect(await next.read()).toBe(5)
    fleet.pass(MINUTE)
    await next.shift(25)
    expect(await (await fleet.open()).read()).toBe(25)
  })
})
