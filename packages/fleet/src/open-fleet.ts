import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Unacceptable, UserError, type Io } from '@sluice/action'
import { readSigningKey, RefusedEnvelope, type SigningKey } from '@sluice/verdict'
import type { Fleet } from './fleet.ts'
import { groupMembers, stagesOf, type GroupStage } from './groups.ts'
import { readChain, roleKeys, type KeySet } from './key-set.ts'
import { manifestFleet } from './manifest-fleet.ts'
import { rosterIn } from './roster.ts'
import { groupsOf, openStore, type FleetSettings } from './settings.ts'

/** A fleet that is ready, and what the settings say about a rollout over it. */
export interface OpenFleet {
  readonly settings: FleetSettings
  readonly fleet: Fleet
  /** The rungs of its groups; empty where it has none. */
  readonly stages: readonly GroupStage[]
  /** Whether every device that counts is known: on the roster, or by proof. Else anyone can write messages. */
  readonly known: boolean
  /** Epoch milliseconds after which devices refuse what the keys of the newest set sign; undefined without key sets. */
  readonly keysExpire: number | undefined
}

/** How a fleet is reached: the name of an adapter, its settings, and the key that signs. */
export interface FleetAddress {
  readonly adapter: string
  readonly given: Readonly<Record<string, string>>
  readonly signingKey: string | undefined
}

/** Reads settings, roster and keys. Nothing is asked of the fleet. Throws `UserError`. */
export async function openFleet({ adapter, given, signingKey }: FleetAddress, io: Io): Promise<OpenFleet> {
  const { settings, store } = openStore(adapter, given, io)
  const signers = settings['manifest-keys'] ?? signersOf(signingKey)
  const chain = settings.keys === undefined ? undefined : await chainIn(settings.keys, io)
  if (chain !== undefined) refuseSigners(chain.newest, signers, settings.fleet, io.now())
  const roster = await rosterIn(settings.roster, io)
  const { groups, others } = groupsOf(settings)
  const stages = stagesOf(groups, roster, others)
  const { fleet, candidate, stable, confirm, retry } = settings
  return {
    settings,
    stages,
    keysExpire: chain === undefined ? undefined : 1000 * chain.newest.expires,
    known: roster !== undefined || settings['telemetry-key'] !== undefined,
    fleet: manifestFleet(
      {
        store,
        signers,
        chain,
        previousKeys: settings['previous-keys'] ?? [],
        rollout: {
          ...{ fleet, candidate, stable, retry },
          confirm: Math.round(confirm / 1000),
          window: settings.window ?? null,
        },
        stages,
        roster: roster === undefined ? undefined : groupMembers(stages, roster),
        // A device must download and boot before its time to confirm begins.
        answerWithin: settings['answer-within'] ?? 4 * confirm,
      },
      io,
    ),
  }
}

function signersOf(signingKey: string | undefined): readonly SigningKey[] {
  if (signingKey !== undefined) return [readSigningKey(signingKey)]
  throw new UserError(
    'NO_KEY',
    'signing-key: is required in mode fleet',
    'Give `signing-key`, because devices refuse an unsigned manifest. `sluice keygen` makes a key pair.',
  )
}

/** A chain of key sets as it was written, and the newest of them. */
export interface OpenChain {
  readonly text: string
  readonly newest: KeySet
}

async function chainIn(path: string, io: Io): Promise<OpenChain> {
  const text = (await readFile(resolve(io.facts.workspace, path), 'utf8')).trim()
  try {
    const newest = readChain(text).at(-1)
    if (newest !== undefined) return { text, newest }
  } catch (error) {
    if (!(error instanceof Unacceptable || error instanceof RefusedEnvelope)) throw error
    throw badKeys(`${path} ${error.message}`)
  }
  throw badKeys(`${path} has no set of keys`)
}

/** Devices would refuse what these keys sign. It is better to say so before anything is published. */
function refuseSigners(set: KeySet, signers: readonly SigningKey[], fleet: string, now: number): void {
  const { manifest } = set.roles
  const good = new Set(signers.map(({ id }) => id).filter((id) => manifest.keys.includes(id)))
  const problems = [
    ...(set.fleet === fleet ? [] : [`the key set is for the fleet ${set.fleet}, not for ${fleet}`]),
    ...(set.expires * 1000 > now
      ? []
      : [`version ${set.version} of the key set expired at ${new Date(set.expires * 1000).toISOString()}`]),
    ...(good.size >= manifest.threshold
      ? []
      : [
          `manifests need ${manifest.threshold} keys of version ${set.version} of the key set, and ${good.size} of them were given (wanted: ${roleKeys(
            set,
            'manifest',
          )
            .map(({ id }) => id.slice(0, 12))
            .join(', ')}; given: ${signers.map(({ id }) => id.slice(0, 12)).join(', ')})`,
        ]),
  ]
  if (problems.length > 0) throw badKeys(problems.join('\n'))
}

function badKeys(message: string): UserError {
  return new UserError(
    'BAD_KEYS',
    message,
    'Make a new key set with `sluice fleet-keys`, or give its private keys in `manifest-keys` of `router-settings`.',
  )
}
