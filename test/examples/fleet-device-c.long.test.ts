import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import {
  deviceKey,
  readTelemetry,
  sealManifest,
  type FleetArtifact,
  type Manifest,
  type Telemetry,
} from '@sluice/fleet'
import { generateKeys, readPublicKeys, readSigningKey, type SigningKey } from '@sluice/verdict'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { Agent, type Hardware } from '../../examples/fleet/agent.ts'
import { onBoot, type Device } from '../../examples/fleet/decisions.ts'
import { manifest, V1, V2, V3 } from '../packages/fleet/manifests.ts'
import { available, runToEnd, tempDir } from '../servers/program.ts'
import { root } from '../support/files.ts'

const monocypher = process.env['SLUICE_MONOCYPHER'] ?? ''
const installed = available('make', 'cc') && monocypher !== ''
if (!installed) console.log('skipped: SLUICE_MONOCYPHER names no folder with monocypher.c')
const source = join(root, 'examples/fleet/device-c')
const build = tempDir('device-c')
const make = (target: string): string =>
  runToEnd('make', ['-s', '-C', source, target, `MONOCYPHER=${monocypher}`, `BUILD=${build}`])

const keys = generateKeys()
const signing = readSigningKey(keys.privateKey)
const known = readPublicKeys(keys.publicKey)
const publicHex =
  known[0]?.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex') ?? ''
const textOf = ({ version }: FleetArtifact): string => `model ${version}`
const hexOf = ({ digest }: FleetArtifact): string => digest.slice(7)

