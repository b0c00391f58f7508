import { join } from 'node:path'
import { programOf, startProgram } from '../packages/swap/servers.ts'

export const INFLUX = { username: 'sluice', password: "it's a \\secret" }

/** Whether the tests of InfluxDB can run; on CI they must. */
export function hasInflux(): boolean {
  const found = programOf('influxd') !== undefined
  if (!found && process.env['CI'] !== 'true') console.log('skipped: no influxd (the package influxdb)')
  return found || process.env['CI'] === 'true'
}

export interface InfluxServer {
  readonly url: string
  readonly port: number
  /** Runs InfluxQL that may write. */
  readonly run: (text: string) => Promise<void>
  /** Writes lines of the line protocol, with times in milliseconds. */
  readonly write: (database: string, lines: readonly string[]) => Promise<void>
  readonly stop: () => Promise<void>
}

/** An InfluxDB of its own on loopback, with the user `sluice`, who may do everything. */
export async function startInflux(): Promise<InfluxServer> {
  const running = await startProgram(
    'influxd',
    (_, dir) => ['-config', join(dir, 'influxdb.conf')],
    (port, dir) => ({
      'influxdb.conf': `
reporting-disabled = true
bind-address = "127.0.0.1:0"
[meta]
dir = "${dir}/meta"
[data]
dir = "${dir}/data"
wal-dir = "${dir}/wal"
query-log-enabled = false
[monitor]
store-enabled = false
[http]
bind-address = "127.0.0.1:${port}"
auth-enabled = true
log-enabled = false
`,
    }),
  )
  const url = `http://127.0.0.1:${running.port}`
  const basic = Buffer.from(`${INFLUX.username}:${INFLUX.password}`).toString('base64')
  const send = async (path: string, body: string | URLSearchParams): Promise<void> => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body,
    })
    const text = await response.text()
    if (!response.ok || text.includes('"error"')) throw new Error(`${response.status} ${text}`)
  }
  const run = async (text: string): Promise<void> => await send('/query', new URLSearchParams({ q: text }))
  const password = INFLUX.password.replaceAll('\\', '\\\\').replaceAll("'", "\\'")
  await run(`CREATE USER "${INFLUX.username}" WITH PASSWORD '${password}' WITH ALL PRIVILEGES`)
  return {
    url,
    port: running.port,
    run,
    write: async (database, lines) => await send(`/write?db=${database}&precision=ms`, lines.join('\n')),
    stop: async () => await running[Symbol.asyncDispose](),
  }
}
