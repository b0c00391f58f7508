import type { FleetStanding } from './standing.ts'
import type { WayBack } from './way-back.ts'

/**
 * A fleet behind whatever server updates it: manifests in a store, or an OTA server that people run already. Every method
 * reads or writes what devices find now, and rejects with a `UserError` when the server cannot be reached or refuses.
 */
export interface Fleet {
  /** The versions of a rollout that would begin or go on now. */
  readonly versions: (signal: AbortSignal) => Promise<FleetVersions>
  /** Percent of the fleet that is told to run a version; 0 where the server says nothing about it. */
  readonly share: (target: string, signal: AbortSignal) => Promise<number>
  /** Tells devices so. What was written is confirmed by `share`. `ladder`: the shares with which the rollout began. */
  readonly setShare: (
    target: string,
    percent: number,
    signal: AbortSignal,
    ladder?: readonly number[],
  ) => Promise<void>
  /** How the devices that were told stand, by their own messages; undefined where nothing is published. */
  readonly standing: (signal: AbortSignal) => Promise<FleetStanding | undefined>
  /** Number of devices that have reported and do not check what an artifact requires. */
  readonly unchecking: (signal: AbortSignal) => Promise<number>
  /**
   * Takes from every device at once, whatever windows and groups say, the version that only some were told to run, or the
   * one that is named. Gives that version; undefined where nobody was told. Rejects with `NO_MANIFEST` where nothing is
   * published: a server that is slow to answer looks the same.
   */
  readonly withdraw: (target: string, signal: AbortSignal) => Promise<string | undefined>
  /** How far devices are on their way back; undefined where this process has taken nothing from them. */
  readonly wayBack: (signal: AbortSignal) => Promise<FleetReturn | undefined>
  readonly close: () => Promise<void>
}

export interface FleetVersions {
  readonly target: string
  readonly previous: string
}

export interface FleetReturn extends WayBack {
  /** One or two sentences for people. */
  readonly text: string
}