/** What the device in C prints after each line. */
function play(lines: readonly string[], telemetryKey = '-'): readonly (readonly string[])[] {
  const made = `new d f ${publicHex} ${telemetryKey} ${hexOf(V1)} ${textOf(V1)}`
  const done = spawnSync(join(build, 'host'), { input: `${[made, ...lines].join('\n')}\n`, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`the device ended with ${done.status}: ${done.stderr}`)
  const answers = done.stdout.split('ok\n').map((part) => part.split('\n').filter((line) => line !== ''))
  return answers.slice(1, -1)
}

function signed(changes: Partial<Manifest>, key: SigningKey = signing): string {
  return sealManifest({ ...manifest(100), sequence: 10, ...changes }, key)
}

const offers = [V1, V2, V3].map((one) => `file ${one.url} ${textOf(one)}`)
const messagesOf = (outputs: readonly (readonly string[])[]): readonly Telemetry[] =>
  outputs.flat().flatMap((line) => {
    const text = /^publish \S+ (.*)$/.exec(line)?.[1]
    return text === undefined ? [] : readTelemetry(text).messages
  })

describe.skipIf(!installed)('the device in C', () => {
  beforeAll(() => void make('host'))

  test('installs a signed version in its other slot, tests it, and keeps it', () => {
    const outputs = play([...offers, 'now 1000', `manifest ${signed({})}`, 'health healthy', 'check'])
    expect(outputs.at(-3)).toEqual([expect.stringContaining('"state":"testing"'), `boot ${V2.digest}`])
    expect(messagesOf(outputs).at(-1)).toMatchObject({ state: 'running', digest: V2.digest, manifest: 10 })
  })

  test.each([
    ['it says that it is sick', ['health sick', 'check']],
    ['it says nothing until its time is up', ['now 1060', 'check']],
    ['its clock is set back', ['now 900', 'check']],
  ])('goes back when %s, and never tries that version again', (_, trouble) => {
    const outputs = play([
      ...[...offers, 'now 1000', `manifest ${signed({})}`, 'health not-yet', ...trouble],
      ...['reboot', `manifest ${signed({ sequence: 11 })}`, 'check'],
    ])
    expect(outputs.flat()).toContain(`boot ${V1.digest}`)
    expect(messagesOf(outputs).at(-1)).toMatchObject({
      ...{ state: 'reverted', digest: V1.digest, refused: V2.digest, manifest: 11 },
    })
  })

  test.each([
    ['the watchdog stops it', ['watchdog']],
    ['it is booted again and again and never says how it is', ['reboot', 'reboot', 'reboot']],
  ])('goes back by its boot loader when %s', (_, boots) => {
    const outputs = play([...offers, 'now 1000', `manifest ${signed({})}`, ...boots, 'report'])
    expect(outputs.at(-2)).toEqual([`boot ${V1.digest}`])
    expect(messagesOf(outputs).at(-1)).toMatchObject({
      state: 'reverted',
      digest: V1.digest,
      refused: V2.digest,
    })
  })

  test('hashes every length as Node does', () => {
    const texts = Array.from({ length: 300 }, (_, i) => 'x'.repeat(i + 1))
    const hex = (name: string, text: string): string => createHash(name).update(text).digest('hex')
    expect(play(texts.map((text) => `sha ${text}`)).flat()).toEqual(
      texts.map((text) => `sha256 ${hex('sha256', text)} sha512 ${hex('sha512', text)}`),
    )
  })

  test('does as the reference agent does, whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step(), { minLength: 1, maxLength: 25 }), async (steps) => {
        const script = steps.flat()
        expect(play([...offers, 'health healthy', ...script]).slice(offers.length + 1)).toEqual(
          await reference(script),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('a power cut at any write leaves a version that works, and the update ends as without it', () => {
    for (const health of ['healthy', 'sick'] as const) {
      const script = [...offers, `health ${health}`, 'now 1000', `manifest ${signed({})}`, 'check', 'report']
      for (let cut = 1, wasCut = true; wasCut; cut++) {
        const outputs = play([`cut ${cut}`, ...script, ...script, ...script]).flat()
        wasCut = outputs.includes('cut')
        for (const line of outputs.filter((one) => one.startsWith('boot')))
          expect([`boot ${V1.digest}`, `boot ${V2.digest}`]).toContain(line)
        const messages = messagesOf([outputs])
        expect(messages.at(-1)).toMatchObject(
          health === 'healthy'
            ? { state: 'running', digest: V2.digest }
            : { state: 'reverted', digest: V1.digest, refused: V2.digest },
        )
        const numbers = messages.map(({ seq }) => seq)
        expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
        if (!wasCut) expect(cut).toBeGreaterThan(6)
      }
    }
  })

  test('proves its messages with its own key', () => {
    const outputs = play(
      [...offers, `manifest ${signed({})}`],
      deviceKey('fleet secret', 'd').toString('hex'),
    )
    const text = /^publish \S+ (.*)$/.exec(outputs.flat()[0] ?? '')?.[1] ?? ''
    expect(readTelemetry(text, { fleetKey: 'fleet secret' })).toMatchObject({
      unproven: 0,
      messages: [{ device: 'd' }],
    })
    expect(readTelemetry(text, { fleetKey: 'another' })).toMatchObject({ unproven: 1, messages: [] })
  })

  test('believes no manifest that is forged, foreign, old or damaged', () => {
    const good = signed({})
    const bad = [
      ...[
        signed({}, readSigningKey(generateKeys().privateKey)),
        signed({ fleet: 'g' }),
        signed({ sequence: 9 }),
      ],
      ...['', '{}', '[]', '{"payload":"', good.slice(0, -1), `${good}x`, good.replace('v1+json', 'v2+json')],
      ...[
        signed({ schema: 2 as 1 }),
        signed({ share: 1_000_001 }),
        signed({ candidate: { ...V2, digest: 'sha256:00' } }),
      ],
      '['.repeat(5000),
    ]
    const outputs = play([
      `manifest ${signed({ share: 0 })}`,
      'report',
      ...bad.map((text) => `manifest ${text}`),
    ])
    expect(outputs.slice(2).flat()).toEqual([])
  })

  test('takes nothing that was changed in a byte, and reads no byte beyond its end', () => {
    const good = signed({ share: 0 })
    const changed = fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 32, max: 126 })).map(([at, code]) => {
      const character = String.fromCharCode(code)
      return { text: good.slice(0, at) + character + good.slice(at + 1), same: good[at] === character, at }
    })
    const trials = fc.sample(changed, 1500).filter(({ same }) => !same)
    const outputs = play(trials.flatMap(({ text }, i) => [`manifest ${text}`, `now ${i}`]))
    // The hint `keyid` is not covered; everything else that counts is.
    const hint = good.indexOf('"keyid":"')
    const taken = trials.filter((_, i) => (outputs[2 * i] ?? []).length > 0).map(({ at }) => at)
    expect(taken.filter((at) => at < hint || at > good.indexOf('"', hint + 9))).toEqual([])
  })
})

