import { readFileSync } from 'node:fs'
import { fileTrouble, quote, UserError, type Io } from '@sluice/action'
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
      `url: must be like \`postgres://user@host:5432/database\`, with one of ${schemes.join(', ')}; got ${quote(withoutSecrets(settings.url))}`,
    )
  }
  if (url.search !== '')
    throw wrong(
      `url: takes no parameters, got ${[...url.searchParams.keys()].join(', ')}: use the settings \`password\`, \`tls\`, \`ca\` and \`timeout\``,
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

/** Everything that may be a password in an address, well written or not. */
function secretsIn(address: string): readonly string[] {
  const [, inUser = ''] = /^(?:[a-z][\w+.-]*:\/\/)?[^:@/]*:([^]+)@/i.exec(address) ?? []
  const inSearch = [...address.matchAll(/[?&][^=&]*(?:pass|pwd)[^=&]*=([^&]*)/gi)].map(
    ([, value = '']) => value,
  )
  return [inUser, ...inSearch].flatMap((value) => (value === '' ? [] : [value, decoded(value)]))
}

/** Scheme, host and database of an address, however badly it is written. */
function withoutSecrets(address: string): string {
  const [place = ''] = address.split(/[?#]/)
  const [scheme = ''] = /^[a-z][\w+.-]*:\/\//i.exec(place) ?? []
  const end = place.lastIndexOf('@')
  return end < 0 ? place : `${scheme}***@${place.slice(end + 1)}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function wrong(what: string): UserError {
  return new UserError('BAD_INPUT', what, 'Fix `source-settings`.')
}
