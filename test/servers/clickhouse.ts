import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { programOf, startProgram, type Running } from '../packages/swap/servers.ts'

export const PASSWORD = "it's a \\secret"

/** Whether the tests of ClickHouse can run; on CI they must. */
export function mayRun(): boolean {
  const found = programOf('clickhouse-server') !== undefined
  if (!found && process.env['CI'] !== 'true')
    console.log('skipped: no clickhouse-server (the package clickhouse-server)')
  return found || process.env['CI'] === 'true'
}

/** A ClickHouse of its own on loopback, with a user whose password is needed; `files` in its folder is what it reads. */
export async function startClickHouse(): Promise<Running> {
  const running = await startProgram(
    'clickhouse-server',
    (_, dir) => [`--config-file=${join(dir, 'config.xml')}`],
    (port, dir) => ({ 'config.xml': configOf(port, dir), 'users.xml': USERS }),
  )
  mkdirSync(join(running.dir, 'files'), { recursive: true })
  return running
}

function configOf(port: number, dir: string): string {
  return `<yandex>
  <logger><level>warning</level><log>${dir}/log</log><errorlog>${dir}/errors</errorlog></logger>
  <http_port>${port}</http_port><listen_host>127.0.0.1</listen_host>
  <path>${dir}/data/</path><tmp_path>${dir}/tmp/</tmp_path><user_files_path>${dir}/files/</user_files_path>
  <mark_cache_size>10000000</mark_cache_size><users_config>users.xml</users_config>
  <default_profile>default</default_profile><default_database>default</default_database>
</yandex>`
}

const USERS = `<yandex>
  <profiles><default/></profiles>
  <users><default>
    <password>${PASSWORD}</password><networks><ip>127.0.0.1</ip></networks>
    <profile>default</profile><quota>default</quota>
  </default></users>
  <quotas><default/></quotas>
</yandex>`

/** The engine of a ClickHouse of today. */
export interface ClickHouseEngine {
  readonly port: number
  /** Runs a statement and gives its rows as text. */
  readonly run: (sql: string) => Promise<string>
  /** What was asked so far, beside `run`. */
  readonly calls: () => Promise<
    readonly { readonly sql: string; readonly asked: Readonly<Record<string, string>> }[]
  >
  readonly stop: () => Promise<void>
}

/** A Python that has ClickHouse's engine; in CI it must be there. */
export function pythonWithClickHouse(): string | undefined {
  const tools = new URL('../../.ci/tools/bin/python3', import.meta.url).pathname
  const found = [tools, 'python3', '/usr/bin/python3'].find(
    (python) => spawnSync(python, ['-c', 'import chdb.session'], { stdio: 'ignore' }).status === 0,
  )
  if (found === undefined && process.env['CI'] === 'true')
    throw new Error('chdb-core must be installed in CI')
  if (found === undefined) console.log('skipped: no Python with chdb-core')
  return found
}

/** ClickHouse 26's engine behind its HTTP interface, for the user `sluice`. */
export async function startClickHouseEngine(python: string): Promise<ClickHouseEngine> {
  const file = new URL('clickhouse-engine.py', import.meta.url).pathname
  const child = spawn(python, [file, 'sluice', PASSWORD], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const first = await Promise.race([once(child.stdout, 'data'), gone.then(() => ['0'])])
  const port = Number(String(first[0]))
  const url = `http://127.0.0.1:${port}/`
  return {
    port,
    run: async (sql) => {
      const headers = { 'x-clickhouse-user': 'sluice', 'x-clickhouse-key': PASSWORD }
      const response = await fetch(`${url}?run=1`, { method: 'POST', headers, body: sql })
      const text = await response.text()
      if (response.status !== 200) throw new Error(text)
      return text
    },
    calls: async () => {
      const all = (await (await fetch(url)).json()) as Awaited<ReturnType<ClickHouseEngine['calls']>>
      return all.filter(({ asked }) => asked['run'] === undefined)
    },
    stop: async () => {
      child.kill()
      await gone
    },
  }
}
