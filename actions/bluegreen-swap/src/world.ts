import { UserError, type Io } from '@sluice/action'
import { checkEvidence, type CheckResult } from '@sluice/judge'
import type { Entry, Ledger, WatchStage, SwapStep, SwapPorts } from '@sluice/rollout'
import { checkShared, runSmoke, type Parity } from '@sluice/swap'
import { conclude, type Evidence } from '@sluice/verdict'
import { checkAll } from './checks.ts'
import type { Input } from './input.ts'
import type { Stand } from './stand.ts'
import type { Round } from './rounds.ts'
import { stepWords } from './words.ts'

/** What this run has found out so far; the verdict is made of it. */
export interface Found {
  checks: readonly Evidence[]
  sharedAfter: readonly Evidence[]
  looked: readonly Evidence[]
  parity: Parity | undefined
  stage: WatchStage | undefined
  /** Sentences for the report. */
  readonly notes: string[]
  /** Moves of a rehearsal. */
  readonly rounds: Round[]
}

export function nothingFound(): Found {
  return {
    checks: [],
    sharedAfter: [],
    looked: [],
    parity: undefined,
    stage: undefined,
    notes: [],
    rounds: [],
  }
}

interface Making {
  readonly input: Input
  readonly stand: Stand
  readonly ledger: Ledger
  readonly io: Io
}

/** The world of one record, as the machine needs it; everything seen on the way is kept in `found`. */
export function worldOf(making: Making, found: Found): (entry: Entry) => SwapPorts {
  const { input, stand, ledger, io } = making
  return (entry) => ({
    now: io.now,
    read: stand.read,
    shift: stand.shift,
    goHome: stand.goHome ?? (async (signal) => await moveHome(stand, signal)),
    homeProblem: async (signal) => await homeProblem(making, signal),
    check: async (signal) => {
      const { evidence, parity } = await checkAll(input, stand, io, signal)
      found.checks = evidence
      found.parity = parity
      return conclude(evidence).outcome
    },
    checkShared: async (signal) => {
      if (input.shared === undefined) return 'pass'
      const { target, previous } = stand.colours
      const results = await checkShared(input.shared, [previous, target], 'after', io, signal)
      found.sharedAfter = results.map(checkEvidence)
      return conclude(found.sharedAfter).outcome
    },
    look: async (stage, signal) => {
      found.stage = stage
      found.looked = await stand.look(stage, signal)
      return conclude(found.looked)
    },
    wait: async (signal) => await io.sleep(input.watch.everyMs, signal),
    release: async (signal) => await ledger.release(entry.id, signal),
    retire: async (since, signal) => await retire(making, found, since, signal),
    mark: async (mark, signal) => await ledger.mark(entry.id, entry.plan, mark, signal),
    tell: (step: SwapStep) => {
      const words = stepWords(step, stand.colours)
      if (words !== '') io.log.info(words)
    },
    warn: io.log.warning,
  })
}

/** Connections are counted this often while the previous colour drains. */
const DRAIN_POLL_MS = 1_000

async function retire(
  { input, stand, io }: Making,
  found: Found,
  since: number,
  signal: AbortSignal,
): Promise<void> {
  const { afterMs, run } = input.retire
  const { previous } = stand.colours
  const [program, ...args] = (run ?? []).map((word) => word.replaceAll('$colour', previous))
  if (program === undefined && afterMs === 0) return
  const left = await drained(stand, io, since + afterMs, signal)
  if (left !== undefined && left > 0) {
    found.notes.push(`${left} connections were still open on ${previous} when it was retired.`)
    io.log.warning(found.notes.at(-1) ?? '')
  }
  if (program === undefined) return
  const { code, stderr } = await io.exec(program, args, { signal, timeoutMs: 10 * 60_000 })
  if (code !== 0) io.log.warning(`Retiring ${previous} ended with ${code}: ${stderr.trim().slice(-300)}`)
}

/** Waits until nothing is open on the previous colour, or until the time is up; returns what is left, where known. */
async function drained(
  stand: Stand,
  io: Io,
  until: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  let idle = 0
  for (;;) {
    const open = await stand.open?.(signal).catch(() => undefined)
    signal.throwIfAborted()
    // One count of zero may fall between two requests of one connection.
    idle = open === 0 ? idle + 1 : 0
    const left = until - io.now()
    if (idle >= 2 || left <= 0) return open
    await io.sleep(open === undefined ? left : Math.min(DRAIN_POLL_MS, left), signal)
  }
}

/** Looking at the place to go back to must not hold up going there. */
const HOME_MS = 3_000

/** Why the previous colour would serve nobody: its servers, its own smoke checks, and the shared components. */
async function homeProblem({ input, stand, io }: Making, signal: AbortSignal): Promise<string | undefined> {
  const { previous } = stand.colours
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(HOME_MS)])
  const own = (input.smoke ?? []).filter((check) => JSON.stringify(check).includes('$colour'))
  const quick = own.map((check) => ({ ...check, attempts: 1 }))
  const asked = await Promise.all([
    stand.homeProblem?.(inTime).catch(() => undefined),
    worst(runSmoke(quick, previous, io, inTime)),
    worst(checkShared(input.shared ?? [], [previous], 'after', io, inTime)),
  ])
  return asked.find((problem) => problem !== undefined)
}

/** What is known to be wrong; a check that could not answer proves nothing. */
async function worst(checks: Promise<readonly CheckResult[]>): Promise<string | undefined> {
  const results = await checks.catch(() => [])
  const bad = results.find(({ finding }) => finding === 'worse')
  return bad === undefined ? undefined : `${bad.name}: ${bad.detail}`
}

/** For modes without a way back of their own: moves everyone and reads what came of it. */
async function moveHome(stand: Stand, signal: AbortSignal): Promise<void> {
  await stand.shift(0, signal)
  const share = await stand.read(signal)
  if (share === 0) return
  throw new UserError(
    'ROUTER_UNCONFIRMED',
    `asked for 0 % on ${stand.colours.target}, last seen ${share} %`,
    'Look at it by hand, then run the step again.',
  )
}
