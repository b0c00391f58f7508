import { maskSecrets, parseSettings, type Fields, type Values, type Io } from '@sluice/action'

/**
 * Splits traffic between baseline and candidate. `weight` is the candidate's share in percent, 0 to 100. Both methods
 * take their own signal, because undoing must not use one that is already cancelled. Both reject when the router
 * cannot be reached or refuses; `read` says what the router really does now, not what was last asked of it. Writing
 * the same weight twice is harmless. 0 and 100 are always exact: they mean "no one" and "everyone".
 */
export interface Router {
  readonly read: (signal: AbortSignal) => Promise<number>
  readonly write: (weight: number, signal: AbortSignal) => Promise<void>
  /** How far, in points, `read` may be from the weight asked for, where the router's own weights are coarse. */
  readonly tolerance?: number
}

/** A kind of router: its settings table and how to open one. */
export interface RouterKind {
  readonly settings: Fields
  /** One sentence for the docs. */
  readonly summary: string
  readonly open: (settings: Readonly<Record<string, string>>, io: Io) => Router
}

/** Ties a router's settings to its code, so that the registry needs no casts. Secret settings are masked. */
export function defineRouter<F extends Fields>(
  summary: string,
  settings: F,
  open: (settings: Values<F>, io: Io) => Router,
): RouterKind {
  return {
    settings,
    summary,
    open: (given, io) => {
      maskSecrets(settings, (name) => given[name], io.mask)
      return open(parseSettings(settings, given, '`router-settings`'), io)
    },
  }
}
