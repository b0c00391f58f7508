import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  extendChain,
  keysLastCheck,
  keySetOf,
  manifestFleet,
  openFleet,
  openManifest,
  readChain,
  readFleetKeys,
  readFleetSigningKeys,
  sealManifest,
  type FleetStore,
  type KeyChain,
} from '@sluice/fleet'
import { preAuthEncoding, type SigningKey, type VerifyingKey } from '@sluice/verdict'
import { Agent } from '../../../examples/fleet/agent.ts'
import { onKeys, type Device } from '../../../examples/fleet/decisions.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { quietIo } from '../swap/world.ts'
import { manifest, rollout, V1, V2 } from './manifests.ts'

interface Pair {
  readonly pem: string
  readonly own: SigningKey
  readonly public: VerifyingKey
}

function pairOf(kind: 'ed25519' | 'P-256'): Pair {
  const pair =
    kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const [own] = readFleetSigningKeys(pem)
  const [key] = readFleetKeys(pair.publicKey.export({ type: 'spki', format: 'pem' }).toString())
  if (own === undefined || key === undefined) throw new Error('unreachable')
  return { pem, own, public: key }
}

const [a, b, c, online, next] = [
  pairOf('ed25519'),
  pairOf('P-256'),
  pairOf('ed25519'),
  pairOf('P-256'),
  pairOf('ed25519'),
]
const LATER = 2_000_000_000
const setOf = (
  version: number,
  roots: readonly Pair[],
  threshold: number,
  keys: readonly Pair[],
  expires = LATER,
) =>
  keySetOf(
    { fleet: 'f', version, expires },
    { keys: roots.map((pair) => pair.public), threshold },
    { keys: keys.map((pair) => pair.public), threshold: 1 },
  )
const ownOf = (pairs: readonly Pair[]) => pairs.map(({ own }) => own)
const text = (chain: KeyChain): string => JSON.stringify(chain)

const first = setOf(1, [a, b, c], 2, [online])
const one = extendChain([], first, ownOf([a, b]))
const second = setOf(2, [a, b, c], 2, [next])
const two = extendChain(one, second, ownOf([b, c]))

const device: Device = {
  ...{ id: 'd', slots: 2, running: V1, previous: null, state: 'running' },
  ...{ sequence: 0, refused: [], testing: 0, confirm: 60, boots: 0, sent: 0 },
  ...{ protocol: 2, group: '', keys: first, issued: 0, traits: {} },
}

describe('a manifest', () => {
  test.each([
    ['Ed25519', a],
    ['P-256', b],
  ] as const)('signed with %s is read back with its public key and with no other', (_, pair) => {
    const sealed = sealManifest(manifest(5), pair.own)
    expect(openManifest(sealed, [pair.public])).toEqual(manifest(5))
    for (const other of [a, b, c, online].filter((each) => each !== pair))
      expect(() => openManifest(sealed, [other.public])).toThrow('not signed by a known key')
  })

  test('of several keys is accepted by a device that knows one of them', () => {
    const sealed = sealManifest(manifest(5), online.own, next.own)
    for (const pair of [online, next]) expect(openManifest(sealed, [pair.public])).toEqual(manifest(5))
  })

  test('is not accepted for a signature of a wrong length', () => {
    const sealed = JSON.parse(sealManifest(manifest(5), b.own)) as { signatures: { sig: string }[] }
    for (const sig of [
      '',
      'AAAA',
      Buffer.alloc(64).toString('base64'),
      Buffer.alloc(200).toString('base64'),
    ]) {
      const changed = JSON.stringify({ ...sealed, signatures: [{ sig }] })
      expect(() => openManifest(changed, [a.public, b.public])).toThrow('not signed by a known key')
    }
  })

  test('of P-256 is what openssl verifies', () => {
    const folder = mkdtempSync(join(tempFolder('keys'), 'p256-'))
    const envelope = JSON.parse(sealManifest(manifest(5), b.own)) as {
      readonly payloadType: string
      readonly payload: string
      readonly signatures: readonly { readonly sig: string }[]
    }
    const raw = Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64')
    expect(raw.length).toBe(64)
    const integer = (bytes: Buffer): Buffer => {
      const trimmed = bytes.subarray(bytes.findIndex((byte) => byte !== 0))
      const value = (trimmed[0] ?? 0) > 127 ? Buffer.concat([Buffer.of(0), trimmed]) : trimmed
      return Buffer.concat([Buffer.of(2, value.length), value])
    }
    const body = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))])
    const files = { sig: join(folder, 'sig'), data: join(folder, 'data'), key: join(folder, 'key') }
    writeFileSync(files.sig, Buffer.concat([Buffer.of(0x30, body.length), body]))
    writeFileSync(files.data, preAuthEncoding(envelope.payloadType, Buffer.from(envelope.payload, 'base64')))
    writeFileSync(files.key, b.public.publicKey.export({ type: 'spki', format: 'pem' }))
    const args = ['dgst', '-sha256', '-verify', files.key, '-signature', files.sig, files.data]
    expect(execFileSync('openssl', args).toString()).toContain('Verified OK')
    expect(readFileSync(files.sig)[0]).toBe(0x30)
  })

  test('keys of another kind are refused in words that do not repeat them', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    expect(() => readFleetKeys(pem)).toThrow('keys must be Ed25519 or P-256')
    expect(() => readFleetKeys(a.pem)).toThrow('one of them is private')
    expect(() => readFleetKeys('none')).toThrow('must be public keys as PEM')
    expect(() => readFleetSigningKeys('none')).toThrow('must be private keys as PEM')
  })
})

