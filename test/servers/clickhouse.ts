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
