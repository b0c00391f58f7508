import {
  discreet,
  duration,
  field,
  maskSecrets,
  optional,
  parseSettings,
  UserError,
  type Discreet,
  type Fields,
  type Io,
  type Values,
} from '@sluice/action'
import { maskAddresses } from './address.ts'
import type { Shares } from './shares.ts'

/** What a router can do, from its kind and its settings. Nothing else in the project decides these numbers. */
export interface RouterCapabilities {
  /** The smallest change of a share that the router can make, in points; 0 where any will do. */
  readonly step: number
  /** How far a share may be from the one asked for, in points. 0 and 100 are always exact. */
  readonly tolerance: number
  /** Milliseconds within which an accepted weight reaches every user; until then a read proves nothing. */
  readonly settles: number
  /** Milliseconds that a new weight, and the way back, may take until they are confirmed. */
  readonly deadline: { readonly shift: number; readonly undo: number }
  /** A restart of the router keeps the weight. */
  readonly survivesRestart: boolean
  /** The arms are versions of one thing: what serves everyone is the baseline of the next release. */
  readonly revisions: boolean
  /**
   * The router drives an engine that climbs steps of its own. From where it is it goes only to the next stop of its
   * `ladder`, to 0 (the engine's abort) and to 100 (the engine's promotion, from which no write leads back). Any other
   * weight is `ROUTER_REFUSED`. After an abort it starts at its first stop again.
   */
  readonly oneWay: boolean
  /** A user stays with an arm while the weight does not change. */
  readonly sticky: boolean
  /** A marked request can reach one arm at any weight. */
  readonly pin: boolean
  /** Requests can be copied to an arm that answers no one. */
  readonly mirror: boolean
  readonly drain: boolean
  readonly health: boolean
}

/** What a router does at one moment. */
export interface RouterReading {
  /** What users meet now. Where a router has several resources that differ, the mean of them. */
  readonly weight: Shares
  /** What the router was last asked for, where it can tell. */
  readonly wanted?: Shares
  /** A change is on its way, so this reading proves nothing. */
  readonly pending: boolean
  /** Names this state; a write that carries it is refused (`ROUTER_CHANGED`) once someone else has written. */
  readonly version?: string
  /** Each resource, where the router consists of several. */
  readonly parts?: readonly { readonly name: string; readonly weight: Shares }[]
}

export interface WriteOptions {
  /** The state on which this write was decided. Routers without versions ignore it. */
  readonly version?: string
}

export interface WriteAccepted {
  /** The version of the state that this write made, where the router has versions. */
  readonly version?: string
}

export interface ArmHealth {
  /** Servers of this arm that answer, out of all that it has. */
  readonly up: number
  readonly total: number
  /** Why some are not counted as up, or why the answer is no proof. */
  readonly why?: string
}

export interface ArmLoad {
  /** Connections or requests that the arm is still answering. */
  readonly open: number
  /** How many of them stay with the arm because a cookie or a long connection binds them, where the router knows. */
  readonly bound?: number
}

/** The steps of the engine behind a one-way router, as the engine has them now. */
export interface EngineLadder {
  /** Weights at which the engine waits until it is told to go on, rising; neither 0 nor 100 is among them. */
  readonly stops: readonly number[]
  /** What keeps these steps from being driven (`problem`), and what they may do by themselves (`note`). */
  readonly findings: readonly EngineFinding[]
}

export interface EngineFinding {
  readonly level: 'problem' | 'note'
  readonly message: string
  /** Where to fix it. */
  readonly hint?: string
}

/**
 * Divides traffic among named arms. Every method takes its own signal, because the way back must not use one that is
 * already aborted; an aborted signal rejects with its reason. All reject with `ROUTER_UNREACHABLE` when nobody answers
 * and `ROUTER_REFUSED` when the router says no.
 */
export interface Router {
  readonly can: RouterCapabilities
  readonly read: (signal: AbortSignal) => Promise<RouterReading>
  /**
   * Asks for new shares; resolves when they are accepted, which may be before they take effect. Writing the same twice
   * is harmless. 0 and 100 mean "no one" and "everyone". Rejects with `ROUTER_CHANGED` when `version` is out of date.
   */
  readonly write: (weight: Shares, options: WriteOptions, signal: AbortSignal) => Promise<WriteAccepted>
  readonly health?: (arm: string, signal: AbortSignal) => Promise<ArmHealth>
  /** Counts what an arm without traffic is still answering; the caller asks again until nothing is left. */
  readonly drain?: (arm: string, signal: AbortSignal) => Promise<ArmLoad>
  /** Of a one-way router, and of no other: where its engine stops. Moves nothing. */
  readonly ladder?: (signal: AbortSignal) => Promise<EngineLadder>
}

