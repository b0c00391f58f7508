import {
  isRecord,
  meansNoAnswer,
  ownFields,
  ownModule,
  quote,
  unlessAborted,
  UserError,
  type Io,
} from '@sluice/action'
import {
  defineRouter,
  type Router,
  type RouterKind,
  type RouterParts,
  type RouterReading,
} from './contract.ts'
import { BASELINE, CANDIDATE, type ArmShare, type Shares } from './shares.ts'

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
  const fields = ownFields(Object.keys(own), secrets, 'router')
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
    if (typeof parts.read === 'function' && typeof parts.write === 'function') {
      checkCapabilities(path, parts.can)
      return parts
    }
  } catch (error) {
    throw failure('MODULE_REFUSED', path, error)
  }
  throw failure('MODULE_REFUSED', path, '`open` must return an object with functions `read` and `write`')
}

/** A share that is further off than this is another share. */
const MOST_TOLERANCE = 5

/** Settings are text: a time of `'5s'` would never end, and a share that tolerates everything confirms everything. */
function checkCapabilities(path: string, can: unknown): void {
  if (can === undefined) return
  if (!isRecord(can)) throw failure('MODULE_REFUSED', path, `\`can\` must be an object, got ${String(can)}`)
  const deadline = can['deadline']
  if (deadline !== undefined && !isRecord(deadline))
    throw failure('MODULE_REFUSED', path, `\`can.deadline\` must be an object, got ${String(deadline)}`)
  const numbers: Readonly<Record<string, readonly [unknown, number]>> = {
    step: [can['step'], 100],
    tolerance: [can['tolerance'], MOST_TOLERANCE],
    settles: [can['settles'], Number.MAX_SAFE_INTEGER],
    'deadline.shift': [deadline?.['shift'], Number.MAX_SAFE_INTEGER],
    'deadline.undo': [deadline?.['undo'], Number.MAX_SAFE_INTEGER],
  }
  const problems = Object.entries(numbers).flatMap(([name, [value, most]]) => {
    const fits = typeof value === 'number' && value >= 0 && value <= most
    const range = most === Number.MAX_SAFE_INTEGER ? 'milliseconds of at least 0' : `points from 0 to ${most}`
    return value === undefined || fits
      ? []
      : [`\`can.${name}\` must be ${range}, got ${JSON.stringify(value)}`]
  })
  for (const name of ['survivesRestart', 'revisions', 'sticky', 'pin', 'mirror'])
    if (can[name] !== undefined && typeof can[name] !== 'boolean')
      problems.push(`\`can.${name}\` must be true or false, got ${JSON.stringify(can[name])}`)
  if (problems.length > 0) throw failure('MODULE_REFUSED', path, problems.join('; '))
}

/** A module may ignore its signal, or never answer: nobody waits for it longer than this. */
const CALL_MS = 60_000

function guarded(path: string, parts: RouterParts): RouterParts {
  const told = async <T>(work: (ends: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> => {
    signal.throwIfAborted()
    const late = AbortSignal.timeout(CALL_MS)
    const ends = AbortSignal.any([signal, late])
    try {
      return await unlessAborted(work(ends), ends)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof UserError) throw error
      if (late.aborted)
        throw failure('ROUTER_UNREACHABLE', path, `it did not answer within ${CALL_MS / 1000} s`)
      throw failure(meansNoAnswer(error) ? 'ROUTER_UNREACHABLE' : 'ROUTER_REFUSED', path, error)
    }
  }
  const { health, drain, ladder } = parts
  return {
    ...(parts.can === undefined ? {} : { can: parts.can }),
    read: async (signal) => await told(async (ends) => checked(path, await parts.read(ends)), signal),
    write: async (weight, options, signal) =>
      await told(async (ends) => {
        const written = await parts.write(weight, options, ends)
        return typeof written?.version === 'string' ? { version: written.version } : {}
      }, signal),
    ...(health === undefined
      ? {}
      : {
          health: async (arm, signal) =>
            await told(async (ends) => await health.call(parts, arm, ends), signal),
        }),
    ...(drain === undefined
      ? {}
      : {
          drain: async (arm, signal) =>
            await told(async (ends) => await drain.call(parts, arm, ends), signal),
        }),
    ...(ladder === undefined
      ? {}
      : { ladder: async (signal) => await told(async (ends) => await ladder.call(parts, ends), signal) }),
  }
}

/** A missing or misnamed share would be taken for 0%, so nothing is filled in. */
function checked(path: string, reading: RouterReading): RouterReading {
  const { weight, wanted, version, pending }: Partial<RouterReading> = isRecord(reading) ? reading : {}
  if (
    areShares(weight) &&
    typeof pending === 'boolean' &&
    (wanted === undefined || areShares(wanted)) &&
    (version === undefined || typeof version === 'string')
  )
    return {
      weight,
      pending,
      ...(wanted === undefined ? {} : { wanted }),
      ...(version === undefined ? {} : { version }),
    }
  throw failure(
    'ROUTER_REFUSED',
    path,
    `\`read\` must return \`{ weight: [{ arm: 'baseline', share }, { arm: 'candidate', share }], pending }\` with numbers that add up to 100, got ${quote(JSON.stringify(reading))}`,
  )
}

function areShares(shares: unknown): shares is Shares {
  if (!Array.isArray(shares)) return false
  const parts = shares.filter(
    (part: unknown): part is ArmShare =>
      isRecord(part) &&
      (part['arm'] === BASELINE || part['arm'] === CANDIDATE) &&
      typeof part['share'] === 'number' &&
      part['share'] >= 0 &&
      part['share'] <= 100,
  )
  const arms = new Set(parts.map(({ arm }) => arm))
  const total = parts.reduce((sum, { share }) => sum + share, 0)
  return parts.length === 2 && shares.length === 2 && arms.size === 2 && Math.abs(total - 100) < 0.01
}

function failure(
  code: 'MODULE_REFUSED' | 'ROUTER_UNREACHABLE' | 'ROUTER_REFUSED',
  path: string,
  why: unknown,
): UserError {
  const said = why instanceof Error ? why.message : String(why)
  return new UserError(code, `${path}: ${said}`, 'Fix the module, or `router-settings`.')
}
