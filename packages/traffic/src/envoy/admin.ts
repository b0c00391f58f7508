import { isRecord, quote, UserError, type Io } from '@sluice/action'
import { withoutCredentials } from '../address.ts'
import type { ArmHealth, ArmLoad } from '../contract.ts'
import { askHttp } from '../http.ts'
import { connectProblem } from '../tcp.ts'

const HINT = 'Is Envoy running, and can this runner reach its admin address?'

/** One route configuration that an Envoy serves by now. */
export interface ServedRoutes {
  readonly versionInfo: string
  readonly config: unknown
}

/** An Envoy, by its admin address. */
export interface EnvoyAdmin {
  readonly name: string
  /** Throws `ROUTER_REFUSED` where it serves none of these route configurations. */
  readonly served: (names: readonly string[], signal: AbortSignal) => Promise<ServedRoutes>
  /** How many updates of routes it has rejected so far. */
  readonly rejected: (signal: AbortSignal) => Promise<number>
  readonly health: (cluster: string, signal: AbortSignal) => Promise<ArmHealth>
  readonly load: (cluster: string, signal: AbortSignal) => Promise<ArmLoad>
}

/** Asks one Envoy. */
export function envoyAdmin(io: Io, url: URL): EnvoyAdmin {
  const ask = async (path: string, signal: AbortSignal): Promise<unknown> => {
    const address = new URL(`${url.pathname.replace(/\/$/, '')}/${path}`, url)
    address.username = url.username
    address.password = url.password
    const { status, body } = await askHttp(io, address, { signal }, { who: 'Envoy', hint: HINT })
    const data = status === 200 ? parsed(body) : undefined
    if (isRecord(data)) return data
    throw new UserError(
      'ROUTER_REFUSED',
      `${withoutCredentials(address).href} answered ${status} ${quote(body.slice(0, 200))}`,
      'Is `url` the admin address of Envoy?',
    )
  }
  const hostsOf = async (cluster: string, signal: AbortSignal): Promise<readonly unknown[] | undefined> => {
    const all = listIn(await ask('clusters?format=json', signal), 'cluster_statuses')
    const found = all.find((each) => isRecord(each) && each['name'] === cluster)
    return found === undefined ? undefined : listIn(found, 'host_statuses')
  }
  return {
    name: withoutCredentials(url).host,
    served: async (names, signal) => {
      const dump = await ask('config_dump?resource=dynamic_route_configs', signal)
      for (const each of listIn(dump, 'configs')) {
        const config = isRecord(each) ? each['route_config'] : undefined
        if (!isRecord(each) || !isRecord(config) || !names.includes(String(config['name']))) continue
        return { versionInfo: typeof each['version_info'] === 'string' ? each['version_info'] : '', config }
      }
      throw new UserError(
        'ROUTER_REFUSED',
        `Envoy at ${withoutCredentials(url).host} serves no route configuration ${names.join(' or ')} by RDS`,
        'Does `rds` of its connection manager name this file and this configuration?',
      )
    },
    rejected: async (signal) => {
      const stats = listIn(await ask('stats?format=json&filter=rds.*update_rejected$', signal), 'stats')
      return stats.reduce<number>(
        (sum, each) => sum + (isRecord(each) && typeof each['value'] === 'number' ? each['value'] : 0),
        0,
      )
    },
    health: async (cluster, signal) => {
      const hosts = await hostsOf(cluster, signal)
      if (hosts === undefined) return { up: 0, total: 0, why: `Envoy has no cluster ${cluster}` }
      const problems = await Promise.all(hosts.map(async (host) => await problemOf(host, signal)))
      const said = problems.flatMap((problem) => problem ?? [])
      const why = said.length === 0 ? {} : { why: said.join('; ') }
      return { up: hosts.length - said.length, total: hosts.length, ...why }
    },
    load: async (cluster, signal) => {
      const hosts = (await hostsOf(cluster, signal)) ?? []
      return { open: hosts.reduce<number>((sum, host) => sum + activeRequests(host), 0) }
    },
  }
}

/** Envoy checks a host only where the cluster says so; a host that it takes for healthy must take a connection. */
async function problemOf(host: unknown, signal: AbortSignal): Promise<string | undefined> {
  const status = isRecord(host) ? host['health_status'] : undefined
  const address = isRecord(host) && isRecord(host['address']) ? host['address']['socket_address'] : undefined
  const endpoint = isRecord(address)
    ? { host: String(address['address']), port: Number(address['port_value']) }
    : undefined
  const name = endpoint === undefined ? 'a host' : `${endpoint.host}:${endpoint.port}`
  const flags = isRecord(status) ? Object.entries(status) : []
  const failed = flags.filter(([flag, set]) => set === true && flag !== 'failed_active_degraded_check')
  if (failed.length > 0) return `${name}: ${failed.map(([flag]) => flag).join(', ')}`
  const eds = isRecord(status) ? status['eds_health_status'] : undefined
  if (typeof eds === 'string' && !['HEALTHY', 'UNKNOWN', 'DEGRADED'].includes(eds)) return `${name}: ${eds}`
  if (endpoint === undefined) return undefined
  const problem = await connectProblem(endpoint, signal)
  return problem === undefined ? undefined : `${name}: ${problem}`
}

function activeRequests(host: unknown): number {
  const found = listIn(host, 'stats').find((each) => isRecord(each) && each['name'] === 'rq_active')
  return isRecord(found) ? Number(found['value'] ?? 0) : 0
}

function listIn(data: unknown, key: string): readonly unknown[] {
  const list = isRecord(data) ? data[key] : undefined
  return Array.isArray(list) ? list : []
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
