import type { Endpoint } from '../tcp.ts'

/** One `server` of an upstream, as the configuration names it. */
export interface UpstreamServer {
  readonly name: string
  readonly endpoint: Endpoint
  /** Marked `down`: nginx sends it nothing. */
  readonly down: boolean
}

/** The upstreams in what `nginx -T` prints, by name. */
export function upstreamsIn(dump: string): ReadonlyMap<string, readonly UpstreamServer[]> {
  const bare = dump.replaceAll(/^\s*#.*$/gm, '').replaceAll(/\s#.*$/gm, '')
  const blocks = bare.matchAll(/\bupstream\s+["']?([^\s{"']+)["']?\s*\{([^}]*)\}/g)
  return new Map([...blocks].map(([, name = '', body = '']) => [name, serversIn(body)]))
}

function serversIn(body: string): readonly UpstreamServer[] {
  return [...body.matchAll(/\bserver\s+([^\s;]+)([^;]*);/g)].map(([, name = '', rest = '']) => ({
    name,
    endpoint: endpointOf(name),
    down: /\bdown\b/.test(rest),
  }))
}

function endpointOf(name: string): Endpoint {
  if (name.startsWith('unix:')) return { path: name.slice('unix:'.length) }
  const [, host = name, port = '80'] = /^\[?([^\]]*?)\]?(?::(\d+))?$/.exec(name) ?? []
  return { host, port: Number(port) }
}
