import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { makeCertificates } from './certificates.ts'
import { freePort } from './loopback.ts'
import { available, runToEnd, startProgram, tempDir, type Program } from './program.ts'

export interface MariaDb extends Program {
  readonly port: number
  /** File of the certificate authority that its certificate for `localhost` is signed by. */
  readonly ca: string
  /** Runs statements as its administrator, in the database `shop`; returns the rows of the last one. */
  readonly run: (...statements: readonly string[]) => Promise<unknown>
}

/** Whether the tests of MariaDB can run; in CI they must. */
export function hasMariaDb(): boolean {
  return available('mariadbd', 'mariadb-install-db', 'openssl')
}

/** A real MariaDB on loopback with TLS, with an empty database `shop`; its administrator needs no password. */
export async function startMariaDb(): Promise<MariaDb> {
  const dir = tempDir('mariadb')
  const data = join(dir, 'data')
  mkdirSync(data)
  makeCertificates(dir)
  const user = process.getuid?.() === 0 ? ['--user=root'] : []
  runToEnd('mariadb-install-db', [
    '--no-defaults',
    ...user,
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ])
  const port = await freePort()
  const run = async (database: string | undefined, statements: readonly string[]): Promise<unknown> => {
    const connection = await createConnection({
      host: '127.0.0.1',
      port,
      user: 'root',
      ...(database === undefined ? {} : { database }),
    })
    try {
      let rows: unknown
      for (const sql of statements) [rows] = await connection.query(sql)
      return rows
    } finally {
      await connection.end()
    }
  }
  const program = await startProgram(
    'mariadbd',
    [
      '--no-defaults',
      ...user,
      `--datadir=${data}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(dir, 'socket')}`,
      `--pid-file=${join(dir, 'pid')}`,
      `--ssl-cert=${join(dir, 'server.crt')}`,
      `--ssl-key=${join(dir, 'server.key')}`,
      '--innodb-flush-log-at-trx-commit=0',
      '--default-time-zone=-05:00',
    ],
    dir,
    async () => (await run(undefined, ['CREATE DATABASE IF NOT EXISTS shop'])) !== undefined,
  )
  return {
    ...program,
    port,
    ca: join(dir, 'ca.crt'),
    run: async (...statements) => await run('shop', statements),
  }
}
