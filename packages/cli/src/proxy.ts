import { parseArgs } from 'node:util'
import { UserError } from '@sluice/action'
import { startProxy, type ProxyOptions } from '@sluice/traffic'
import type { Command } from './command.ts'

const USAGE = `usage: sluice proxy --baseline URL --candidate URL [--weight PERCENT] [--port N] [--admin-port N]
                    [--host ADDRESS] [--sticky-header NAME | --sticky-cookie NAME]

Prints one line of JSON with its two addresses and runs until it is told to stop. SLUICE_PROXY_TOKEN guards the admin address.
`

/** Runs the weighted reverse proxy until the process is told to stop; requests in flight end first. */
export const proxyCommand: Command = async (args, io) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      baseline: { type: 'string' },
      candidate: { type: 'string' },
      weight: { type: 'string', default: '0' },
      port: { type: 'string', default: '0' },
      'admin-port': { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      'sticky-header': { type: 'string' },
      'sticky-cookie': { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help === true) {
    io.stdout(USAGE)
    return 0
  }
  const { baseline, candidate } = values
  if (baseline === undefined || candidate === undefined) {
    throw new UserError('BAD_INPUT', 'proxy: --baseline and --candidate are required', USAGE)
  }
  const proxy = await startProxy({
    baseline,
    candidate,
    weight: Number(values.weight),
    port: Number(values.port),
    adminPort: Number(values['admin-port']),
    host: values.host,
    ...tokenFrom(process.env['SLUICE_PROXY_TOKEN']),
    ...stickyFrom(values['sticky-header'], values['sticky-cookie']),
  })
  io.stdout(`${JSON.stringify({ url: proxy.url, admin: proxy.adminUrl })}\n`)
  await toldToStop()
  await proxy.close()
  return 0
}

function tokenFrom(token: string | undefined): Pick<ProxyOptions, 'token'> {
  return token === undefined || token === '' ? {} : { token }
}

function stickyFrom(header: string | undefined, cookie: string | undefined): Pick<ProxyOptions, 'sticky'> {
  if (header !== undefined) return { sticky: { from: 'header', name: header } }
  return cookie === undefined ? {} : { sticky: { from: 'cookie', name: cookie } }
}

function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(signal, () => resolve())
  })
}
