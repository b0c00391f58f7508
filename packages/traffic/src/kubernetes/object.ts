import { UserError } from '@sluice/action'
import { messageIn, type ClusterAnswer, type ClusterClient } from '@sluice/cloud'
import { askCluster } from './ask-cluster.ts'
import { recordIn, refused, textIn, type Data } from './kind.ts'

/** One object of a cluster: how a person calls it, and what its errors name. */
export interface ObjectPlace {
  readonly client: ClusterClient
  readonly title: string
  /** API group and versions, newest first, and the plural in paths. */
  readonly group: string
  readonly versions: readonly string[]
  readonly plural: string
  readonly namespace: string
  readonly name: string
  /** The setting that names it. */
  readonly setting: string
  /** What a Role must grant: `resources [httproutes], verbs [get, update]`. */
  readonly needs: string
}

export interface FoundObject {
  readonly path: string
  readonly object: Data
}

/** The object as it is now, in the newest version of its API that the cluster has. */
export async function fetchObject(place: ObjectPlace, signal: AbortSignal): Promise<FoundObject> {
  const { client, group, versions, plural, namespace, name } = place
  for (const version of versions) {
    const path = `/apis/${group}/${version}/namespaces/${encodeURIComponent(namespace)}/${plural}/${encodeURIComponent(name)}`
    const answer = await askCluster(client, 'GET', path, signal)
    if (!isUnknownApi(answer)) return { path, object: answeredObject(answer, place, 'get') }
  }
  throw refused(
    `the cluster at ${client.host} does not know ${place.title} (${group}/${versions.join(', ')})`,
    'Install its custom resource definitions, or check that this is the right cluster.',
  )
}

/** 404 without the name of an object: the path itself is unknown. */
function isUnknownApi({ status, body }: ClusterAnswer): boolean {
  return status === 404 && textIn(recordIn(body, 'details'), 'name') === ''
}

/** The object in an answer; throws in words where there is none. */
export function answeredObject(
  answer: ClusterAnswer,
  place: ObjectPlace,
  verb: 'get' | 'update' | 'patch' | 'create',
): Data {
  const { status, body } = answer
  if (status >= 200 && status < 300 && recordIn(body, 'metadata')['name'] !== undefined) return body as Data
  const title = objectTitle(place)
  const said = messageIn(answer)
  switch (status) {
    case 401:
      throw refused(
        `the cluster at ${place.client.host} does not accept these credentials: ${said}`,
        'Run the login step of your cluster before this one, in the same job.',
      )
    case 403:
      throw refused(
        `these credentials may not ${verb} ${title}: ${said}`,
        `Grant a Role with apiGroups [${place.group}], ${place.needs} in ${place.namespace}.`,
      )
    case 404:
      throw refused(
        `there is no ${title}: ${said}`,
        `Check \`${place.setting}\` and \`namespace\` in \`router-settings\`.`,
      )
    case 400:
    case 422:
      throw refused(`the cluster refused the new weights of ${title}: ${said}`)
    default:
      if (status === 429 || status >= 500)
        throw new UserError(
          'ROUTER_UNREACHABLE',
          `the cluster at ${place.client.host} answered ${status}: ${said}`,
          'The API server may be overloaded or restarting. Run the step again later.',
        )
      throw refused(`the cluster answered ${status} where ${title} was asked for: ${said}`)
  }
}

/** `HTTPRoute shop in namespace web`. */
export function objectTitle({
  title,
  name,
  namespace,
}: Pick<ObjectPlace, 'title' | 'name' | 'namespace'>): string {
  return `${title} ${name} in namespace ${namespace}`
}
