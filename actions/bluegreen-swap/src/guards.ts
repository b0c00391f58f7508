import type { Io } from '@sluice/action'
import type { CheckResult } from '@sluice/judge'
import type { CheckProblem, RetireLeave } from '@sluice/rollout'
import { checkShared, runSmoke } from '@sluice/swap'
import { conclude } from '@sluice/verdict'
import { checkAll } from './checks.ts'
import type { SwapDriver } from './driver.ts'
import type { Found } from './found.ts'
import type { Colours, Input, SwapTask } from './plan.ts'

export interface Guarding {
  readonly input: Input
  readonly driver: SwapDriver
  readonly io: Io
  readonly found: Found
}

/** What must hold before anyone meets the target; undefined where it does. Never rejects. */
export async function checkTarget(guarding: Guarding, task: SwapTask): Promise<CheckProblem | undefined> {
  const { input, driver, io, found } = guarding
  io.log.info(`Checking ${task.colours.target} before it gets any traffic.`)
  try {
    const { evidence, parity } = await checkAll(input, driver, task, io, io.signal)
    found.checks = evidence
    found.parity = parity
  } catch (error) {
    // Whoever cancels learns it from the rollout itself, which goes no further.
    if (io.signal.aborted) return undefined
    io.log.warning(`A check gave no answer: ${error instanceof Error ? error.message : String(error)}`)
    return 'checks_undecided'
  }
  const { outcome } = conclude(found.checks)
  if (outcome === 'pass') return undefined
  return outcome === 'fail' ? 'checks_failed' : 'checks_undecided'
}

/** Looking at the place to go back to must not hold up going there. */
const HOME_MS = 3_000
const HOME_CANCELLED_MS = 1_000

/** Why the previous colour would serve nobody: its servers, its own smoke checks, and the shared components. */
export async function homeProblem(
  { input, driver, io, found }: Guarding,
  colours: Colours,
): Promise<string | undefined> {
  const { previous } = colours
  const signal = AbortSignal.timeout(io.signal.aborted ? HOME_CANCELLED_MS : HOME_MS)
  const own = (input.smoke ?? []).filter((check) => JSON.stringify(check).includes('$colour'))
  const quick = own.map((check) => ({ ...check, attempts: 1 }))
  const asked = await Promise.all([
    driver.homeProblem?.(colours, signal).catch(() => undefined),
    worst(runSmoke(quick, previous, io, signal)),
    worst(checkShared(input.shared ?? [], [previous], 'after', io, signal)),
  ])
  found.homeProblem = asked.find((problem) => problem !== undefined)
  return found.homeProblem
}

/** What is known to be wrong; a check that could not answer proves nothing. */
async function worst(checks: Promise<readonly CheckResult[]>): Promise<string | undefined> {
  const results = await checks.catch(() => [])
  const bad = results.find(({ finding }) => finding === 'worse')
  return bad === undefined ? undefined : `${bad.name}: ${bad.detail}`
}

/** Connections are counted this often while the previous colour drains. */
const DRAIN_POLL_MS = 1_000
const PROGRAM_MS = 10 * 60_000

/** Asked while the previous colour is kept; see `LifePorts.retire`. */
export interface Retiring extends RetireLeave {
  readonly since: number
  readonly listenMs: number
}

function cancelled({ signal }: Io): boolean {
  return signal.aborted
}

/**
 * Waits until nothing is open on the previous colour, at most for `after`, then runs the program. Resolves to whether it
 * is retired: not where everyone is wanted back there meanwhile, or the job is cancelled. Never rejects.
 */
export async function retirePrevious(
  { input, driver, io, found }: Guarding,
  colours: Colours,
  retiring: Retiring,
): Promise<boolean> {
  const { afterMs, run } = input.retire
  const { previous } = colours
  const [program, ...args] = (run ?? []).map((word) => word.replaceAll('$colour', previous))
  if (program === undefined && afterMs === 0) return true
  io.log.info(`Retiring ${previous}.`)
  const left = await drained(driver, colours, io, retiring, afterMs)
  const allowed = async (): Promise<boolean> =>
    program === undefined ? (await retiring.mayGoOn()) === true : await retiring.mayBegin()
  // Asking takes a while, in which the job may be cancelled.
  if (io.signal.aborted || !(await allowed()) || cancelled(io)) {
    io.log.warning(`${previous} was not retired. A later run retires it.`)
    return false
  }
  if (left !== undefined && left > 0) {
    found.notes.push(
      `${left} ${left === 1 ? 'connection was' : 'connections were'} still open on ${previous} when it was retired.`,
    )
    io.log.warning(found.notes.at(-1) ?? '')
  }
  if (program === undefined) return true
  try {
    const { code, stderr } = await io.exec(program, args, { signal: io.signal, timeoutMs: PROGRAM_MS })
    if (code !== 0)
      io.log.warning(
        `The program that retires ${previous} ended with code ${code}: ${stderr.trim().slice(-300)}`,
      )
  } catch (error) {
    if (cancelled(io)) {
      io.log.warning(`The program that retires ${previous} was cancelled. A later run starts it again.`)
      return false
    }
    io.log.warning(
      `The program that retires ${previous} failed: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  return true
}

/**
 * Waits until nothing is open on the previous colour, until the time is up, or until nobody may go on; returns what is
 * left, where known.
 */
async function drained(
  driver: SwapDriver,
  colours: Colours,
  io: Io,
  { since, listenMs, mayGoOn }: Retiring,
  afterMs: number,
): Promise<number | undefined> {
  let idle = 0
  let asked = io.now()
  for (;;) {
    const open = await driver.open?.(colours, io.signal).catch(() => undefined)
    // One count of zero may fall between two requests of one connection.
    idle = open === 0 ? idle + 1 : 0
    const left = since + afterMs - io.now()
    if (idle >= 2 || left <= 0 || io.signal.aborted) return open
    if (io.now() - asked >= listenMs) {
      if ((await mayGoOn()) === false) return open
      asked = io.now()
    }
    const pause = Math.min(open === undefined ? listenMs : DRAIN_POLL_MS, left)
    await io.sleep(pause, io.signal).catch(() => undefined)
  }
}
