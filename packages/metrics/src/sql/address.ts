import { readFileSync } from 'node:fs'
import { fileTrouble, quote, UserError, type Io, decoded, secretsIn, shownAddress } from '@sluice/action'
import type { DatabaseAccess, Dialect } from './contract.ts'
import { mysql } from './mysql.ts'
import { postgres } from './postgres.ts'

/** Every kind of database that can be asked. */
const DIALECTS: readonly Dialect[] = [postgres, mysql]

interface Settings {
  readonly url: string
  readonly username: string | undefined
  readonly password: string | undefined
  readonly tls: 'verify' | 'off'
  readonly ca: string | undefined
  readonly timeout: number
}

/** The database at an address, and how it is asked. Throws `BAD_INPUT`. Passwords are masked. */
export function databaseAt(
  settings: Settings,
  io: Pick<Io, 'mask' | 'env'>,
): { readonly dialect: Dialect; readonly access: DatabaseAccess } {
  for (const secret of secretsIn(settings.url)) io.mask(secret)
  const url = URL.canParse(settings.url) ? new URL(settings.url) : undefined
  const dialect = DIALECTS.find(({ schemes }) => schemes.includes(url?.protocol.slice(0, -1) ?? ''))
  const database = decoded(url?.pathname.slice(1) ?? '')
  if (url === undefined || dialect === undefined || url.hostname === '' || database === '') {
    const schemes = DIALECTS.flatMap((each) => each.schemes.map((scheme) => `${scheme}://`))
    throw wrong(
      `url: must be like \`postgres://user@host:5432/database\`, with one of ${schemes.join(', ')}; got ${quote(shownAddress(settings.url))}`,
    )
  }
  if (url.search !== '')
    throw wrong(
      `url: takes no parameters${namesOf(url.searchParams)}: use the settings \`password\`, \`tls\`, \`ca\` and \`timeout\``,
    )
  const inUrl = url.password === '' ? undefined : decoded(url.password)
  const password = settings.password ?? inUrl ?? io.env(dialect.passwordIn)
  if (password !== undefined) io.mask(password)
  const username = settings.username ?? decoded(url.username)
  if (username === '') throw wrong('username: is needed, in `url` or by itself')
  return {
    dialect,
    access: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? dialect.port : Number(url.port),
      database,
      username,
      password,
      tls: tlsOf(settings),
      timeoutMs: settings.timeout,
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
