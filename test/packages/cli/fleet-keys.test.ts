import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { readChain } from '@sluice/fleet'
import { generateKeys } from '@sluice/verdict'
import { fleetKeysCommand } from '../../../packages/cli/src/fleet/keys.ts'
import { runCommand } from './run-command.ts'

function filesOf(name: string, kind: 'ed25519' | 'P-256'): Readonly<Record<string, string>> {
  if (kind === 'ed25519') {
    const { privateKey, publicKey } = generateKeys()
    return { [`${name}.key`]: privateKey, [`${name}.pub`]: publicKey }
  }
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    [`${name}.key`]: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    [`${name}.pub`]: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}

const keys = {
  ...filesOf('a', 'ed25519'),
  ...filesOf('b', 'P-256'),
  ...filesOf('ci', 'P-256'),
  ...filesOf('ci-2', 'ed25519'),
}
const run = async (line: string, files: Readonly<Record<string, string>> = {}) =>
  await runCommand(fleetKeysCommand, line.split(' '), { ...keys, ...files })
const FIRST =
  '--fleet lamps --root a.pub --root b.pub --root-threshold 2 --manifest ci.pub --expires 2027-12-31'

test('a set is made, and the next one changes only what is given', async () => {
  const first = await run(`${FIRST} --sign a.key --sign b.key`)
  expect(first.code).toBe(0)
  const next = await run(
    '--chain keys.json --manifest ci-2.pub --expires 2028-12-31 --sign a.key --sign b.key',
    {
      'keys.json': first.out,
    },
  )
  const [one, two] = readChain(next.out)
  expect(one).toMatchObject({
    version: 1,
    fleet: 'lamps',
    expires: Date.UTC(2027, 11, 31, 23, 59, 59) / 1000,
  })
  expect(two).toMatchObject({ version: 2, fleet: 'lamps', roles: { root: one?.roles.root } })
  expect(two?.roles.manifest.keys).not.toEqual(one?.roles.manifest.keys)
})

test.each([
  ['too few root keys sign', `${FIRST} --sign a.key`, 'is not signed by enough of its own root keys'],
  [
    'no key is named for manifests',
    '--fleet f --root a.pub --expires 2027-12-31 --sign a.key',
    'roles.manifest',
  ],
  [
    'no fleet is named',
    '--root a.pub --manifest ci.pub --expires 2027-12-31 --sign a.key',
    'fleet must be text',
  ],
  ['a public key is to sign', `${FIRST} --sign a.pub`, 'must be private keys as PEM'],
  [
    'the day is none',
    `${FIRST.replace('2027-12-31', 'soon')} --sign a.key`,
    'must be a day such as 2027-12-31',
  ],
])('it says what is wrong when %s', async (_, line, why) => {
  const { code, err, out } = await run(line)
  expect([code, out]).toEqual([3, ''])
  expect(err).toContain(why)
  expect(err).not.toContain('PRIVATE')
})