describe('a chain of key sets', () => {
  test('grows when enough keys of the old and of the new set sign', () => {
    expect(readChain(text(two)).map(({ version }) => version)).toEqual([1, 2])
    expect(onKeys(device, text(two)).keys).toEqual(second)
  })

  test.each([
    ['too few root keys sign', one, setOf(2, [a, b, c], 2, [next]), [a], 'not signed by enough of its own'],
    [
      'a key that is no root key signs',
      one,
      setOf(2, [a, b, c], 2, [next]),
      [a, online],
      'enough of its own',
    ],
    ['new root keys sign alone', one, setOf(2, [next, online], 2, [next]), [next, online], 'of version 1'],
    ['one key signs twice', one, setOf(2, [a, b, c], 2, [next]), [a, a], 'enough of its own'],
    ['a version is left out', one, setOf(3, [a, b, c], 2, [next]), [a, b], 'item 2 has version 3'],
  ] as const)('does not when %s', (_, chain, set, signers, why) => {
    expect(() => extendChain(chain, set, ownOf(signers))).toThrow(why)
  })

  test('that is older, or another one, leaves a reader with what it knows', () => {
    const fork = extendChain(one, setOf(2, [a, b, c], 2, [a]), ownOf([a, c]))
    for (const bad of [text(one), text(fork), '[]', '{}', 'x', text(two).slice(0, -9)])
      expect(onKeys({ ...device, keys: second }, bad).keys).toEqual(second)
  })

  test('cannot ask for more keys than a role has, or for none', () => {
    expect(() => setOf(1, [a], 2, [a])).toThrow('roles.root must have a threshold')
    expect(() => setOf(1, [a], 0, [a])).toThrow('roles.root must have a threshold')
    expect(() => setOf(1, [a, a], 2, [a])).toThrow('roles.root must have a threshold')
  })

  test('does not trust what was issued after it had expired', () => {
    const short = setOf(1, [a], 1, [online], 1500)
    const issued = (at: number) => sealManifest({ ...manifest(5), issued: at }, online.own)
    expect(openManifest(issued(1500), short)).toMatchObject({ issued: 1500 })
    expect(() => openManifest(issued(1501), short)).toThrow('had expired')
  })
})

