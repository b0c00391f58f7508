import { Refusal } from '../server/refusal.ts'
import type { Store } from '../store.ts'
import { verifyAppJwt } from './jwt.ts'
import type { Credential } from './credential.ts'

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/

/** Turns an Authorization header into who is asking; unknown and expired tokens are refused. */
export function authenticate(header: string | undefined, store: Store, nowMs: number): Credential {
  if (header === undefined) return { kind: 'anonymous' }
  const secret = /^(?:bearer|token)\s+(\S+)$/i.exec(header)?.[1]
  if (secret === undefined) throw new Refusal(401, 'Bad credentials')
  const known = store.tokens.get(secret)
  if (known !== undefined) {
    if (known.kind === 'installation' && known.expiresAt <= nowMs) throw new Refusal(401, 'Bad credentials')
    return known
  }
  if (JWT.test(secret)) return { kind: 'app', app: verifyAppJwt(secret, store.apps.values(), nowMs) }
  throw new Refusal(401, 'Bad credentials')
}
