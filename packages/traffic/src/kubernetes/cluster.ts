import { UserError, type Io } from '@sluice/action'
import { clusterAccess, createClusterClient, type AccessOptions, type ClusterClient } from '@sluice/cloud'
import type { RouterReading } from '../contract.ts'
import { askCluster, healthOf } from './ask-cluster.ts'
import { candidateOfTwo, sharesText, toCandidate } from '../shares.ts'
import type { Resource } from '../several.ts'
import { generationOf, refused, textIn, type Data, type RouteArms, type RouteKind } from './kind.ts'
import { fetchObject, answeredObject, type FoundObject, type ObjectPlace } from './object.ts'

/** One route: its kind, its name, and its namespace where it is not the context's. */
export interface RouteName {
  readonly kind: RouteKind
  readonly name: string
  readonly namespace: string | undefined
}

/** Someone else (often the controller, writing its status) may be quicker than us so many times. */
const CONFLICTS = 5

/** Opens the cluster. Its methods work on one route each. */
export async function openCluster(
  io: Io,
  options: AccessOptions,
  arms: RouteArms,
): Promise<(route: RouteName) => Omit<Resource, 'name'>> {
  const client = createClusterClient(io, await clusterAccess(io, options))
  return (route) => {
    const place: Place = { client, route, namespace: route.namespace ?? client.namespace }
    // What was last seen is written upon without asking again: if it is out of date, the server says so.
    let seen: FoundObject | undefined
    return {
      read: async (signal) => {
        seen = await fetched(place, signal)
        return readingOf(seen, route, arms)
      },
      write: async (shares, { version }, signal) => {
        signal.throwIfAborted()
        const weight = candidateOfTwo(shares)
        for (let conflicts = 0; conflicts < CONFLICTS; conflicts++) {
          seen ??= await fetched(place, signal)
          const { path, object } = seen
          if (version !== undefined && version !== versionOf(object, route)) {
            if (conflicts > 0) throw changed(place, object, arms)
            seen = undefined
            continue
          }
          const answer = await askCluster(
            client,
            'PUT',
            `${path}?fieldManager=sluice`,
            signal,
            route.kind.write(object, arms, weight),
          )
          // The resourceVersion that was read goes back with the object: 409 says that someone has written since.
          seen = undefined
          if (answer.status === 409) continue
          seen = { path, object: answeredObject(answer, objectPlace(place), 'update') }
          return { version: versionOf(seen.object, route) }
        }
        throw refused(
          `${titleOf(place)} was changed by someone else ${CONFLICTS} times while it was being written`,
          'Find out what keeps writing to it.',
        )
      },
      health: async (arm, signal) =>
        await healthOf(client, { kind: route.kind, namespace: place.namespace, arms }, arm, signal),
    }
  }
}

interface Place {
  readonly client: ClusterClient
  readonly route: RouteName
  readonly namespace: string
}

/** The route as it is now, in the newest version of its API that the cluster has. */
async function fetched(place: Place, signal: AbortSignal): Promise<FoundObject> {
  return await fetchObject(objectPlace(place), signal)
}

function objectPlace({ client, route, namespace }: Place): ObjectPlace {
  const { title, group, versions, plural } = route.kind
  return {
    ...{ client, title, group, versions, plural, namespace, name: route.name, setting: 'route' },
    needs: `resources [${plural}], verbs [get, update]`,
  }
}

function titleOf({ route, namespace }: Pick<Place, 'route' | 'namespace'>): string {
  return `${route.kind.title} ${route.name} in namespace ${namespace}`
}

function readingOf({ object }: FoundObject, route: RouteName, arms: RouteArms): RouterReading {
  const { rules, wanted, pending } = route.kind.read(object, arms)
  const mean = rules.reduce((sum, { share }) => sum + share, 0) / rules.length
  const parts = rules.map(({ name, share }) => ({ name, weight: toCandidate(share) }))
  return {
    weight: toCandidate(mean),
    ...(wanted === undefined ? {} : { wanted: toCandidate(wanted) }),
    pending,
    version: versionOf(object, route),
    ...(parts.length > 1 ? { parts } : {}),
  }
}

/**
 * The resourceVersion also changes with every status that a controller writes, so a version is made of what people
 * change: the object's identity and the generation of its spec.
 */
function versionOf(object: Data, { kind }: RouteName): string {
  const uid = textIn(object['metadata'], 'uid')
  return `${uid} ${generationOf(object)} ${kind.stamp?.(object) ?? ''}`.trim()
}

function changed(place: Place, object: Data, arms: RouteArms): UserError {
  const said = `; ${shareSaid(place.route.kind, object, arms)}`
  return new UserError(
    'ROUTER_CHANGED',
    `${titleOf(place)} was changed by someone else${said}`,
    'Find out who changed it, then run the step again.',
  )
}

function shareSaid(kind: RouteKind, object: Data, arms: RouteArms): string {
  try {
    const { rules } = kind.read(object, arms)
    const mean = rules.reduce((sum, { share }) => sum + share, 0) / rules.length
    return `it now gives the candidate ${sharesText(toCandidate(mean))}`
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
}