describe('a device with a key set', () => {
  const agentOf = (own: Device = device): Agent =>
    new Agent(own, 'f', [], {
      clock: () => 1000,
      store: async () => {},
      download: async ({ version }) => Buffer.from(`model ${version}`),
      write: async () => {},
      boot: async () => {},
      running: async () => V1.digest,
      healthy: async () => undefined,
      publish: async () => {},
    })
  const all = { ...manifest(100), issued: 5000, sequence: 10 }

  test('follows a rotation, also when the manifest of the new key arrives first', async () => {
    const agent = agentOf()
    await agent.receive(sealManifest(all, next.own))
    expect(agent.device.running).toEqual(V1)
    await agent.receiveKeys(text(two))
    expect(agent.device).toMatchObject({ running: V2, keys: { version: 2 } })
  })

  test('believes the old key no more, and goes back to no older set', async () => {
    const agent = agentOf()
    await agent.receiveKeys(text(two))
    await agent.receiveKeys(text(one))
    await agent.receive(sealManifest(all, online.own))
    expect(agent.device).toMatchObject({ running: V1, sequence: 0, keys: { version: 2 } })
  })

  test('refuses a manifest that was issued before one it has accepted', async () => {
    const agent = agentOf()
    await agent.receive(sealManifest({ ...all, share: 0 }, online.own))
    await agent.receive(sealManifest({ ...all, issued: 4999, sequence: 11 }, online.own))
    expect(agent.device).toMatchObject({ running: V1, sequence: 10 })
  })
})

