import {
  isRecord,
  meansNoAnswer,
  optional,
  ownModule,
  quote,
  secret,
  text,
  UserError,
  type Fields,
  type Io,
} from '@sluice/action'
import {
  defineRouter,
  type Router,
  type RouterKind,
  type RouterParts,
  type RouterReading,
} from './contract.ts'

/** What a module of one's own may use of the world. */
export type OwnRouterIo = Pick<Io, 'fetch' | 'now' | 'sleep' | 'env' | 'mask' | 'log'>

/** The default export of a module that is a router: `router: ./path/to/router.mjs`. */
export interface OwnRouter {
  /** Names of settings that are hidden in every log. */
  readonly secrets?: readonly string[]
  /** Gets the settings as they were given, all of them text. */
  readonly open: (settings: Readonly<Record<string, string>>, io: OwnRouterIo) => RouterParts
}

/** Settings that every router takes, which are no business of the module. */
const SHARED: ReadonlySet<string> = new Set(['settles', 'shift-within', 'undo-within'])

/** A router whose code is the user's own. What it throws is told as what it means, and its readings are checked. */
export function ownRouter(path: string, given: Readonly<Record<string, string>>, io: Io): Router {
  const module = ownModule(path, io) as unknown as OwnRouter
  const { secrets = [] } = module
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => !SHARED.has(name)))
  const fields: Fields = Object.fromEntries(
    Object.keys(own).map((name) => {
      const plain = optional(text('setting of your own router'))
      const isSecret = secrets.includes(name) || /token|secret|password|key/i.test(name)
      return [name, isSecret ? secret(plain) : plain] as const
    }),
  )
  const kind: RouterKind = defineRouter('A router of your own.', fields, (_, real) =>
    guarded(
      path,
      opened(path, () => module.open(own, real)),
    ),
  )
  return kind.open(given, io)
}

function opened(path: string, open: () => RouterParts): RouterParts {
  try {
    const parts = open()
    if (typeof parts.read === 'function' && typeof parts.write === 'function') return parts
  } catch (error) {
    throw failure('MODULE_REFUSED', path, error)
  }
  throw failure('MODULE_REFUSED', path, '`open` must return an object with functions `read` and `write`')
}

function guarded(path: string, parts: RouterParts): RouterParts {
  const told = async <T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> => {
    signal.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof UserError) throw error
      throw failure(meansNoAnswer(error) ? 'ROUTER_UNREACHABLE' : 'ROUTER_REFUSED', path, error)
    }
  }
  const { health, drain } = parts
  return {
    ...parts,
    read: async (signal) => await told(async () => checked(path, await parts.read(signal)), signal),
    write: async (weight, options, signal) =>
      await told(async () => (await parts.write(weight, options, signal)) ?? {}, signal),
    ...(health === undefined
      ? {}
      : { health: async (arm, signal) => await told(async () => await health(arm, signal), signal) }),
    ...(drain === undefined
      ? {}
      : { drain: async (arm, signal) => await told(async () => await drain(arm, signal), signal) }),
  }
}

/** Shares must be numbers that add up to 100: anything else would be taken for a weight. */
function checked(path: string, reading: RouterReading): RouterReading {
  const shares: unknown = isRecord(reading) ? reading.weight : undefined
  const numbers = Array.isArray(shares)
    ? shares.map((part: unknown) =>
        isRecord(part) && typeof part['arm'] === 'string' ? Number(part['share']) : Number.NaN,
      )
    : []
  const total = numbers.reduce((sum, share) => sum + share, 0)
  if (Math.abs(total - 100) < 0.01) return { ...reading, pending: reading.pending === true }
  throw failure(
    'ROUTER_REFUSED',
    path,
    `\`read\` must return \`{ weight: [{ arm, share }, …], pending }\` with shares that add up to 100, got ${quote(JSON.stringify(reading))}`,
  )
}

function failure(
  code: 'MODULE_REFUSED' | 'ROUTER_UNREACHABLE' | 'ROUTER_REFUSED',
  path: string,
  why: unknown,
): UserError {
  const said = why instanceof Error ? why.message : String(why)
  return new UserError(code, `${path}: ${said}`, 'Fix the module, or `router-settings`.')
}
