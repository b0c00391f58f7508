import { Refusal } from './refusal.ts'
import type { Credential } from '../auth/credential.ts'

export interface RateLimits {
  /** Requests per hour and token; by default what GitHub gives its kind. */
  readonly core?: number
  /** Writes that create content, per minute; GitHub: 80. */
  readonly contentPerMinute?: number
  /** Points per minute, a read 1 and a write 5; GitHub: 900. */
  readonly pointsPerMinute?: number
  /** Seconds that a secondary limit asks to wait; default 60. */
  readonly retryAfter?: number
}

interface Window {
  readonly resetAt: number
  used: number
}

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

const hourly = (credential: Credential): number => {
  if (credential.kind === 'anonymous') return 60
  return credential.kind === 'installation' && credential.workflow ? 1000 : 5000
}

const keyOf = (credential: Credential): string => {
  if (credential.kind === 'installation' || credential.kind === 'user') return credential.token
  return credential.kind === 'app' ? `app ${credential.app.id}` : 'anonymous'
}

export interface RateState {
  readonly limit: number
  readonly remaining: number
  readonly used: number
  /** Seconds since the epoch. */
  readonly reset: number
}

/** Counts what each token spends. */
export interface RateLimiter {
  /** Counts one request; throws GitHub's refusal when a limit is passed. */
  spend(credential: Credential, method: string): void
  look(credential: Credential): RateState
}

export function createRateLimiter(limits: RateLimits, now: () => number): RateLimiter {
  const windows = new Map<string, Window>()
  const windowOf = (key: string, lengthMs: number): Window => {
    const old = windows.get(key)
    const window = old !== undefined && old.resetAt > now() ? old : { resetAt: now() + lengthMs, used: 0 }
    windows.set(key, window)
    return window
  }
  const look = (credential: Credential): RateState => {
    const limit = limits.core ?? hourly(credential)
    const { used, resetAt } = windowOf(`core ${keyOf(credential)}`, HOUR_MS)
    const spent = Math.min(used, limit)
    return { limit, used: spent, remaining: limit - spent, reset: Math.ceil(resetAt / 1000) }
  }
  return {
    look,
    spend: (credential, method) => {
      const key = keyOf(credential)
      const core = windowOf(`core ${key}`, HOUR_MS)
      core.used += 1
      if (core.used > look(credential).limit) {
        throw new Refusal(403, `API rate limit exceeded for ${key.slice(0, 8)}.`)
      }
      const points = windowOf(`points ${key}`, MINUTE_MS)
      const content = windowOf(`content ${key}`, MINUTE_MS)
      points.used += method === 'GET' ? 1 : 5
      content.used += method === 'POST' ? 1 : 0
      const over =
        points.used > (limits.pointsPerMinute ?? 900) || content.used > (limits.contentPerMinute ?? 80)
      if (over) throw secondary(limits.retryAfter ?? 60)
    },
  }
}

const secondary = (seconds: number): Refusal =>
  new Refusal(
    403,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    {},
    { 'retry-after': String(seconds) },
  )
