import { claimOf, ours } from './claim.ts'
import { drive, marksOf, type SwapEnding, type SwapPorts } from './drive.ts'
import type { Entry, Ledger } from './ledger.ts'
import type { SwapPlan } from './plan.ts'

/** How long undoing may take, in milliseconds: less than what a cancelled job has left. */
export const UNDO_MS = 8_000

/** What became of a swap, and the record that tells it. */
export interface Swapped extends SwapEnding {
  readonly entry: Entry
  /** Nothing was done: an earlier run had ended it. */
  readonly already: boolean
}

export interface SwapRun {
  readonly plan: SwapPlan
  readonly ledger: Ledger
  /** The world of one record: marks go there. */
  readonly world: (entry: Entry) => SwapPorts
  readonly leaveAt?: number
  /** Called before traffic can move, so that a post step knows which record to settle. */
  readonly claimed: (entry: Entry) => Promise<void>
}

/**
 * Carries a swap from wherever its record says it is to its end. Anything but a pass, an exception and a cancelled job
 * included, takes traffic back, under a deadline of its own; then the exception goes on to the caller.
 */
export async function swap(run: SwapRun, signal: AbortSignal): Promise<Swapped> {
  const claim = claimOf(await run.ledger.list(signal), run.plan)
  if (claim.do === 'done') {
    return { decision: claim.decision, marks: claim.entry.marks, entry: claim.entry, already: true }
  }
  if (claim.do === 'refuse') return refused(claim.entry)
  const entry = claim.do === 'continue' ? claim.entry : await run.ledger.open(run.plan, signal)
  if (claim.do === 'open' && !ours(await run.ledger.list(signal), entry.id)) {
    await run.ledger.mark(
      entry.id,
      entry.plan,
      { what: 'refused', at: run.world(entry).now(), why: 'another_swap' },
      signal,
    )
    return refused(entry)
  }
  await run.claimed(entry)
  return { ...(await carried(run, entry, signal)), entry, already: false }
}

async function carried(run: SwapRun, entry: Entry, signal: AbortSignal): Promise<SwapEnding> {
  const world = run.world(entry)
  const marks = marksOf(entry)
  const undo = async (): Promise<SwapEnding> =>
    await drive(world, entry.plan, marks, AbortSignal.timeout(UNDO_MS), { abandoned: true })
  try {
    return await drive(
      world,
      entry.plan,
      marks,
      signal,
      run.leaveAt === undefined ? {} : { leaveAt: run.leaveAt },
    )
  } catch (error) {
    await undo().catch((second: unknown) => {
      throw new AggregateError(
        [error, second],
        `${text(error)}; and the way back could not be confirmed: ${text(second)}`,
      )
    })
    throw error
  }
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function refused(entry: Entry): Swapped {
  return { decision: 'refused', why: 'another_swap', marks: entry.marks, entry, already: false }
}

/** For a post step: ends what a stopped run left behind. Returns undefined if the record had ended by itself. */
export async function settle(
  ledger: Ledger,
  id: string,
  world: (entry: Entry) => SwapPorts,
): Promise<SwapEnding | undefined> {
  const signal = AbortSignal.timeout(UNDO_MS)
  const entry = (await ledger.list(signal)).find((each) => each.id === id)
  if (entry === undefined || entry.closed) return undefined
  return await drive(world(entry), entry.plan, marksOf(entry), signal, { abandoned: true })
}
