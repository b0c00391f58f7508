import { Unacceptable, UserError } from '@sluice/action'
import {
  extendChain,
  keySetOf,
  readChain,
  readFleetKeys,
  readFleetSigningKeys,
  roleKeys,
  type KeyChain,
  type KeySet,
} from '@sluice/fleet'
import { RefusedEnvelope, type VerifyingKey } from '@sluice/verdict'
import { defineCommand, type CliIo, type Given } from '../command.ts'

const OPTIONS = {
  chain: { value: 'FILE', about: 'the chain of key sets so far; without it, the first set is made' },
  fleet: { value: 'NAME', about: 'name of the fleet; needed for the first set' },
  expires: { value: 'DATE', about: 'last day of the set, as 2027-12-31' },
  root: { value: 'FILE', about: 'public key that decides about key sets', multiple: true },
  'root-threshold': { value: 'N', about: 'how many root keys must sign a set' },
  manifest: { value: 'FILE', about: 'public key that may sign manifests', multiple: true },
  'manifest-threshold': { value: 'N', about: 'how many of them must sign a manifest' },
  sign: { value: 'FILE', about: 'private root key that signs the set', multiple: true },
} as const

/** Makes the first key set of a fleet, or the next one of a chain, and prints the chain. */
export const fleetKeysCommand = defineCommand(
  {
    name: 'fleet-keys',
    about:
      'Makes the keys of a fleet, or changes them, and prints the chain of all key sets. Keys are PEM files, Ed25519 or P-256. What is not given stays as in the set before. Enough root keys of the old set and of the new one must sign.',
    usage: ['--expires DATE --sign FILE... [OPTIONS]'],
    options: OPTIONS,
    examples: [
      'fleet-keys --fleet lamps --root a.pub --root b.pub --root-threshold 2 --manifest ci.pub --expires 2027-12-31 --sign a.key --sign b.key > keys.json',
      'fleet-keys --chain keys.json --manifest ci-2.pub --expires 2028-12-31 --sign a.key --sign b.key > keys-2.json',
    ],
  },
  async (given, _, io) => {
    try {
      const chain = await chainOf(given.chain, io)
      const next = await nextSet(chain?.sets.at(-1), given, io)
      const signers = (await Promise.all(given.sign.map(async (path) => await read(path, io)))).flatMap(
        readFleetSigningKeys,
      )
      io.stdout(`${JSON.stringify(extendChain(chain?.envelopes ?? [], next, signers))}\n`)
      return 0
    } catch (error) {
      if (!(error instanceof Unacceptable || error instanceof RefusedEnvelope)) throw error
      throw new UserError(
        'BAD_KEYS',
        `the key set ${error.message}`,
        'Give the missing keys with --root, --manifest and --sign.',
      )
    }
  },
)

interface OpenChain {
  readonly sets: readonly KeySet[]
  readonly envelopes: KeyChain
}

async function chainOf(path: string | undefined, io: CliIo): Promise<OpenChain | undefined> {
  if (path === undefined) return undefined
  const text = await read(path, io)
  return { sets: readChain(text), envelopes: JSON.parse(text) as KeyChain }
}

async function read(path: string, io: CliIo): Promise<string> {
  return await io.readFile(path)
}

async function nextSet(before: KeySet | undefined, given: Given<typeof OPTIONS>, io: CliIo): Promise<KeySet> {
  const role = async (name: 'root' | 'manifest') => {
    const threshold = given[`${name}-threshold`]
    return {
      keys: await keysOf(given[name], before === undefined ? [] : roleKeys(before, name), io),
      threshold: threshold === undefined ? (before?.roles[name].threshold ?? 1) : Number(threshold),
    }
  }
  const version = (before?.version ?? 0) + 1
  const about = { fleet: given.fleet ?? before?.fleet ?? '', version, expires: lastSecondOf(given.expires) }
  return keySetOf(about, await role('root'), await role('manifest'))
}

async function keysOf(
  paths: readonly string[],
  before: readonly VerifyingKey[],
  io: CliIo,
): Promise<readonly VerifyingKey[]> {
  if (paths.length === 0) return before
  return (await Promise.all(paths.map(async (path) => await read(path, io)))).flatMap(readFleetKeys)
}

function lastSecondOf(day: string | undefined): number {
  const at = /^\d{4}-\d\d-\d\d$/.test(day ?? '') ? Date.parse(`${day ?? ''}T23:59:59Z`) : Number.NaN
  if (!Number.isNaN(at)) return at / 1000
  throw new UserError(
    'WRONG_OPTION',
    `sluice fleet-keys: --expires must be a day such as 2027-12-31, got ${day ?? 'nothing'}`,
    '`sluice fleet-keys --help` lists the options.',
  )
}
