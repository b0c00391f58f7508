import { chownSync, globSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { makeCertificates } from './certificates.ts'
import { freePort } from './loopback.ts'
import { available, runToEnd, startProgram, type Program } from './program.ts'

export const PASSWORD = "it's a \\secret"

export interface Postgres extends Program {
  readonly port: number
  /** File of the certificate authority that its certificate for `localhost` is signed by. */
  readonly ca: string
  /** Runs SQL as its administrator; returns the rows of the last statement. */
  readonly run: (sql: string) => Promise<readonly unknown[]>
}

/** Whether the tests of PostgreSQL can run; in CI they must. */
export function hasPostgres(): boolean {
  return available(programOf('postgres'), 'openssl', 'setpriv')
}

/**
 * A real PostgreSQL on loopback with TLS, whose administrator is `postgres` and whose users need their password. It refuses to
 * run as root, so that it then runs as the user that its package has made.
 */
export async function startPostgres(): Promise<Postgres> {
  // Not in the folder of this run, which only root may enter.
  const dir = mkdtempSync('/tmp/sluice-postgres-')
  const data = join(dir, 'data')
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(join(dir, 'password'), PASSWORD)
  makeCertificates(dir)
  const asUser =
    process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : []
  if (asUser.length > 0) {
    const uid = Number(runToEnd('id', ['-u', 'postgres']))
    const gid = Number(runToEnd('id', ['-g', 'postgres']))
    for (const path of ['', 'data', 'password', 'server.key']) chownSync(join(dir, path), uid, gid)
  }
  const initdb = [programOf('initdb'), '-D', data, '-U', 'postgres', '--no-sync', '-E', 'UTF8', '--locale=C']
  const [init = '', ...initArgs] = [
    ...asUser,
    ...initdb,
    '-A',
    'scram-sha-256',
    `--pwfile=${join(dir, 'password')}`,
  ]
  runToEnd(init, initArgs)
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: dir,
    fsync: 'off',
    log_statement: 'all',
    ssl: 'on',
    ssl_cert_file: join(dir, 'server.crt'),
    ssl_key_file: join(dir, 'server.key'),
  }
  const server = [programOf('postgres'), '-D', data, '-p', String(port)]
  const [command = '', ...args] = [
    ...asUser,
    ...server,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  const run = async (sql: string): Promise<readonly unknown[]> => {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      password: PASSWORD,
      database: 'postgres',
    })
    await client.connect()
    try {
      const result: unknown = await client.query(sql)
      const [last] = [result].flat().slice(-1) as { readonly rows: readonly unknown[] }[]
      return last?.rows ?? []
    } finally {
      await client.end()
    }
  }
  const program = await startProgram(command, args, dir, async () => (await run('SELECT 1')).length === 1)
  return { ...program, port, run, ca: join(dir, 'ca.crt') }
}

/** Debian keeps the server of each version in a folder of its own. */
function programOf(name: string): string {
  const found = globSync(`/usr/lib/postgresql/*/bin/${name}`).toSorted(
    (a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs,
  )
  return found[0] ?? name
}
