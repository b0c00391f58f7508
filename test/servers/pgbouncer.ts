import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './loopback.ts'
import { runToEnd, startProgram } from './program.ts'

const PROGRAM = '/usr/sbin/pgbouncer'

/** Whether the tests of PgBouncer can run; in CI they must. */
export function hasPgBouncer(): boolean {
  const found = existsSync(PROGRAM)
  if (!found && process.env['CI'] !== 'true') console.log('skipped: no pgbouncer (the package pgbouncer)')
  return found || process.env['CI'] === 'true'
}

/** A PgBouncer in transaction mode before a PostgreSQL, with one connection to it, for one user. */
export async function startPgBouncer(
  postgres: number,
  user: string,
  password: string,
): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const dir = mkdtempSync('/tmp/sluice-pgbouncer-')
  const port = await freePort()
  writeFileSync(join(dir, 'users'), `"${user}" "${password}"\n`)
  writeFileSync(
    join(dir, 'pgbouncer.ini'),
    `[databases]
* = host=127.0.0.1 port=${postgres}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${join(dir, 'users')}
pool_mode = transaction
default_pool_size = 1
`,
  )
  const isRoot = process.getuid?.() === 0
  if (isRoot) {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(runToEnd('id', [flag, 'postgres'])))
    for (const path of ['', 'users', 'pgbouncer.ini']) chownSync(join(dir, path), uid ?? 0, gid ?? 0)
  }
  const asUser = isRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : []
  const [command = '', ...args] = [...asUser, PROGRAM, join(dir, 'pgbouncer.ini')]
  const program = await startProgram(
    command,
    args,
    dir,
    async (output) => await Promise.resolve(/process up/.test(output())),
  )
  return {
    port,
    stop: async () => {
      await program.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
