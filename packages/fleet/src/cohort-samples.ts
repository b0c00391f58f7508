import type { CheckResult } from '@sluice/judge'
import type { MetricPolicy, Samples } from '@sluice/verdict'
import type { FleetGroup } from './groups.ts'
import type { FleetArtifact } from './manifest.ts'
import type { Standing } from './standing.ts'

const FLEET_METRIC = 'devices that failed'

/**
 * Devices are the unit: messages of one device are not independent, and a chatty device is one device. Where each group has
 * its own conditions, the fleet as a whole can only stop a rollout: it is not `critical` to a pass.
 */
export function fleetPolicy(limit: number, critical = true): MetricPolicy {
  return {
    name: FLEET_METRIC,
    kind: 'proportion',
    worse: 'higher',
    margin: { value: 0, of: 'unit' },
    critical,
    weight: 1,
    judge: 'sequential',
    limit,
  }
}

/** The part of a swap under way: epoch milliseconds of its start, and the percent of the fleet in it. */
interface FleetStage {
  readonly since: number
  readonly share: number
}

/**
 * The cohort as one block: a trial is a device that has answered or is lost, an event one that went back or is lost.
 * A device that died is no success. With `worstCase`, devices that may still fail count as if they had.
 */
export function cohortSamples(
  standing: Standing,
  stage: FleetStage,
  now: number,
  { worstCase = false, minReports = 1 }: { readonly worstCase?: boolean; readonly minReports?: number } = {},
): Samples {
  const { confirmed, reverted, lost, testing, due } = standing
  const events = reverted + lost + (worstCase ? testing + due : 0)
  const trials = confirmed + events
  const least = Math.max(1, Math.min(minReports, standing.cohort))
  const answered = confirmed + reverted + lost
  const detail =
    answered === 0 ? 'no device has answered yet' : `${answered} of at least ${least} devices have answered`
  const candidate = (worstCase ? trials === 0 : answered < least)
    ? ({ kind: 'absent', absence: 'no_data', detail } as const)
    : ({ kind: 'proportion', events, trials } as const)
  const baseline = { kind: 'absent', absence: 'not_observed' } as const
  return {
    metric: FLEET_METRIC,
    blocks: [{ from: stage.since, to: now, weight: stage.share, baseline, candidate }],
  }
}

/** Whether enough of the cohort has been heard from to speak for it. Too few is unknown: silence says nothing. */
export function coverageCheck(standing: Standing, least: number, now: number): CheckResult {
  const answered = standing.confirmed + standing.reverted + standing.lost
  const share = standing.cohort === 0 ? 0 : answered / standing.cohort
  return {
    name: 'devices that reported',
    at: now,
    finding: share >= least ? 'fine' : 'unknown',
    detail: standingText(standing),
  }
}

/**
 * Whether the devices that still test or are about to begin could change the answer. `worstCase` is what the judge finds
 * when all of them fail. A pass before they answer would rest on the devices that survive.
 */
export function openAnswersCheck(
  standing: Standing,
  worstCase: 'fine' | 'worse' | 'unknown',
  now: number,
): CheckResult {
  const open = standing.testing + standing.due
  return {
    name: 'devices that still have to answer',
    at: now,
    finding: open === 0 || worstCase === 'fine' ? 'fine' : 'unknown',
    detail:
      open === 0
        ? 'every device that started has answered'
        : `${open} ${open === 1 ? 'device has' : 'devices have'} started and not answered yet. ${worstCase === 'fine' ? 'Even if all of them fail, the limit is kept.' : 'If all of them failed, the limit would be broken.'}`,
  }
}

/**
 * The conditions of one group, about exactly its devices and not about others like them. It fails once so many have failed
 * that the limit cannot be kept. It passes once enough have answered, and the limit is kept even if all that are about to
 * answer fail. A device that is lost has failed.
 */
