import { UserError } from '@sluice/action'
import type { GroupStage } from './groups.ts'
import { FULL_SHARE, type FleetArtifact, type Manifest, type UpdateWindow } from './manifest.ts'

/** What a rollout over a fleet needs besides its share. */
export interface FleetRollout {
  readonly fleet: string
  readonly candidate: FleetArtifact
  /** What everyone else runs. Needed when no manifest was ever published. */
  readonly stable: FleetArtifact | undefined
  readonly confirm: number
  readonly window: UpdateWindow | null
  /** Whether devices that refused the candidate before try it once more. */
  readonly retry?: boolean
}

/** Percent of the fleet that the published manifest gives the candidate; 0 when it is about something else. */
export function publishedShare(current: Manifest | undefined, rollout: FleetRollout): number {
  if (current === undefined || current.candidate.digest !== rollout.candidate.digest) return 0
  return percentOf(current)
}

function percentOf({ share, reached }: Manifest): number {
  return ((reached ?? share) / FULL_SHARE) * 100
}

/** What a manifest says besides its share. */
export interface Publication {
  /** The group that begins last; undefined where the fleet has no groups, or none has begun. */
  readonly stage?: GroupStage | undefined
  /** Whether devices go back at once, whatever their window says. */
  readonly atOnce?: boolean
}

/**
 * The manifest to publish for a share, or undefined when the published one says it already. Sequences rise even if the
 * store lost its manifest. Refuses to replace another rollout that is half way.
 */
export function manifestFor(
  current: Manifest | undefined,
  rollout: FleetRollout,
  sharePercent: number,
  nowSeconds: number,
  { stage, atOnce = false }: Publication = {},
): Manifest | undefined {
  const share = Math.round((sharePercent / 100) * FULL_SHARE)
  const same = current?.candidate.digest === rollout.candidate.digest
  const window = atOnce ? null : rollout.window
  const isPublished = current !== undefined && same && (current.reached ?? current.share) === share
  if (isPublished && !(atOnce && current.window !== null)) return undefined
  const { fleet, candidate, confirm, retry = false } = rollout
  const stable = same ? current?.stable : stableAfter(current, rollout)
  if (stable === undefined) {
    throw new UserError(
      'NO_STABLE',
      'there is no manifest yet, and `stable` was not given',
      'Give `stable` in `router-settings`.',
    )
  }
  if (stable.digest === candidate.digest) {
    throw new UserError(
      'NOTHING_NEW',
      `the fleet already runs ${candidate.version}`,
      'Give another `candidate`.',
    )
  }
  return {
    schema: 1,
    fleet,
    sequence: Math.max((current?.sequence ?? 0) + 1, nowSeconds),
    // Devices refuse an earlier one, and two machines' clocks differ.
    issued: Math.max(current?.issued ?? 0, nowSeconds),
    // Other devices go first in every rollout, and the same ones in every rung of one.
    salt: candidate.digest.slice(7, 39),
    stable,
    candidate,
    share: stage === undefined ? share : stage.rest,
    confirm,
    window,
    ...(stage === undefined || share === 0 ? {} : { groups: stage.groups, reached: share }),
    ...(retry && share > 0 ? { retry } : {}),
  }
}

/** What everyone runs once the rollout before has ended: its candidate if it reached all, else its stable version. */
export function stableAfter(current: Manifest | undefined, rollout: FleetRollout): FleetArtifact | undefined {
  if (current === undefined) return rollout.stable
  const percent = percentOf(current)
  if (percent === 100) return current.candidate
  if (percent === 0) return current.stable
  throw new UserError(
    'ANOTHER_ROLLOUT',
    `${current.candidate.version} is on ${percent}% of the fleet`,
    'Wait until that rollout ends, or end it. Then run the step again.',
  )
}
