import { isRecord, UserError, type Io } from '@sluice/action'
import { googleService, type GoogleService } from '@sluice/cloud'
import type { ArmHealth } from '../contract.ts'
import type { Resource } from '../several.ts'
import { callGoogle } from '../google-call.ts'
import { BASELINE, CANDIDATE, candidateOfTwo, shareText, toCandidate } from '../shares.ts'
import { revisionShare, shortName, trafficFor, type RunData, type RevisionArms } from './traffic.ts'

/** A deployment or the controller may write between our read and our write so many times. */
const CONFLICTS = 5
/** Traffic changes within seconds; a write does not wait longer than this until the operation has ended. */
const SHOWN_MS = 10_000
const POLL_MS = 500

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'

interface AccountOptions {
  readonly serviceAccount: string | undefined
  readonly identityProvider: string | undefined
}

/** Opens the API. Its methods work on one service each, `projects/PROJECT/locations/REGION/services/NAME`. */
export function openServices(
  io: Io,
  options: AccountOptions,
  arms: RevisionArms,
  tag: string | undefined,
): (name: string) => Omit<Resource, 'name'> {
  const api = googleService(io, { service: 'run', scopes: [SCOPE], ...options })
  return (name) => {
    const service = oneService(io, api, name)
    // What was last seen is written upon without asking again: if it is out of date, the etag says so.
    let seen: RunData | undefined
    let lastKnown: RunData | undefined
    /** The operation that our last write began. */
    let begun: string | undefined
    const isRunning = async (signal: AbortSignal): Promise<boolean> => {
      if (begun === undefined) return false
      try {
        const running = await service.isRunning(begun, signal)
        if (!running) begun = undefined
        return running
      } catch (error) {
        if (isRefusal(error)) begun = undefined
        throw error
      }
    }
    /** Waits a while until the operation has ended, because only it says why a change failed. */
    const untilDone = async (signal: AbortSignal): Promise<void> => {
      const end = io.now() + SHOWN_MS
      for (;;) {
        const running = await isRunning(signal).catch((error: unknown) => {
          signal.throwIfAborted()
          if (isRefusal(error)) throw error
          return undefined
        })
        // An operation that cannot be asked for is not waited for: the next read asks again.
        if (running !== true || io.now() >= end) return
        await io.sleep(POLL_MS, signal)
      }
    }
    return {
      read: async (signal) => {
        const running = await isRunning(signal)
        seen = await service.get(signal)
        lastKnown = seen
        return {
          weight: toCandidate(revisionShare(seen, 'trafficStatuses', arms)),
          wanted: toCandidate(revisionShare(seen, 'traffic', arms)),
          pending: running || seen['reconciling'] === true,
          version: versionOf(seen),
        }
      },
      write: async (shares, { version }, signal) => {
        signal.throwIfAborted()
        const weight = candidateOfTwo(shares)
        for (let conflicts = 0; conflicts < CONFLICTS; conflicts++) {
          // The way back does not wait for a read that fails: it replaces whatever is there.
          const before =
            seen ??
            (await service.get(signal).catch((error: unknown) => {
              signal.throwIfAborted()
              if (version !== undefined || lastKnown === undefined || isRefusal(error)) throw error
              return { ...lastKnown, etag: undefined }
            }))
          seen = undefined
          lastKnown = before
          if (version !== undefined && version !== versionOf(before)) {
            if (conflicts > 0) throw changed(name, before, arms)
            continue
          }
          const operation = await service.patch(before, trafficFor(before, arms, weight, tag), signal)
          if (operation === undefined) continue
          begun = textAt(operation, 'name') || undefined
          const after = [operation['response'], operation['metadata']].find(isService)
          await untilDone(signal)
          return after === undefined ? {} : { version: versionOf(after) }
        }
        throw new UserError(
          'ROUTER_REFUSED',
          `${name} was changed by someone else ${CONFLICTS} times while it was being written`,
          'Find out what keeps writing to it.',
        )
      },
      health: async (arm, signal) => {
        const revision = arm === CANDIDATE ? arms.candidate : arm === BASELINE ? arms.baseline : undefined
        if (revision === undefined)
          return { up: 0, total: 0, why: `a service divides two revisions here, not ${arm}` }
        return healthIn(await service.revision(revision, signal), revision)
      },
    }
  }
}

