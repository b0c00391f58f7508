/** `//user:password@` of an address, wherever it stands in a text. */
const CREDENTIALS = /\/\/([^/@\s:"']*):([^/@\s"']*)@/g

/** Masks every password that stands in an address, as it is written and as it is meant. */
export function maskAddresses(text: string, mask: (secret: string) => void): void {
  for (const [, , password = ''] of text.matchAll(CREDENTIALS)) {
    if (password === '') continue
    mask(password)
    mask(decoded(password))
  }
}

/** The address without its credentials, for messages and for `fetch`, which refuses them. */
export function withoutCredentials(address: URL): URL {
  const shown = new URL(address)
  shown.username = ''
  shown.password = ''
  return shown
}

/** The header that carries an address's credentials; nothing where it has none. */
export function basicAuthorization(address: URL): Readonly<Record<string, string>> {
  if (address.username === '' && address.password === '') return {}
  const pair = `${decoded(address.username)}:${decoded(address.password)}`
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
