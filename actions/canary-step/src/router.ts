import { UserError, type Io } from '@sluice/action'
import { RouterChanged, RouterRefused, type ArmNames, type RolloutRouter } from '@sluice/rollout'
import { BASELINE, CANDIDATE, shareTo, toCandidate, type Router } from '@sluice/traffic'

/** One question to a router, and what is left of a cancelled job, in milliseconds. */
const ASK_MS = 10_000
const CANCELLED_MS = 6_000

/** Two slots, or undefined where the arms are fixed. */
export type Slots = readonly [string, string] | undefined

/**
 * A router as a rollout sees it. Slots that alternate are the router's two arms in the order of the input: the first is
 * what the router calls `baseline`, the second `candidate`.
 */
export function rolloutRouter(router: Router, slots: Slots, arms: ArmNames, io: Io): RolloutRouter {
  const arm = slots !== undefined && arms.candidate === slots[0] ? BASELINE : CANDIDATE
  const { can } = router
  return {
    tolerance: can.tolerance,
    settlesMs: can.settles,
    deadlineMs: {
      shift: can.deadline.shift,
      get undo() {
        return io.signal.aborted ? Math.min(CANCELLED_MS, can.deadline.undo) : can.deadline.undo
      },
    },
    read: async () => {
      const { weight, pending, version } = await router.read(AbortSignal.timeout(ASK_MS))
      return { weight: shareTo(weight, arm), pending, ...(version === undefined ? {} : { version }) }
    },
    write: async (weight, version) => {
      const shares = toCandidate(arm === CANDIDATE ? weight : 100 - weight)
      const options = version === undefined ? {} : { version }
      try {
        await router.write(shares, options, AbortSignal.timeout(can.deadline.shift))
      } catch (error) {
        if (error instanceof UserError && error.code === 'ROUTER_CHANGED')
          throw new RouterChanged(error.message)
        if (error instanceof UserError && error.code === 'ROUTER_REFUSED')
          throw new RouterRefused(error.message)
        io.log.info(
          `  the router did not accept ${weight}%: ${error instanceof Error ? error.message : String(error)}`,
        )
        throw error
      }
    },
  }
}

/** The arms of a rollout that begins now: fixed ones, or the slot that serves everyone and the other one. */
export async function armsNow(router: Router, slots: Slots, fixed: ArmNames): Promise<ArmNames | undefined> {
  if (slots === undefined) return fixed
  const { weight, pending } = await router.read(AbortSignal.timeout(ASK_MS))
  const second = shareTo(weight, CANDIDATE)
  if (pending || (second !== 0 && second !== 100)) return undefined
  return second === 0
    ? { baseline: slots[0], candidate: slots[1] }
    : { baseline: slots[1], candidate: slots[0] }
}
