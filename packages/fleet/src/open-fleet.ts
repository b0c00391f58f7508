import { UserError, type Io } from '@sluice/action'
import { readPublicKeys, readSigningKey } from '@sluice/verdict'
import type { Fleet } from './fleet.ts'
import { groupMembers, stagesOf, type GroupStage } from './groups.ts'
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
  if (signingKey === undefined)
    throw new UserError(
      'NO_KEY',
      'signing-key: is required in mode fleet',
      'Give `signing-key`, because devices refuse an unsigned manifest. `sluice keygen` makes a key pair.',
    )
  const roster = await rosterIn(settings.roster, io)
  const { groups, others } = groupsOf(settings)
  const stages = stagesOf(groups, roster, others)
  const { fleet, candidate, stable, confirm, retry } = settings
  const previous = settings['previous-keys']
  return {
    settings,
    stages,
    known: roster !== undefined || settings['telemetry-key'] !== undefined,
    fleet: manifestFleet(
      {
        store,
        key: readSigningKey(signingKey),
        previousKeys: previous === undefined ? [] : readPublicKeys(previous),
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
