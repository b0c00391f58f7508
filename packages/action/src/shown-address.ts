const SCHEME = /^[a-z][\w+.-]*:\/\//i
/** A host and a port, in which no password hides. */
const PLACE = /^[\w.-]+(:\d+)?$/

/** Everything that may be a password in an address, well written or not, for the mask of the log. */
export function secretsIn(address: string): readonly string[] {
  const rest = address.replace(SCHEME, '')
  const user = rest.slice(0, Math.max(0, rest.lastIndexOf('@')))
  const colon = user.indexOf(':')
  const inUser = colon < 0 ? '' : user.slice(colon + 1)
  const inSearch = [...address.matchAll(/[?&][^=&]*(?:pass|pwd|secret|token|key)[^=&]*=([^&]*)/gi)].map(
    ([, value = '']) => value,
  )
  return [inUser, ...inSearch].flatMap((value) => (value === '' ? [] : [value, decoded(value)]))
}

/** Scheme and host of an address, however badly it is written; `…` stands for what may be a secret, such as a path with a token. */
export function shownAddress(address: string): string {
  const [scheme = ''] = SCHEME.exec(address) ?? []
  const rest = address.slice(scheme.length)
  const at = rest.lastIndexOf('@')
  const [host = '', ...more] = rest.slice(at + 1).split(/(?=[/?#])/)
  return `${scheme}${at < 0 ? '' : '…@'}${PLACE.test(host) ? host : '…'}${more.length === 0 ? '' : '…'}`
}

/** A part of an address in plain characters; one that is badly written stays as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
