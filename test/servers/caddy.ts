import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './loopback.ts'
import { startProgram, tempDir, type Program } from './program.ts'

export interface Caddy extends Program {
  /** Where users' requests go. */
  readonly url: string
  readonly admin: string
  /** Of users and of the admin API. */
  readonly ports: readonly [number, number]
  /** Settings for the router `caddy`. */
  readonly settings: Readonly<Record<string, string>>
}

/** A config as Caddy's own adapter makes it of the Caddyfile on the docs page; a request with `x-arm: candidate` is pinned. */
export function firstConfig(
  port: number,
  adminPort: number,
  { baseline, candidate }: { readonly baseline: readonly string[]; readonly candidate: readonly string[] },
): object {
  const dials = (all: readonly string[]): readonly object[] => all.map((dial) => ({ dial }))
  const weights = [...baseline.map(() => 1), ...candidate.map(() => 0)]
  const pinned = {
    match: [{ header: { 'X-Arm': ['candidate'] } }],
    handle: [{ handler: 'reverse_proxy', upstreams: dials(candidate) }],
  }
  const divided = {
    handle: [
      {
        handler: 'reverse_proxy',
        load_balancing: { selection_policy: { policy: 'weighted_round_robin', weights } },
        upstreams: dials([...baseline, ...candidate]),
      },
    ],
  }
  const server = {
    listen: [`127.0.0.1:${port}`],
    routes: [pinned, divided],
    automatic_https: { disable: true },
  }
  return { admin: { listen: `127.0.0.1:${adminPort}` }, apps: { http: { servers: { srv0: server } } } }
}

interface CaddyOptions {
  /** Where it keeps its state; default a folder of its own. */
  readonly home?: string
  /** Begins with what it had when it ended. */
  readonly resume?: boolean
  readonly ports?: Caddy['ports']
}

/** A real Caddy before two addresses. */
export async function startCaddy(
  upstreams: { readonly baseline: string; readonly candidate: string },
  { home, resume = false, ports }: CaddyOptions = {},
): Promise<Caddy> {
  const dir = tempDir('caddy')
  const [port, adminPort] = ports ?? [await freePort(), await freePort()]
  const [baseline, candidate] = [upstreams.baseline, upstreams.candidate].map((url) => new URL(url).host)
  const config = firstConfig(port, adminPort, { baseline: [baseline ?? ''], candidate: [candidate ?? ''] })
  writeFileSync(join(dir, 'caddy.json'), JSON.stringify(config))
  const admin = `http://127.0.0.1:${adminPort}`
  const state = ['HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'].map((name) => `${name}=${home ?? dir}`)
  const program = await startProgram(
    'env',
    [...state, 'caddy', 'run', ...(resume ? ['--resume'] : ['--config', join(dir, 'caddy.json')])],
    dir,
    async () => (await fetch(`${admin}/config/`, { headers: { origin: admin } })).ok,
  )
  const settings = { url: admin, baseline: baseline ?? '', candidate: candidate ?? '' }
  return { ...program, url: `http://127.0.0.1:${port}`, admin, ports: [port, adminPort], settings }
}
