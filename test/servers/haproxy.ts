import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './loopback.ts'
import { startProgram, tempDir, type Program } from './program.ts'

export interface Haproxy extends Program {
  /** Where users' requests go. */
  readonly url: string
  readonly socket: string
  /** The same API over TCP. */
  readonly tcpSocket: string
  /** Settings for the router `haproxy`. */
  readonly settings: Readonly<Record<string, string>>
}

export interface HaproxyOptions {
  readonly balance?: string
  /** Behind each `server`, e.g. `check inter 100ms`. */
  readonly server?: string
  /** Loads server states from this file at the start. */
  readonly stateFile?: string
}

/** A real HAProxy before two servers, all traffic on the baseline. Check `available('haproxy')` first. */
export async function startHaproxy(
  upstreams: { readonly baseline: string; readonly candidate: string },
  options: HaproxyOptions = {},
): Promise<Haproxy> {
  const dir = tempDir('haproxy')
  const [port, apiPort] = [await freePort(), await freePort()]
  const socket = join(dir, 'admin.sock')
  writeFileSync(join(dir, 'haproxy.cfg'), config(port, apiPort, socket, upstreams, options))
  const url = `http://127.0.0.1:${port}`
  const program = await startProgram(
    'haproxy',
    ['-db', '-f', join(dir, 'haproxy.cfg')],
    dir,
    async () => (await fetch(url)).ok,
  )
  const settings = { socket, backend: 'web', baseline: 'stable', candidate: 'next' }
  return { ...program, url, socket, tcpSocket: `127.0.0.1:${apiPort}`, settings }
}

function config(
  port: number,
  apiPort: number,
  socket: string,
  upstreams: { readonly baseline: string; readonly candidate: string },
  { balance = 'roundrobin', server = '', stateFile }: HaproxyOptions,
): string {
  return `global
  stats socket ${socket} mode 600 level admin
  stats socket ipv4@127.0.0.1:${apiPort} level admin
  ${stateFile === undefined ? '' : `server-state-file ${stateFile}`}
defaults
  mode http
  timeout connect 2s
  timeout client 10s
  timeout server 10s
  ${stateFile === undefined ? '' : 'load-server-state-from-file global'}
frontend users
  bind 127.0.0.1:${port}
  default_backend web
backend web
  balance ${balance}
  server stable ${new URL(upstreams.baseline).host} weight 100 ${server}
  server next ${new URL(upstreams.candidate).host} weight 0 ${server}
`
}
