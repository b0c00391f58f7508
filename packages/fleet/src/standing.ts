import { inCohort } from './cohort.ts'
import type { Manifest } from './manifest.ts'
import type { FleetView, Telemetry } from './telemetry.ts'

/** How the devices of one cohort stand with the candidate; each device is in exactly one group. */
export interface Standing {
  readonly cohort: number
  /** Runs the candidate and found itself healthy. */
  readonly confirmed: number
  /** Tried it and went back by itself. */
  readonly reverted: number
  /** Said that it is trying, and may still be. */
  readonly testing: number
  /** Has accepted the manifest and not begun, e.g. because its window is closed. */
  readonly waiting: number
  /** Has not been heard from since the manifest was issued. Never counted as healthy. */
  readonly silent: number
}

/** The stage a device has reached with the candidate of a manifest. */
export function stageOf(
  message: Telemetry | undefined,
  manifest: Manifest,
): Exclude<keyof Standing, 'cohort'> {
  const { digest } = manifest.candidate
  if (message === undefined) return 'silent'
  if (message.refused === digest) return 'reverted'
  if (message.digest === digest) return message.state === 'testing' ? 'testing' : 'confirmed'
  return message.manifest >= manifest.sequence ? 'waiting' : 'silent'
}

/**
 * Counts the cohort. With a roster, devices never heard from count as silent; without one, only devices ever heard
 * from are known.
 */
export function standingOf(view: FleetView, manifest: Manifest, roster?: readonly string[]): Standing {
  const standing = { cohort: 0, confirmed: 0, reverted: 0, testing: 0, waiting: 0, silent: 0 }
  for (const device of new Set([...(roster ?? []), ...view.devices.keys()])) {
    if (!inCohort(device, manifest.salt, manifest.share)) continue
    standing.cohort++
    standing[stageOf(view.devices.get(device), manifest)]++
  }
  return standing
}