interface OneService {
  readonly get: (signal: AbortSignal) => Promise<RunData>
  /** The operation that changes the traffic; undefined where someone has written since `before` was read. */
  readonly patch: (before: RunData, traffic: unknown, signal: AbortSignal) => Promise<RunData | undefined>
  /** Whether an operation goes on. Throws `ROUTER_REFUSED` when it failed. */
  readonly isRunning: (operation: string, signal: AbortSignal) => Promise<boolean>
  readonly revision: (name: string, signal: AbortSignal) => Promise<RunData>
}

function oneService(io: Io, api: GoogleService, name: string): OneService {
  const ask = async (
    request: Parameters<typeof callGoogle>[2],
    permission: string,
    signal: AbortSignal,
  ): Promise<RunData> => await callGoogle(io, api, request, permission, signal)
  return {
    get: async (signal) => await ask({ path: `v2/${name}` }, 'run.services.get', signal),
    patch: async (before, traffic, signal) => {
      const path = `v2/${name}?updateMask=traffic`
      const body = { template: before['template'] ?? {}, etag: before['etag'], traffic }
      const needs = 'run.services.update, and iam.serviceAccounts.actAs on the account of the service'
      try {
        return await ask({ method: 'PATCH', path, body }, needs, signal)
      } catch (error) {
        if (error instanceof UserError && error.code === 'ROUTER_CHANGED') return undefined
        throw error
      }
    },
    isRunning: async (operation, signal) => {
      const { done, error } = await ask({ path: `v2/${operation}` }, 'run.operations.get', signal)
      if (done !== true) return true
      if (!isRecord(error)) return false
      throw new UserError(
        'ROUTER_REFUSED',
        `Cloud Run could not change the traffic: ${textAt(error, 'message') || JSON.stringify(error)}`,
        'See the revision in the console of Cloud Run.',
      )
    },
    revision: async (revision, signal) =>
      await ask(
        { path: `v2/${name}/revisions/${encodeURIComponent(revision)}` },
        'run.revisions.get',
        signal,
      ),
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof UserError && error.code === 'ROUTER_REFUSED'
}

/** An operation carries the service as it was left. */
function isService(data: unknown): data is RunData {
  return isRecord(data) && textAt(data, 'uid') !== '' && textAt(data, 'generation') !== ''
}

/** The etag also changes with the status, so a version is the identity of the service and the generation of its spec. */
function versionOf(service: RunData): string {
  return `${textAt(service, 'uid')} ${textAt(service, 'generation')}`.trim()
}

function changed(name: string, service: RunData, arms: RevisionArms): UserError {
  return new UserError(
    'ROUTER_CHANGED',
    `${shortName(name)} was changed by someone else; it now gives the candidate ${shareSaid(service, arms)}`,
    'Find out who changed it, then run the step again.',
  )
}

function shareSaid(service: RunData, arms: RevisionArms): string {
  try {
    return shareText(revisionShare(service, 'traffic', arms))
  } catch (error) {
    if (error instanceof UserError) return `an unknown share (${error.message})`
    throw error
  }
}

function healthIn(data: RunData, revision: string): ArmHealth {
  const conditions = Array.isArray(data['conditions']) ? data['conditions'].filter(isRecord) : []
  const ready = conditions.find(({ type }) => type === 'Ready')
  if (ready?.['state'] === 'CONDITION_SUCCEEDED') return { up: 1, total: 1 }
  const said = ready === undefined ? 'no state' : `${textAt(ready, 'state')}: ${textAt(ready, 'message')}`
  return { up: 0, total: 1, why: `revision ${revision} is not ready, ${said}` }
}

/** Generations are int64, which Google writes as text. */
function textAt(data: RunData, name: string): string {
  const value = data[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
