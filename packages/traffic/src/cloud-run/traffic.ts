import { isRecord, UserError } from '@sluice/action'
import { wholeParts } from '../whole-parts.ts'

/** An object of the API, as it came. */
export type RunData = Readonly<Record<string, unknown>>

/** Names of two revisions of a service. */
export interface RevisionArms {
  readonly baseline: string
  readonly candidate: string
}

/** One entry of a service's traffic. An entry without a revision follows the latest one that is ready. */
interface Target {
  readonly type?: string
  readonly revision?: string
  readonly percent?: number
  readonly tag?: string
}

const BY_REVISION = 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION'

/** The last part of `projects/…/revisions/NAME`; a short name stays as it is. */
export function shortName(name: unknown): string {
  return typeof name === 'string' ? (name.split('/').at(-1) ?? '') : ''
}

/**
 * The candidate's share in percent, in what a service serves (`trafficStatuses`) or was asked for (`traffic`). Throws
 * `ROUTER_REFUSED` when a third revision takes part.
 */
export function revisionShare(
  service: RunData,
  where: 'traffic' | 'trafficStatuses',
  { baseline, candidate }: RevisionArms,
): number {
  const latest = shortName(service['latestReadyRevision'])
  const percents = new Map<string, number>()
  for (const { revision, percent = 0 } of targetsIn(service, where)) {
    const name = shortName(revision) || latest
    percents.set(name, (percents.get(name) ?? 0) + percent)
  }
  const total = [...percents.values()].reduce((sum, percent) => sum + percent, 0)
  // The API says of `traffic`: no entry at all means everyone on the latest revision that is ready.
  if (where === 'traffic' && percents.size === 0) percents.set(latest, 100)
  else if (total !== 100)
    throw new UserError(
      'ROUTER_REFUSED',
      `Cloud Run does not say who serves: the shares in ${where} add up to ${total}%`,
      'Wait until the service is ready, then run the step again.',
    )
  const others = [...percents].filter(
    ([name, percent]) => percent > 0 && name !== baseline && name !== candidate,
  )
  if (others.length > 0)
    throw new UserError(
      'ROUTER_REFUSED',
      `the service sends traffic to ${others.map(([name]) => name || 'a revision without a name').join(', ')}, which is neither the baseline (${baseline}) nor the candidate (${candidate})`,
      'Give the revision that serves now as `baseline`: `gcloud run services describe` lists it.',
    )
  return percents.get(candidate) ?? 0
}

/**
 * The entries that give the candidate a share. Tags keep their addresses, and entries that follow the latest revision get
 * nothing: the next deployment would move traffic. `tag`, where given, is the candidate's from now on.
 */
export function trafficFor(
  service: RunData,
  { baseline, candidate }: RevisionArms,
  weight: number,
  tag: string | undefined,
): readonly Target[] {
  const part = wholeParts(weight, 100, 'Cloud Run')
  const tagged = targetsIn(service, 'traffic').filter(
    (each) => each.tag !== undefined && each.tag !== '' && each.tag !== tag,
  )
  const shares = [
    { type: BY_REVISION, revision: baseline, percent: 100 - part },
    { type: BY_REVISION, revision: candidate, percent: part },
  ]
  return [
    ...shares.filter(({ percent }) => percent > 0),
    ...tagged.map(({ percent: _, ...each }) => each),
    ...(tag === undefined ? [] : [{ type: BY_REVISION, revision: candidate, tag }]),
  ]
}

function targetsIn(service: RunData, where: string): readonly Target[] {
  const list = service[where]
  if (!Array.isArray(list)) return []
  return list.filter(isRecord).map(({ type, revision, percent, tag }) => ({
    ...(typeof type === 'string' ? { type } : {}),
    ...(typeof revision === 'string' && revision !== '' ? { revision } : {}),
    ...(typeof percent === 'number' ? { percent } : {}),
    ...(typeof tag === 'string' ? { tag } : {}),
  }))
}