describe('publishing with a key set', () => {
  const live = new AbortController().signal
  const memoryStore = (): FleetStore & { keys: string | undefined; manifest: string | undefined } => {
    const kept = {
      keys: undefined as string | undefined,
      manifest: undefined as string | undefined,
      read: async () => await Promise.resolve(kept.manifest),
      write: async (envelope: string) => void (kept.manifest = envelope),
      readKeys: async () => await Promise.resolve(kept.keys),
      writeKeys: async (chain: string) => void (kept.keys = chain),
      hear: async () => await Promise.reject(new Error('not asked')),
      close: async () => {},
    }
    return kept
  }
  const fleetOf = (store: FleetStore, chain: KeyChain, signer: Pair) => {
    const newest = readChain(text(chain)).at(-1)
    if (newest === undefined) throw new Error('unreachable')
    return manifestFleet(
      {
        ...{ store, rollout, stages: [], roster: undefined, answerWithin: 1000 },
        ...{ signers: [signer.own], chain: { text: text(chain), newest }, previousKeys: [online.public] },
      },
      quietIo(),
    )
  }

  test('puts the keys before the manifest, and never an older chain over a newer one', async () => {
    const store = memoryStore()
    await fleetOf(store, one, online).setShare('2', 5, live)
    expect([store.keys, store.manifest !== undefined]).toEqual([text(one), true])
    await fleetOf(store, two, next).setShare('2', 25, live)
    expect(store.keys).toBe(text(two))
    await expect(fleetOf(store, one, online).setShare('2', 50, live)).rejects.toMatchObject({
      code: expect.stringMatching(/KEYS_NOT_NEWER|MANIFEST_NOT_TRUSTED/) as unknown,
    })
    expect(store.keys).toBe(text(two))
  })

  test('takes a version back although the keys cannot be read or published', async () => {
    const store = memoryStore()
    await fleetOf(store, one, online).setShare('2', 50, live)
    const broken = { ...store, read: store.read, write: store.write }
    const gone = async () => await Promise.reject(new Error('no place for keys'))
    const fleet = fleetOf({ ...broken, readKeys: gone, writeKeys: gone }, one, online)
    await expect(fleet.setShare('2', 75, live)).rejects.toThrow('no place for keys')
    expect(await fleet.share('2', live)).toBe(50)
    await fleet.setShare('2', 0, live)
    expect(await fleet.share('2', live)).toBe(0)
  })

  test('takes back what an earlier key set has signed', async () => {
    const store = memoryStore()
    await fleetOf(store, one, online).setShare('2', 50, live)
    const rotated = readChain(text(two)).at(-1)
    if (rotated === undefined) throw new Error('unreachable')
    const fleet = manifestFleet(
      {
        ...{ store, rollout, stages: [], roster: undefined, answerWithin: 1000 },
        ...{ signers: [next.own], chain: { text: text(two), newest: rotated }, previousKeys: [] },
      },
      quietIo(),
    )
    expect(await fleet.withdraw('2', live)).toBe('2')
    expect(await fleet.share('2', live)).toBe(0)
  })

  test('builds on nothing that a replaced key has signed, nor on the manifest of another fleet', async () => {
    const store = memoryStore()
    await fleetOf(store, one, online).setShare('2', 50, live)
    const rotated = readChain(text(two)).at(-1)
    if (rotated === undefined) throw new Error('unreachable')
    const withSettings = (changes: Partial<typeof rollout>) =>
      manifestFleet(
        {
          ...{
            store,
            rollout: { ...rollout, ...changes },
            stages: [],
            roster: undefined,
            answerWithin: 1000,
          },
          ...{ signers: [next.own], chain: { text: text(two), newest: rotated }, previousKeys: [] },
        },
        quietIo(),
      )
    await expect(withSettings({}).setShare('2', 75, live)).rejects.toMatchObject({
      code: 'MANIFEST_NOT_TRUSTED',
    })
    await expect(withSettings({ fleet: 'another' }).share('2', live)).rejects.toMatchObject({
      code: 'MANIFEST_NOT_TRUSTED',
      message: expect.stringMatching(/of the fleet .*, not of another/) as unknown,
    })
    expect(await fleetOf(store, one, online).share('2', live)).toBe(50)
  })

  test('another build of the same version is taken back as that version', async () => {
    const store = memoryStore()
    await fleetOf(store, one, online).setShare('2', 50, live)
    const rebuilt = { ...rollout, candidate: { ...rollout.candidate, digest: `sha256:${'4'.repeat(64)}` } }
    const fleet = manifestFleet(
      {
        ...{ store, rollout: rebuilt, stages: [], roster: undefined, answerWithin: 1000 },
        ...{ signers: [online.own], chain: undefined, previousKeys: [] },
      },
      quietIo(),
    )
    expect(await fleet.share('2', live)).toBe(50)
    await fleet.setShare('2', 0, live)
    expect(await fleet.share('2', live)).toBe(0)
  })

  test('withdraws what some devices try, whatever the settings name by now, and nothing that all of them run', async () => {
    const store = memoryStore()
    const before = fleetOf(store, one, online)
    await expect(before.withdraw('2', live)).rejects.toMatchObject({ code: 'NO_MANIFEST' })
    await before.setShare('2', 50, live)
    const newer = {
      ...rollout,
      candidate: { ...rollout.candidate, version: '3', digest: `sha256:${'3'.repeat(64)}` },
    }
    const fleet = manifestFleet(
      {
        ...{ store, rollout: newer, stages: [], roster: undefined, answerWithin: 1000 },
        ...{ signers: [online.own], chain: undefined, previousKeys: [] },
      },
      quietIo(),
    )
    expect(await fleet.withdraw('3', live)).toBe('2')
    expect(await before.share('2', live)).toBe(0)
    expect(await fleet.withdraw('3', live)).toBeUndefined()
    await before.setShare('2', 100, live)
    await expect(fleet.withdraw('3', live)).rejects.toMatchObject({ code: 'ANOTHER_ROLLOUT' })
    expect(await before.share('2', live)).toBe(100)
  })

  test('asks for a key set that outlasts the way back', () => {
    expect(keysLastCheck(undefined, 2000, 1000)).toBeUndefined()
    expect(keysLastCheck(2001, 2000, 1000)).toMatchObject({ finding: 'fine' })
    expect(keysLastCheck(2000, 2000, 1000)).toMatchObject({
      finding: 'worse',
      detail: expect.stringMatching(/expires at 1970-01-01T00:00:02.*refuse its way back/) as unknown,
    })
  })

  test('is refused with every problem before anything is published', async () => {
    const folder = mkdtempSync(join(tempFolder('keys'), 'chain-'))
    writeFileSync(join(folder, 'keys.json'), text(extendChain([], setOf(1, [a], 1, [online], 10), [a.own])))
    const io = quietIo()
    const given = {
      ...{ manifest: 'http://127.0.0.1:1/', telemetry: 'http://127.0.0.1:1/', fleet: 'g', keys: 'keys.json' },
      candidate: JSON.stringify(V2),
      'manifest-keys': next.pem,
    }
    const opening = openFleet(
      { adapter: 'http', given, signingKey: undefined },
      { ...io, facts: { ...io.facts, workspace: folder } },
    )
    await expect(opening).rejects.toMatchObject({
      code: 'BAD_KEYS',
      message: expect.stringMatching(
        /is for the fleet f, not for g\nversion 1 .* expired at 1970-01-01T00:00:10.000Z\nmanifests need 1 keys .* 0 of them/,
      ) as unknown,
    })
  })
})
