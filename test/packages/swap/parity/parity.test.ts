import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkParity, compareFingerprints, decodeFingerprint, parityField } from '@sluice/swap'
import { quietIo, serve } from '../world.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const FACTS = {
  runtime: { node: '24.1.0', openssl: '3.0.15' },
  packages: { express: '5.1.0', 'onnxruntime-node': '1.20.0', left: '1.0.0' },
  env: { LOG_LEVEL: 'hmac:aa', DATABASE_URL: 'hmac:bb', REGION: 'hmac:cc' },
  files: { 'config.yml': 'sha256:11', 'nginx.conf': 'sha256:12' },
  flags: { 'new-checkout': false, 'beta-model': true },
  schema: { orders: '2026-11-01', users: '2026-10-12' },
  model: { classifier: 'sha256:21', vocabulary: 'sha256:22' },
  data: { features: 'v7' },
  system: { arch: 'x64', os: 'linux', kernel: '6.1' },
  limits: { memory: '512Mi', cpu: 2, files: 1024 },
}
type Facts = Record<string, Record<string, string | number | boolean | null>>

const NONE = { expected: [], tolerated: [], blocking: [] }
const fingerprintOf = (facts: Facts) => decodeFingerprint({ fingerprint: 1, facts })

/** Twenty ways in which two environments come apart. */
const SEEDED: readonly (readonly [string, (facts: Facts) => void])[] = [
  ['runtime/node', (f) => set(f, 'runtime', 'node', '24.2.0')],
  ['runtime/openssl', (f) => unset(f, 'runtime', 'openssl')],
  ['packages/express', (f) => set(f, 'packages', 'express', '5.1.1')],
  ['packages/left', (f) => unset(f, 'packages', 'left')],
  ['packages/right', (f) => set(f, 'packages', 'right', '1.0.0')],
  ['env/LOG_LEVEL', (f) => set(f, 'env', 'LOG_LEVEL', 'hmac:ab')],
  ['env/REGION', (f) => unset(f, 'env', 'REGION')],
  ['env/DEBUG', (f) => set(f, 'env', 'DEBUG', 'hmac:dd')],
  ['files/config.yml', (f) => set(f, 'files', 'config.yml', 'sha256:13')],
  ['files/nginx.conf', (f) => unset(f, 'files', 'nginx.conf')],
  ['flags/new-checkout', (f) => set(f, 'flags', 'new-checkout', true)],
  ['flags/beta-model', (f) => set(f, 'flags', 'beta-model', 'true')],
  ['schema/orders', (f) => set(f, 'schema', 'orders', '2026-11-02')],
  ['model/classifier', (f) => set(f, 'model', 'classifier', 'sha256:23')],
  ['model/vocabulary', (f) => unset(f, 'model', 'vocabulary')],
  ['data/features', (f) => set(f, 'data', 'features', 'v8')],
  ['system/arch', (f) => set(f, 'system', 'arch', 'arm64')],
  ['system/kernel', (f) => set(f, 'system', 'kernel', '6.6')],
  ['limits/memory', (f) => set(f, 'limits', 'memory', '256Mi')],
  ['limits/cpu', (f) => set(f, 'limits', 'cpu', 1)],
]

function set(facts: Facts, area: string, name: string, value: string | number | boolean): void {
  facts[area] = { ...facts[area], [name]: value }
}

function unset(facts: Facts, area: string, name: string): void {
  facts[area] = Object.fromEntries(Object.entries(facts[area] ?? {}).filter(([key]) => key !== name))
}

describe('comparing two environments', () => {
  test.each(SEEDED)('finds %s and nothing else', (fact, change) => {
    const changed: Facts = structuredClone(FACTS)
    change(changed)
    const { differences } = compareFingerprints(fingerprintOf(FACTS), fingerprintOf(changed), NONE)
    expect(differences).toMatchObject([{ fact, class: 'blocking' }])
  })

  test('finds all twenty together, and nothing in an identical pair', () => {
    const changed: Facts = structuredClone(FACTS)
    for (const [, change] of SEEDED) change(changed)
    const found = compareFingerprints(fingerprintOf(FACTS), fingerprintOf(changed), NONE).differences
    expect(found.map((each) => each.fact)).toEqual(SEEDED.map(([fact]) => fact).toSorted())
    expect(
      compareFingerprints(fingerprintOf(FACTS), fingerprintOf(structuredClone(FACTS)), NONE).differences,
    ).toEqual([])
  })

  test('classes follow the policy, and blocking wins', () => {
    const changed: Facts = structuredClone(FACTS)
    for (const [, change] of SEEDED) change(changed)
    const policy = {
      expected: ['model/*', 'packages/express'],
      tolerated: ['*/kernel', 'env/*'],
      blocking: ['env/REGION'],
    }
    const found = compareFingerprints(fingerprintOf(FACTS), fingerprintOf(changed), policy).differences
    const classOf = (fact: string) => found.find((each) => each.fact === fact)?.class
    expect([
      classOf('model/classifier'),
      classOf('system/kernel'),
      classOf('env/REGION'),
      classOf('env/DEBUG'),
    ]).toEqual(['expected', 'tolerated', 'blocking', 'tolerated'])
    expect(classOf('packages/left')).toBe('blocking')
  })
})

describe('fetching the fingerprints', () => {
  const check = async (yaml: string, workspace = '.') => {
    const io = quietIo()
    const facts = { ...io.facts, workspace }
    const colours = { previous: 'blue', target: 'green' }
    return await checkParity(parityField.parse(yaml), colours, { ...io, facts }, new AbortController().signal)
  }

  test('works from an address, a command and a file', async () => {
    const text = JSON.stringify({ fingerprint: 1, facts: FACTS })
    await using server = await serve((_, response) => response.end(text))
    const dir = tempFolder('parity')
    await writeFile(join(dir, 'blue.json'), text)
    const fromFile = `{ previous: blue.json, target: '${server.url}/$colour' }`
    expect((await check(fromFile, dir)).result.finding).toBe('fine')
    await writeFile(
      join(dir, 'print.mjs'),
      `console.log(${JSON.stringify(text)}, process.argv[2] === 'green' ? '' : '')`,
    )
    expect((await check(`from: [node, ${join(dir, 'print.mjs')}, $colour]`, dir)).result.finding).toBe('fine')
  })

  test('what cannot be had, read or understood is unknown, never equal', async () => {
    await using server = await serve((_, response) => response.end('{"fingerprint":1,"facts":{}}'))
    expect((await check(`from: ${server.url}`)).result).toMatchObject({ finding: 'unknown' })
    expect((await check('from: http://127.0.0.1:9/$colour')).result.finding).toBe('unknown')
    expect((await check('from: no-such-file.json')).result.finding).toBe('unknown')
  })

  test('a fact that could not be read on either side is unknown', async () => {
    const facts = { ...FACTS, schema: { orders: null } }
    await using server = await serve((_, response) => response.end(JSON.stringify({ fingerprint: 1, facts })))
    expect((await check(`from: ${server.url}`)).result).toMatchObject({
      finding: 'unknown',
      detail: expect.stringContaining('schema/orders'),
    })
  })
})

test('a fingerprint of another shape is refused with everything that is wrong', () => {
  const decode = () => decodeFingerprint({ fingerprint: 1, facts: { hardware: { a: 1 }, env: { b: ['x'] } } })
  expect(decode).toThrow(/facts\.hardware is not one of.*facts\.env\.b must be/s)
})
