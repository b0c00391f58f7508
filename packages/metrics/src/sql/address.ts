import { readFileSync } from 'node:fs'
import { fileTrouble, quote, UserError, type Io, decoded, secretsIn, shownAddress } from '@sluice/action'
import type { DatabaseAccess, Dialect, GoogleSettings } from './contract.ts'

/** What an address tells before its database is asked; the code that asks is loaded then. */
interface DatabaseKind {
  /** Schemes of addresses. */
  readonly schemes: readonly string[]
  readonly port: { readonly tls: number; readonly off: number }
  /** Variable that may hold the password. */
  readonly passwordIn: string
  readonly needs: { readonly database: boolean; readonly username: boolean }
  readonly load: () => Promise<Dialect>
}

const BOTH = { database: true, username: true }

/** Every kind of database that can be asked. */
const KINDS: readonly DatabaseKind[] = [
  {
    schemes: ['postgres', 'postgresql'],
    port: { tls: 5432, off: 5432 },
    passwordIn: 'PGPASSWORD',
    needs: BOTH,
    load: async () => (await import('./postgres.ts')).postgres,
  },
  {
    schemes: ['mysql', 'mariadb'],
    port: { tls: 3306, off: 3306 },
    passwordIn: 'MYSQL_PWD',
    needs: BOTH,
    load: async () => (await import('./mysql.ts')).mysql,
  },
  {
    schemes: ['clickhouse'],
    port: { tls: 8443, off: 8123 },
    passwordIn: 'CLICKHOUSE_PASSWORD',
    needs: BOTH,
    load: async () => (await import('./clickhouse.ts')).clickhouseDialect,
  },
  {
    schemes: ['bigquery'],
    port: { tls: 443, off: 443 },
    passwordIn: '',
    needs: { database: false, username: false },
    load: async () => (await import('./bigquery.ts')).bigquery,
  },
]

interface Settings {
  readonly url: string
  readonly username: string | undefined
  readonly password: string | undefined
  readonly tls: 'verify' | 'off'
  readonly ca: string | undefined
  readonly timeout: number
  readonly google: GoogleSettings
}

/** The database at an address, and how it is asked. Throws `BAD_INPUT`. Passwords are masked. */
export function databaseAt(
  settings: Settings,
  io: Pick<Io, 'mask' | 'env'>,
): { readonly load: () => Promise<Dialect>; readonly access: DatabaseAccess } {
  for (const secret of secretsIn(settings.url)) io.mask(secret)
  const url = URL.canParse(settings.url) ? new URL(settings.url) : undefined
  const kind = KINDS.find(({ schemes }) => schemes.includes(url?.protocol.slice(0, -1) ?? ''))
  const database = decoded(url?.pathname.slice(1) ?? '')
  if (
    url === undefined ||
    kind === undefined ||
    url.hostname === '' ||
    (kind.needs.database && database === '')
  ) {
    const schemes = KINDS.flatMap((each) => each.schemes.map((scheme) => `${scheme}://`))
    throw wrong(
      `url: must be like \`postgres://user@host:5432/database\`, with one of ${schemes.join(', ')}; got ${quote(shownAddress(settings.url))}`,
    )
  }
  if (url.search !== '')
    throw wrong(
      `url: takes no parameters${namesOf(url.searchParams)}: use the settings \`password\`, \`tls\`, \`ca\` and \`timeout\``,
    )
  const inUrl = url.password === '' ? undefined : decoded(url.password)
  const password =
    settings.password ?? inUrl ?? (kind.passwordIn === '' ? undefined : io.env(kind.passwordIn))
  if (password !== undefined) io.mask(password)
  const username = settings.username ?? decoded(url.username)
  if (kind.needs.username && username === '') throw wrong('username: is needed, in `url` or by itself')
  if (!kind.needs.username && (username !== '' || password !== undefined || settings.tls === 'off'))
    throw wrong('username, password, tls: BigQuery takes the credentials of the job, and TLS always')
  if (kind.needs.username && Object.values(settings.google).some((value) => value !== undefined))
    throw wrong('google-identity-provider, google-service-account, location, max-bytes: are for BigQuery')
  return {
    load: kind.load,
    access: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? kind.port[settings.tls === 'off' ? 'off' : 'tls'] : Number(url.port),
      database,
      username,
      password,
      tls: tlsOf(settings),
      timeoutMs: settings.timeout,
      google: settings.google,
    },
  }
}

function tlsOf({ tls, ca }: Settings): DatabaseAccess['tls'] {
  if (tls === 'off') {
    if (ca !== undefined) throw wrong('ca: is for `tls: verify`')
    return false
  }
  if (ca === undefined) return {}
  try {
    return { ca: readFileSync(ca, 'utf8') }
  } catch (error) {
    throw wrong(`ca: cannot be read: ${fileTrouble(error, ca) ?? String(error)}`)
  }
}

/** What parameters are called, where that is surely a name. */
function namesOf(parameters: URLSearchParams): string {
  const names = [...parameters].flatMap(([name, value]) => (value === '' ? [] : [name]))
  return names.length === 0 ? '' : `, got ${names.join(', ')}`
}

function wrong(what: string): UserError {
  return new UserError('BAD_INPUT', what, 'Fix `source-settings`.')
}
