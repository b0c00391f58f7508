import { UserError, type Io } from '@sluice/action'
import { shareTo, sharesText, type Router, type RouterReading, type Shares } from '@sluice/traffic'

interface ConfirmOptions {
  /** Milliseconds that are left, where that is less than the router's own deadline. */
  readonly withinMs?: number
  /** Pause between two looks at the router; default half a second. */
  readonly pollMs?: number
  /** Told of every reading that does not confirm yet, for the job log. */
  readonly onWait?: (reading: RouterReading) => void
}

export interface ShiftOptions extends ConfirmOptions {
  /** Default: the job's own. */
  readonly signal?: AbortSignal
  /** The state on which this shift was decided; one that has changed since is left alone (`ROUTER_CHANGED`). */
  readonly version?: string
  /** Failures in a row, of reads or writes, after which the router counts as unreachable; default 5. */
  readonly budget?: number
}

/** How the way back ended. Without confirmation, `lastSeen` is the last reading, if there was one. */
export type WayBack =
  | { readonly confirmed: true; readonly reading: RouterReading }
  | { readonly confirmed: false; readonly problem: UserError; readonly lastSeen?: RouterReading }

/** The largest error of binary fractions in a share that is meant to be exact, in points. */
const EXACT = 1e-6
const POLL_MS = 500
/** The longest pause between two tries at a router that does not answer. */
const MOST_PAUSE_MS = 4_000
const BUDGET = 5

/**
 * Writes shares, then reads until a reading proves them: it agrees, nothing is pending, and `settles` has passed since
 * the router accepted. Deadlines are the router's own. Returns that reading. Rejects with `ROUTER_UNCONFIRMED` ("asked
 * for 50 %, last seen 5 %"), `ROUTER_REFUSED`, `ROUTER_CHANGED` or `ROUTER_UNREACHABLE`; after any of these, and after a
 * cancel, the weight is unknown: `shiftBack`.
 */
export async function shift(
  router: Router,
  to: Shares,
  io: Io,
  options: ShiftOptions = {},
): Promise<RouterReading> {
  const { signal = io.signal, budget = BUDGET, withinMs = Number.POSITIVE_INFINITY } = options
  const run = await confirm(router, checkedShares(to), io, {
    ...options,
    signal,
    budget,
    withinMs: Math.min(withinMs, router.can.deadline.shift),
    stubborn: false,
  })
  if (run.confirmed) return run.reading
  signal.throwIfAborted()
  throw run.problem
}

/**
 * The way back: writes, whatever the router shows, then confirms as `shift` does. It writes again when the router shows
 * something else, because an older write may have arrived later, and no refusal makes it give up before the deadline.
 * It has a deadline of its own, so it works after the job was cancelled. Never rejects for what the router does.
 */
export async function shiftBack(
  router: Router,
  home: Shares,
  io: Io,
  options: ConfirmOptions = {},
): Promise<WayBack> {
  const withinMs = Math.min(options.withinMs ?? Number.POSITIVE_INFINITY, router.can.deadline.undo)
  return await confirm(router, checkedShares(home), io, {
    ...options,
    signal: new AbortController().signal,
    budget: Number.POSITIVE_INFINITY,
    withinMs,
    stubborn: true,
  })
}

interface Confirming extends ConfirmOptions {
  readonly signal: AbortSignal
  readonly version?: string
  readonly budget: number
  readonly withinMs: number
  /** Goes on after a refusal, and writes again when the router shows something else. */
  readonly stubborn: boolean
}

interface Progress {
  /** When the router accepted the last write; undefined while a write is due. */
  acceptedAt: number | undefined
  /** An earlier write of ours may have arrived although it failed. */
  unsure: boolean
  failures: number
  /** The failure of the last call, and which call it was. */
  problem: unknown
  failedTo: 'write' | 'read'
  lastSeen: RouterReading | undefined
}

async function confirm(router: Router, to: Shares, io: Io, options: Confirming): Promise<WayBack> {
  const began = io.now()
  const inTime = AbortSignal.any([options.signal, AbortSignal.timeout(options.withinMs)])
  const progress: Progress = {
    acceptedAt: undefined,
    unsure: false,
    failures: 0,
    problem: undefined,
    failedTo: 'write',
    lastSeen: undefined,
  }
  while (!inTime.aborted && io.now() - began < options.withinMs) {
    if (progress.acceptedAt === undefined) {
      await write(router, to, io, options, inTime, progress)
      if (isFinal(progress.problem, options)) break
    }
    const reading = progress.acceptedAt === undefined ? undefined : await look(router, inTime, progress)
    if (progress.acceptedAt !== undefined && reading !== undefined) {
      const waited = io.now() - progress.acceptedAt
      const agrees = confirms(reading, to, router.can.tolerance)
      if (agrees && waited >= router.can.settles) return { confirmed: true, reading }
      options.onWait?.(reading)
      if (!agrees && !reading.pending && options.stubborn && waited >= router.can.settles) {
        progress.acceptedAt = undefined
      }
    }
    if (progress.failures > options.budget) break
    await io.sleep(pauseAfter(progress.failures, options), inTime).catch(() => undefined)
  }
  const problem = failure(progress, to, io.now() - began)
  const { lastSeen } = progress
  return { confirmed: false, problem, ...(lastSeen === undefined ? {} : { lastSeen }) }
}

