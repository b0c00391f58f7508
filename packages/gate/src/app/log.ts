/** Writes one line of JSON per event. */
export interface AppLog {
  readonly info: (message: string, fields?: Fields) => void
  readonly warning: (message: string, fields?: Fields) => void
  readonly error: (message: string, fields?: Fields) => void
}

type Fields = Readonly<Record<string, string | number | boolean | undefined>>

const TOKEN = /\b(gh[a-z]_[A-Za-z0-9_]{8,}|github_pat_\w{8,}|eyJ[\w-]+\.[\w-]+\.[\w-]+)/g

/** A log that never repeats a secret: the given ones in any part, and whatever looks like a token of GitHub's. */
export function jsonLog(
  write: (line: string) => void,
  now: () => number,
  secrets: readonly string[],
): AppLog {
  const known = secrets
    .flatMap((secret) => [secret, ...secret.split('\n')])
    .filter((part) => part.trim().length >= 8)
  const hide = (text: string): string =>
    known.reduce((left, secret) => left.replaceAll(secret, '***'), text).replaceAll(TOKEN, '***')
  const at =
    (level: string) =>
    (message: string, fields: Fields = {}) => {
      const line = { time: new Date(now()).toISOString(), level, message, ...fields }
      write(JSON.stringify(line, (_, value: unknown) => (typeof value === 'string' ? hide(value) : value)))
    }
  return { info: at('info'), warning: at('warning'), error: at('error') }
}

/** The words of an error; never its request, which holds the token. */
export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