export function groupCheck(group: FleetGroup, standing: Standing, now: number): CheckResult {
  const { cohort, confirmed, reverted, lost, testing, due } = standing
  const failed = reverted + lost
  const answered = confirmed + failed
  const least = Math.min(group.minReports, cohort)
  const most = group.limit * cohort + 1e-9
  const decides = cohort > 0 && answered >= least
  const finding = !decides
    ? 'unknown'
    : failed > most
      ? 'worse'
      : answered >= group.coverage * cohort && failed + testing + due <= most
        ? 'fine'
        : 'unknown'
  const conditions = `It fails if more than ${percentText(group.limit)} of its devices fail, and passes once ${percentText(group.coverage)} have answered`
  const minimum = least > 1 ? `. Nothing is decided before ${least} devices have answered` : ''
  return {
    name: `group ${JSON.stringify(group.name)}`,
    at: now,
    finding,
    detail: `${standingText(standing)}${cohort === 0 ? ` ${NO_READER}` : ''} ${conditions}${minimum}.`,
  }
}

const NO_READER =
  'None of its devices both reads groups (version 2 of the protocol) and meets what the version requires.'

function percentText(share: number): string {
  return `${Number((share * 100).toPrecision(3))}%`
}

/** Whether the next group may begin: undefined where it needs no approval, or has it. */
export function approvalCheck(
  next: FleetGroup | undefined,
  approved: readonly string[],
  now: number,
): CheckResult | undefined {
  if (next?.approval !== true || approved.includes(next.name)) return undefined
  return {
    name: `approval of group ${JSON.stringify(next.name)}`,
    at: now,
    finding: 'unknown',
    detail: `Group ${JSON.stringify(next.name)} begins only when a run names it in \`approved\`.`,
  }
}

/** Whether every device that reports can check what an artifact requires. Older devices would install it unchecked. */
export function requirementsCheck(
  { requires, version }: FleetArtifact,
  old: number,
  now: number,
): CheckResult | undefined {
  if (requires === undefined) return undefined
  return {
    name: `requirements of ${version}`,
    at: now,
    finding: old === 0 ? 'fine' : 'worse',
    detail:
      old === 0
        ? 'every device that has reported checks them'
        : `${old} ${old === 1 ? 'device speaks' : 'devices speak'} version 1 of the protocol and would install ${version} without checking what it requires. Give them a fleet of their own.`,
  }
}

/**
 * Whether devices will still accept what is signed when the rollout ends: the way back is a manifest too. `until` is the
 * latest end, in epoch milliseconds; undefined without key sets.
 */
export function keysLastCheck(
  expire: number | undefined,
  until: number,
  now: number,
): CheckResult | undefined {
  if (expire === undefined) return undefined
  const [end, last] = [expire, until].map((ms) => new Date(ms).toISOString())
  return {
    name: 'the key set lasts',
    at: now,
    finding: expire > until ? 'fine' : 'worse',
    detail:
      expire > until
        ? `until ${end}`
        : `it expires at ${end}, and the rollout may last until ${last}: devices would refuse its way back. Publish a new key set first.`,
  }
}

/** One sentence about every group of a cohort. */
export function standingText(standing: Standing): string {
  const { cohort, confirmed, reverted, lost, testing, due, waiting, silent, strangers, unfit } = standing
  const parts = [
    `${confirmed} confirmed`,
    `${reverted} went back`,
    `${lost} did not answer in time`,
    `${testing} testing`,
    `${due} about to start`,
    `${waiting} waiting`,
    `${silent} not heard from`,
  ]
  const others =
    strangers === 0
      ? ''
      : ` ${strangers} ${strangers === 1 ? 'device that is' : 'devices that are'} not on the roster also reported and ${strangers === 1 ? 'does' : 'do'} not count.`
  const left =
    unfit === 0
      ? ''
      : ` ${unfit} ${unfit === 1 ? 'device does' : 'devices do'} not meet what the version requires and ${unfit === 1 ? 'keeps' : 'keep'} the version before.`
  return `Of ${cohort} devices in the cohort: ${parts.join(', ')}.${left}${others}`
}
