import type { FleetView } from './telemetry.ts'

/** Where a fleet's manifest is published and its devices are heard. Rejects when it can't be reached. */
export interface FleetStore {
  /** The envelope that devices find now; undefined when there never was one. */
  readonly read: (signal: AbortSignal) => Promise<string | undefined>
  /** Publishes an envelope, so that a device that asks later finds it. */
  readonly write: (envelope: string, signal: AbortSignal) => Promise<void>
  /** The chain of key sets that devices find now; undefined where there is none, or no place for it. */
  readonly readKeys: (signal: AbortSignal) => Promise<string | undefined>
  readonly writeKeys: (chain: string, signal: AbortSignal) => Promise<void>
  /** The newest message of every device that ever spoke; what this run has heard before is not forgotten. */
  readonly hear: (signal: AbortSignal) => Promise<FleetView>
  readonly close: () => Promise<void>
}