async function write(
  router: Router,
  to: Shares,
  io: Io,
  { version }: Confirming,
  signal: AbortSignal,
  progress: Progress,
): Promise<void> {
  try {
    await router.write(to, version === undefined ? {} : { version }, signal)
    progress.acceptedAt = io.now()
    progress.problem = undefined
    progress.failures = 0
  } catch (problem) {
    if (progress.unsure && hasCode(problem, 'ROUTER_CHANGED')) {
      // The write whose answer was lost made the new version: the next reading shows whether it did.
      progress.acceptedAt = io.now()
      return
    }
    progress.unsure = true
    failed(progress, 'write', problem, signal)
    // The report says what users meet. The next write must not wait for it.
    void router.read(signal).then(
      (reading) => (progress.lastSeen = reading),
      () => undefined,
    )
  }
}

/** A reading, or nothing where none came. */
async function look(
  router: Router,
  signal: AbortSignal,
  progress: Progress,
): Promise<RouterReading | undefined> {
  try {
    const reading = await router.read(signal)
    progress.lastSeen = reading
    progress.problem = undefined
    progress.failures = 0
    return reading
  } catch (problem) {
    failed(progress, 'read', problem, signal)
    return undefined
  }
}

/** Cut off by the deadline, what was found before says more than the deadline does. */
function failed(progress: Progress, to: 'write' | 'read', problem: unknown, signal: AbortSignal): void {
  progress.failures++
  if (signal.aborted && (progress.problem !== undefined || progress.lastSeen !== undefined)) return
  progress.problem = problem
  progress.failedTo = to
}

function isFinal(problem: unknown, { stubborn }: Confirming): boolean {
  return !stubborn && problem instanceof UserError && problem.code !== 'ROUTER_UNREACHABLE'
}

function hasCode(problem: unknown, code: string): boolean {
  return problem instanceof UserError && problem.code === code
}

function pauseAfter(failures: number, { pollMs = POLL_MS, stubborn }: Confirming): number {
  const longest = stubborn ? pollMs : Math.max(pollMs, MOST_PAUSE_MS)
  return Math.min(pollMs * 2 ** Math.max(0, failures - 1), longest)
}

function confirms(reading: RouterReading, to: Shares, tolerance: number): boolean {
  const all = [reading.weight, reading.wanted, ...(reading.parts ?? []).map(({ weight }) => weight)].filter(
    (weight) => weight !== undefined,
  )
  return !reading.pending && all.every((weight) => sameShares(weight, to, tolerance))
}

function failure({ lastSeen, problem, failedTo }: Progress, to: Shares, tookMs: number): UserError {
  const hint = 'Is something else writing to this router, or does it not take new weights?'
  if (lastSeen === undefined) {
    if (problem instanceof UserError) return problem
    return new UserError(
      'ROUTER_UNREACHABLE',
      `asked for ${sharesText(to)}, and the router did not answer within ${seconds(tookMs)}: ${saidBy(problem)}`,
      'Check the address in `router-settings` and that this runner can reach it.',
    )
  }
  if (problem instanceof UserError && problem.code !== 'ROUTER_UNREACHABLE') return problem
  const failing = failedTo === 'write' ? 'the router did not take it' : 'the router can no longer be read'
  const since = problem === undefined ? '' : `; ${failing}: ${saidBy(problem)}`
  return new UserError(
    'ROUTER_UNCONFIRMED',
    `asked for ${sharesText(to)}, last seen ${readingText(lastSeen)} after ${seconds(tookMs)}${since}`,
    hint,
  )
}

/** What a reading says, for a person: `5%`, `5%, still changing`, `12.5% (eu 25%, us 0%)`. */
export function readingText(reading: RouterReading): string {
  const parts = reading.parts ?? []
  const each =
    parts.length < 2
      ? ''
      : ` (${parts.map(({ name, weight }) => `${name} ${sharesText(weight)}`).join(', ')})`
  return `${sharesText(reading.weight)}${each}${reading.pending ? ', still changing' : ''}`
}

function saidBy(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem)
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toPrecision(3))} s`
}

/** Returns the shares. Throws `BAD_INPUT` unless each is from 0 to 100, no arm stands twice and all add up to 100. */
function checkedShares(shares: Shares): Shares {
  const total = shares.reduce((sum, { share }) => sum + share, 0)
  const inRange = shares.every(({ share }) => share >= 0 && share <= 100)
  const unique = new Set(shares.map(({ arm }) => arm)).size === shares.length
  if (inRange && unique && Math.abs(total - 100) <= EXACT) return shares
  throw new UserError(
    'BAD_INPUT',
    `weight: shares must be from 0 to 100 percent and add up to 100, got ${sharesText(shares)}`,
    'Fix the weight.',
  )
}

/** Whether two divisions are the same within `tolerance` points. 0 and 100 must be exact. */
function sameShares(seen: Shares, asked: Shares, tolerance: number): boolean {
  const arms = new Set([...seen, ...asked].map(({ arm }) => arm))
  return [...arms].every((arm) => {
    const wanted = shareTo(asked, arm)
    const allowed = wanted === 0 || wanted === 100 ? EXACT : tolerance
    return Math.abs(shareTo(seen, arm) - wanted) <= allowed
  })
}
