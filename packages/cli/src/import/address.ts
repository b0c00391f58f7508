import { CHANGE_ME } from '../init/files.ts'
import type { Ledger } from './ledger.ts'
import type { InputPlace } from './place.ts'
import { entry, type Entry } from './release.ts'

const NONE = `https://${CHANGE_ME}`

/** The address of a metric store without credentials in it; `https://CHANGE-ME` where there is none. */
export function addressOf(place: InputPlace | undefined, given: string, ledger: Ledger): string {
  if (given.trim() === '') return NONE
  const text = given.includes('://') ? given : `http://${given}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    ledger.left(place, 'It is not an address.', `Replace ${CHANGE_ME} in source-settings.`)
    return NONE
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    const isQuery = url.username === '' && url.password === ''
    url.username = ''
    url.password = ''
    url.search = ''
    url.hash = ''
    ledger.left(
      place,
      isQuery ? 'The address has a query, which may hold a key.' : 'The address has a password in it.',
      isQuery
        ? 'The address is carried over without it. Give what it needs in `source-settings` of the workflow, from a secret of GitHub.'
        : 'The address is carried over without it. Give `username` and `password` in the workflow, from secrets of GitHub.',
    )
    return url.href.replace(/\/$/, '')
  }
  if (/\.(svc|local)(\.|:|$)|^[\w-]+(:\d+)?$|^[\w-]+\.[\w-]+:\d+$/.test(url.host))
    ledger.changed(
      place,
      'source-settings.url',
      'This address is known inside the cluster only. The runner must reach it: use a runner in the cluster, or another address.',
    )
  else ledger.carried(place, 'source-settings.url')
  return text.replace(/\/$/, '')
}

/** Headers that name a tenant, and no more. */
const TENANT = /^(x-scope-orgid|x-prometheus-tenant|thanos-tenant|accountid|projectid)$/i

/** Names of values that people keep secret. */
export const SECRET_NAME = /auth|token|key|secret|passw|credential|cookie/i

/** Headers name tenants, or carry credentials; only the former may stand in a file. */
export function headersOf(
  headers: readonly {
    readonly place: InputPlace
    readonly key: string | undefined
    readonly value: string
  }[],
  ledger: Ledger,
): readonly Entry[] {
  const found = headers.flatMap(({ place, key, value }): Entry[] => {
    if (key === undefined) return []
    if (!TENANT.test(key)) {
      const todo = 'Give it in `source-settings` of the workflow, from a secret of GitHub.'
      ledger.left(place, 'It may be a secret.', todo)
      return []
    }
    ledger.carried(place, 'source-settings.headers')
    return [entry(key, value)]
  })
  return found.length === 0 ? [] : [entry('headers', { map: found })]
}
