export interface Matcher {
  readonly method?: string
  /** Operation id, as in GitHub's description: `checks/create`. */
  readonly operation?: string
  /** Part of the path, or a pattern over it. */
  readonly path?: string | RegExp
  /** Webhook event name: matches deliveries instead of requests. */
  readonly webhook?: string
}

export type Fault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  /** Hang up before anything is done. */
  | 'drop'
  /** Do it, then hang up without telling. */
  | 'drop-after'
  /** ServerAnswer late. */
  | { readonly delayMs: number }

/** What GitHub answers when too much was asked for in a short time. */
export const SECONDARY_LIMIT: Fault = {
  status: 403,
  headers: { 'retry-after': '60' },
  body: {
    message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
  },
}

export interface Injection {
  readonly match: Matcher
  /** How many matching requests to pass before the first fault; default 0. */
  readonly skip?: number
  /** How many faults; default 1. */
  readonly times?: number
  readonly respond: Fault
}

export interface Faults {
  add(injection: Injection): void
  clear(): void
  /** The fault for this request, used up by asking. */
  take(seen: { method: string; operation: string; path: string; webhook?: string }): Fault | undefined
}

type Seen = Parameters<Faults['take']>[0]

function matches(match: Matcher, seen: Seen): boolean {
  const pathFits =
    match.path === undefined ||
    (typeof match.path === 'string' ? seen.path.includes(match.path) : match.path.test(seen.path))
  return (
    pathFits &&
    match.webhook === seen.webhook &&
    (match.method === undefined || match.method.toUpperCase() === seen.method) &&
    (match.operation === undefined || match.operation === seen.operation)
  )
}

/** Faults to come, first added first served. */
export function createFaults(): Faults {
  let waiting: { readonly injection: Injection; skip: number; left: number }[] = []
  return {
    add: (injection) =>
      void waiting.push({ injection, skip: injection.skip ?? 0, left: injection.times ?? 1 }),
    clear: () => {
      waiting = []
    },
    take: (seen) => {
      for (const entry of waiting) {
        if (entry.left <= 0 || !matches(entry.injection.match, seen)) continue
        if (entry.skip > 0) {
          entry.skip -= 1
          continue
        }
        entry.left -= 1
        return entry.injection.respond
      }
      return undefined
    },
  }
}