/** A kind of router: its settings table and how to open one. */
export interface RouterKind {
  readonly settings: Fields
  /** One sentence for the docs. */
  readonly summary: string
  readonly open: (settings: Readonly<Record<string, string>>, io: Io) => Router
}

/** A router without the defaults that `defineRouter` adds. Its deadlines do not count `settles`, which is added. */
export type RouterParts = Omit<Router, 'can'> & {
  readonly can?: Partial<Omit<RouterCapabilities, 'drain' | 'health' | 'oneWay'>>
}

const time = (shape: string): ReturnType<typeof duration> => field(shape, duration().parse)

/** Settings that every kind of router takes. */
const routerSettings = {
  settles: optional(time('duration after which an accepted weight has reached every user')),
  'shift-within': optional(time('duration in which a new weight must be confirmed')),
  'undo-within': optional(time('duration in which the way back must be confirmed')),
} as const

/** Points by which a read may differ because of rounding alone. */
const ROUNDING = 0.005
const SHIFT_MS = 30_000
const UNDO_MS = 30_000

/**
 * Ties a router's settings to its code, so that the registry needs no casts. Adds the settings that every router takes
 * and the defaults of `can`. Secrets, and passwords in addresses, are masked before anything else is done, and no error
 * tells them.
 */
export function defineRouter<F extends Fields>(
  summary: string,
  settings: F,
  open: (settings: Values<F>, io: Io) => RouterParts,
): RouterKind {
  const all = { ...settings, ...routerSettings }
  return {
    settings: all,
    summary,
    open: (given, io) => {
      const quiet = discreet(io)
      maskSecrets(settings, (name) => given[name], quiet.io.mask)
      for (const value of Object.values(given)) maskAddresses(value, quiet.io.mask)
      const values: Values<F> & Values<typeof routerSettings> = parseSettings(all, given, '`router-settings`')
      const parts = discreetParts(
        quiet.opened(() => open(values, quiet.io)),
        quiet,
      )
      return { ...parts, can: capabilities(parts, values) }
    },
  }
}

function discreetParts(parts: RouterParts, { told, data }: Discreet): RouterParts {
  const { read, write, health, drain, ladder } = parts
  return {
    ...parts,
    read: async (signal) => await told(read(signal)),
    write: async (weight, options, signal) => await told(write(weight, options, signal)),
    ...(health === undefined ? {} : { health: async (arm, signal) => data(await told(health(arm, signal))) }),
    ...(drain === undefined ? {} : { drain: async (arm, signal) => await told(drain(arm, signal)) }),
    ...(ladder === undefined ? {} : { ladder: async (signal) => data(await told(ladder(signal))) }),
  }
}

function capabilities(parts: RouterParts, given: Values<typeof routerSettings>): RouterCapabilities {
  const { can = {} } = parts
  const settles = given.settles ?? can.settles ?? 0
  const shift = given['shift-within'] ?? (can.deadline?.shift ?? SHIFT_MS) + settles
  const undo = given['undo-within'] ?? (can.deadline?.undo ?? UNDO_MS) + settles
  if (Math.min(shift, undo) <= settles) {
    throw new UserError(
      'BAD_INPUT',
      `settles: must be shorter than \`shift-within\` and \`undo-within\`, or no weight can be confirmed; got settles ${settles / 1000} s, limit ${Math.min(shift, undo) / 1000} s`,
      'Fix `router-settings`.',
    )
  }
  return {
    step: can.step ?? 0,
    tolerance: Math.max(can.tolerance ?? 0, ROUNDING),
    settles,
    deadline: { shift, undo },
    survivesRestart: can.survivesRestart ?? false,
    revisions: can.revisions ?? false,
    oneWay: parts.ladder !== undefined,
    sticky: can.sticky ?? false,
    pin: can.pin ?? false,
    mirror: can.mirror ?? false,
    drain: parts.drain !== undefined,
    health: parts.health !== undefined,
  }
}
