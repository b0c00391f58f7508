import { field, httpUrl, linesOf, text, UserError, type Io } from '@sluice/action'
import { defineRouter, type RouterReading } from '../contract.ts'
import { envoyAdmin, type EnvoyAdmin } from '../envoy/admin.ts'
import {
  digestOfText,
  readRouteFile,
  routeConfigsIn,
  sharesOfRoutes,
  versionInfoOf,
  withShares,
  type EnvoyArms,
  type RouteFile,
} from '../envoy/routes.ts'
import { readIfThere, replaceFile } from '../owned-file.ts'
import { candidateOfTwo, candidateShare, shareText, toCandidate, type Shares } from '../shares.ts'

/** Envoy sees the new file within milliseconds; a write does not wait longer than this until it shows it. */
const SHOWN_MS = 3_000
const POLL_MS = 50
const SAME_MACHINE = 'The file is on the runner. Is Envoy on this machine?'

/** Envoy, by a file of routes that it watches. */
export const envoy = defineRouter(
  'Sets the weights of two clusters in a file of routes that your Envoy watches (RDS), and reads back what Envoy serves.',
  {
    file: text('path of the file of routes, which ends in `.json`, `.yaml` or `.yml`'),
    url: linesOf(
      field(
        'admin address of each Envoy that watches the file, e.g. `http://127.0.0.1:9901`',
        httpUrl().parse,
      ),
    ),
    baseline: text('name of the baseline’s cluster'),
    candidate: text('name of the candidate’s cluster'),
  },
  ({ file, url, baseline, candidate }, io) => {
    const arms: EnvoyArms = { baseline, candidate }
    const admins = url.map((each) => envoyAdmin(io, each))
    const current = async (): Promise<RouteFile> => {
      const content = await readIfThere(file).catch(notHere(file))
      if (content === undefined) throw missing(file)
      return readRouteFile(file, content)
    }
    const clusterOf = (arm: string): string => (arm === 'candidate' ? candidate : baseline)
    return {
      can: { step: 0.001, survivesRestart: true },
      read: async (signal) => {
        signal.throwIfAborted()
        return await readingOf(file, await current(), admins, arms, signal)
      },
      write: async (shares, { version }, signal) => {
        candidateOfTwo(shares)
        signal.throwIfAborted()
        const before = await current()
        if (version !== undefined && version !== digestOfText(before.text)) throw changed(file, before, arms)
        const after = withShares(before, shares, arms, file)
        const rejected = await rejections(admins, signal)
        // One that cannot be asked may still take the file.
        signal.throwIfAborted()
        await replaceFile(file, after).catch(notHere(file))
        const refusing = await untilShown(io, admins, readRouteFile(file, after), arms, rejected, signal)
        if (refusing !== undefined) {
          await replaceFile(file, before.text)
          throw new UserError(
            'ROUTER_REFUSED',
            `Envoy at ${refusing} rejected the new routes`,
            'The file was restored. Envoy’s log says what is wrong with it.',
          )
        }
        return { version: digestOfText(after) }
      },
      health: async (arm, signal) => {
        const all = await Promise.all(admins.map(async (admin) => await admin.health(clusterOf(arm), signal)))
        return all.reduce((worst, each) => (each.up * worst.total < worst.up * each.total ? each : worst))
      },
      drain: async (arm, signal) => {
        const all = await Promise.all(admins.map(async (admin) => await admin.load(clusterOf(arm), signal)))
        return { open: all.reduce((sum, { open }) => sum + open, 0) }
      },
    }
  },
)

async function readingOf(
  path: string,
  file: RouteFile,
  admins: readonly EnvoyAdmin[],
  arms: EnvoyArms,
  signal: AbortSignal,
): Promise<RouterReading> {
  const wanted = sharesOfRoutes(file.data, arms, path)
  const parts = await servedParts(file, wanted, admins, arms, signal)
  const mean = parts.reduce((sum, { weight }) => sum + candidateShare(weight), 0) / parts.length
  return {
    weight: toCandidate(Number(mean.toFixed(6))),
    wanted,
    pending: parts.some(({ isNow }) => !isNow),
    version: digestOfText(file.text),
    ...(parts.length === 1 ? {} : { parts: parts.map(({ name, weight }) => ({ name, weight })) }),
  }
}

/** What each Envoy serves, and whether that is the file. For routes that are the same Envoy keeps the version that it had. */
async function servedParts(
  file: RouteFile,
  wanted: Shares,
  admins: readonly EnvoyAdmin[],
  arms: EnvoyArms,
  signal: AbortSignal,
): Promise<readonly { readonly name: string; readonly weight: Shares; readonly isNow: boolean }[]> {
  return await Promise.all(
    admins.map(async (admin) => {
      const { config, versionInfo } = await admin.served(routeConfigsIn(file), signal)
      const weight = sharesOfRoutes(config, arms, `Envoy at ${admin.name}`)
      const isNow = versionInfo === versionInfoOf(file) || candidateShare(weight) === candidateShare(wanted)
      return { name: admin.name, weight, isNow }
    }),
  )
}

/** How many updates each has rejected so far; undefined for one that does not answer. */
async function rejections(
  admins: readonly EnvoyAdmin[],
  signal: AbortSignal,
): Promise<readonly (number | undefined)[]> {
  return await Promise.all(admins.map(async (admin) => await admin.rejected(signal).catch(() => undefined)))
}

/**
 * Waits a while until every Envoy shows the file; resolves to the name of one that has rejected it. Rejects where one does
 * not answer: the file is written all the same.
 */
async function untilShown(
  io: Io,
  admins: readonly EnvoyAdmin[],
  file: RouteFile,
  arms: EnvoyArms,
  before: readonly (number | undefined)[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const wanted = sharesOfRoutes(file.data, arms, 'the new file')
  const end = io.now() + SHOWN_MS
  for (;;) {
    const served = await servedParts(file, wanted, admins, arms, signal)
    if (served.every(({ isNow }) => isNow)) return undefined
    const now = await rejections(admins, signal)
    const refusing = admins.find((_, i) => (now[i] ?? 0) > (before[i] ?? Infinity))
    if (refusing !== undefined) return refusing.name
    if (io.now() >= end) return undefined
    await io.sleep(POLL_MS, signal)
  }
}

function changed(path: string, file: RouteFile, arms: EnvoyArms): UserError {
  const now = candidateShare(sharesOfRoutes(file.data, arms, path))
  return new UserError(
    'ROUTER_CHANGED',
    `${path} was changed by someone else; it now gives the candidate ${shareText(now)}`,
    'Find out who changed it, then run the step again.',
  )
}

function missing(path: string): UserError {
  return new UserError(
    'ROUTER_REFUSED',
    `${path} does not exist`,
    `Create it once as docs/routers/envoy.md shows. ${SAME_MACHINE}`,
  )
}

function notHere(path: string): (cause: unknown) => never {
  return (cause) => {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new UserError('ROUTER_UNREACHABLE', `${path} cannot be used: ${said}`, SAME_MACHINE)
  }
}