describe.skipIf(!installed || !available('arm-none-eabi-gcc', 'node'))(
  'the device in C on a Cortex-M3',
  () => {
    test('takes at most 16 KiB of flash and 6 KiB of memory, the deepest stack included', () => {
      const printed = make('size')
      const [text = 0, data = 0, bss = 0] = (/^\s*(\d+)\s+(\d+)\s+(\d+)/m.exec(printed) ?? [])
        .slice(1)
        .map(Number)
      const stack = Number(/stack: (\d+)/.exec(printed)?.[1])
      console.log(printed)
      expect(text).toBeGreaterThan(8000)
      expect(text + data).toBeLessThanOrEqual(16 * 1024)
      expect(stack).toBeGreaterThan(1000)
      expect(data + bss + stack).toBeLessThanOrEqual(6 * 1024)
    })
  },
)

/** Some lines for both devices. Only what both must treat alike: a restart of the reference has no power cut. */
function step(): fc.Arbitrary<readonly string[]> {
  const changes = fc.record(
    {
      sequence: fc.integer({ min: 1, max: 12 }),
      share: fc.constantFrom(0, 500_000, 1_000_000),
      candidate: fc.constantFrom(V2, V3),
      stable: fc.constantFrom(V1, V2),
      window: fc.constantFrom(null, { from: 60, to: 120 }, { from: 1380, to: 30 }),
      confirm: fc.constantFrom(0, 60, 4000),
      fleet: fc.constantFrom('f', 'f', 'f', 'other \u00e9"'),
      salt: fc.constantFrom('s', 'a longer salt', 'k\u00f6ln \u{1F600}'),
    },
    { requiredKeys: ['sequence'] },
  )
  return fc.oneof(
    { weight: 4, arbitrary: changes.map((one) => [`manifest ${signed(one)}`]) },
    { weight: 3, arbitrary: fc.constant(['check']) },
    fc.constantFrom('healthy', 'sick', 'not-yet').map((health) => [`health ${health}`]),
    fc.integer({ min: 0, max: 90_000 }).map((seconds) => [`now ${seconds}`]),
    fc.constantFrom(V1, V2, V3).map((one) => [`file ${one.url} -`]),
    fc.constantFrom(V1, V2, V3).map((one) => [`file ${one.url} ${textOf(one)}`]),
    fc.constantFrom(['report'], ['reboot'], ['reboot'], ['watchdog']),
  )
}

/** What the reference agent in TypeScript does with the same lines, in the same words. */
async function reference(script: readonly string[]): Promise<readonly (readonly string[])[]> {
  let [said, seconds, health, running] = [[] as string[], 0, 'healthy', V1.digest]
  const files = new Map([V1, V2, V3].map((one) => [one.url, textOf(one)]))
  let flash: Device = {
    ...{ id: 'd', slots: 2, running: V1, previous: null, state: 'running', sequence: 0 },
    ...{ refused: [], testing: 0, confirm: 600, boots: 0, sent: 0 },
    // The device in C speaks the first version.
    ...{ protocol: 1, group: '', keys: null, issued: 0, traits: {} },
  }
  const hardware: Hardware = {
    clock: () => seconds,
    store: async (device) => void (flash = device),
    download: async ({ url }) => {
      const text = files.get(url)
      if (text === undefined || text === '-') throw new Error('it cannot be had')
      return await Promise.resolve(Buffer.from(text))
    },
    write: async () => {},
    boot: async ({ digest }) => {
      running = digest
      said.push(`boot ${digest}`)
      await Promise.resolve()
    },
    running: async () => await Promise.resolve(running),
    healthy: async () =>
      await Promise.resolve(health === 'healthy' ? true : health === 'sick' ? false : undefined),
    publish: async (topic, message) => void said.push(`publish ${topic} ${message}`),
  }
  let agent = new Agent(flash, 'f', known, hardware)
  const answers: (readonly string[])[] = []
  for (const line of script) {
    said = []
    const [, word = '', rest = ''] = /^(\S+) ?(.*)$/.exec(line) ?? []
    if (word === 'now') seconds = Number(rest)
    if (word === 'health') health = rest
    if (word === 'file') files.set(rest.split(' ')[0] ?? '', rest.slice(rest.indexOf(' ') + 1))
    if (word === 'manifest') await agent.receive(rest)
    if (word === 'check') await agent.check()
    if (word === 'report') await agent.report()
    if (word === 'reboot' || word === 'watchdog') {
      flash = onBoot(flash, word === 'watchdog')
      running = flash.running.digest
      agent = new Agent(flash, 'f', known, hardware)
      said.push(`boot ${flash.running.digest}`)
    }
    answers.push(said)
  }
  return answers
}

test('the digests of the versions are those of their texts', () => {
  for (const one of [V1, V2, V3])
    expect(one.digest).toBe(`sha256:${createHash('sha256').update(textOf(one)).digest('hex')}`)
})
