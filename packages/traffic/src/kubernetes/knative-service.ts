import { wholeParts } from '../whole-parts.ts'
import {
  generationOf,
  listIn,
  amountIn,
  recordIn,
  refused,
  shareInRule,
  textIn,
  type Data,
  type Destination,
  type RouteArms,
  type RouteKind,
} from './kind.ts'

/** A Knative Service: whole percents per revision; its status says what users meet. */
export const knativeService: RouteKind = {
  title: 'Knative Service',
  group: 'serving.knative.dev',
  versions: ['v1'],
  plural: 'services',
  step: 1,
  settlesMs: 2_000,
  read: (object, arms) => {
    const observed = amountIn(object['status'], 'observedGeneration', 0)
    const routes = listIn(object['status'], 'conditions').find(
      (condition) => textIn(condition, 'type') === 'RoutesReady',
    )
    const current = observed >= generationOf(object)
    if (current && textIn(routes, 'status') === 'False')
      throw refused(`RoutesReady: False, ${textIn(routes, 'reason')}: ${textIn(routes, 'message')}`)
    const pending = !current || textIn(routes, 'status') !== 'True'
    const met = shareOf(object, 'status', arms)
    return { rules: [{ name: 'traffic', share: met }], wanted: shareOf(object, 'spec', arms), pending }
  },
  write: (object, { baseline, candidate }, weight) => {
    const part = wholeParts(weight, 100, 'a Knative Service')
    const spec = recordIn(object, 'spec')
    // Tags keep their addresses. Entries without a tag go: one that follows the latest revision would move traffic.
    const tags = listIn(spec, 'traffic').filter((each) => textIn(each, 'tag') !== '')
    const traffic = [
      { revisionName: baseline, latestRevision: false, percent: 100 - part },
      { revisionName: candidate, latestRevision: false, percent: part },
      ...tags.map((each) => ({ ...each, percent: 0 })),
    ]
    return { ...object, spec: { ...spec, traffic } }
  },
  service: () => undefined,
}

/** Revisions that are not listed get nothing; an entry that follows the latest revision is told apart by the status. */
function shareOf(object: Data, where: 'spec' | 'status', arms: RouteArms): number {
  const latest = textIn(object['status'], 'latestReadyRevisionName')
  const percents = new Map<string, number>([
    [arms.baseline, 0],
    [arms.candidate, 0],
  ])
  for (const each of listIn(object[where], 'traffic')) {
    const name = textIn(each, 'revisionName') || latest
    percents.set(name, (percents.get(name) ?? 0) + amountIn(each, 'percent', 0))
  }
  const destinations = [...percents].map(([name, weight]): Destination => ({ name, weight }))
  return shareInRule('its traffic', destinations, arms) ?? 0
}
