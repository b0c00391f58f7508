import { UserError } from '@sluice/action'
import { messageIn, type ClusterAnswer, type ClusterClient } from '@sluice/cloud'
import type { ArmHealth } from '../contract.ts'
import { BASELINE, CANDIDATE } from '../shares.ts'
import { listIn, recordIn, textIn, type RouteArms, type RouteKind } from './kind.ts'

/** One request to the cluster; no answer is `ROUTER_UNREACHABLE`. */
export async function askCluster(
  client: ClusterClient,
  method: 'GET' | 'PUT' | 'PATCH',
  path: string,
  signal: AbortSignal,
  body?: unknown,
  type?: string,
): Promise<ClusterAnswer> {
  try {
    return await client.ask(method, path, signal, body, type)
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof UserError) || error.code !== 'CLUSTER_UNREACHABLE') throw error
    throw new UserError('ROUTER_UNREACHABLE', error.message, error.hint)
  }
}

interface ArmsOfRoute {
  readonly kind: RouteKind
  readonly namespace: string
  readonly arms: RouteArms
}

/** Endpoints of an arm's Service that are ready, from its EndpointSlices. */
export async function healthOf(
  client: ClusterClient,
  { kind, namespace, arms }: ArmsOfRoute,
  arm: string,
  signal: AbortSignal,
): Promise<ArmHealth> {
  const name = arm === CANDIDATE ? arms.candidate : arm === BASELINE ? arms.baseline : undefined
  if (name === undefined) return { up: 0, total: 0, why: `a ${kind.title} divides two arms, not ${arm}` }
  const service = kind.service(name)
  if (service === undefined) return { up: 0, total: 0, why: `the endpoints of ${name} cannot be told` }
  const selector = encodeURIComponent(`kubernetes.io/service-name=${service}`)
  const answer = await askCluster(
    client,
    'GET',
    `/apis/discovery.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/endpointslices?labelSelector=${selector}`,
    signal,
  )
  if (answer.status !== 200) {
    const why = `the endpoints of ${service} cannot be read (${answer.status}): ${messageIn(answer)}`
    return { up: 0, total: 0, why }
  }
  const endpoints = listIn(answer.body, 'items').flatMap((slice) => listIn(slice, 'endpoints'))
  // A condition that is not stated counts as ready, as the API says.
  const notReady = endpoints.filter((endpoint) => recordIn(endpoint, 'conditions')['ready'] === false)
  const names = notReady.map((endpoint) => textIn(endpoint['targetRef'], 'name') || 'an endpoint')
  return {
    up: endpoints.length - notReady.length,
    total: endpoints.length,
    ...(names.length > 0 ? { why: `not ready: ${names.slice(0, 5).join(', ')}` } : {}),
    ...(endpoints.length === 0 ? { why: `Service ${service} has no endpoints` } : {}),
  }
}
