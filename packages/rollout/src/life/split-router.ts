import { UserError, type Io } from '@sluice/action'
import type { ArmNames } from '../record/payload.ts'
import { RouterChanged, RouterRefused, type RolloutRouter } from './ports.ts'

/** One question to a router, and what is left of a cancelled job, in milliseconds. */
const ASK_MS = 10_000
const CANCELLED_MS = 6_000

type ArmShares = readonly { readonly arm: string; readonly share: number }[]

/** The part of a traffic router that a rollout needs. */
export interface SplitRouter {
  readonly can: {
    readonly tolerance: number
    readonly settles: number
    readonly deadline: { readonly shift: number; readonly undo: number }
    readonly oneWay?: boolean
  }
  readonly read: (signal: AbortSignal) => Promise<{
    readonly weight: ArmShares
    readonly pending: boolean
    readonly version?: string
    readonly parts?: readonly { readonly weight: ArmShares }[]
  }>
  readonly write: (
    weight: ArmShares,
    options: { readonly version?: string },
    signal: AbortSignal,
  ) => Promise<unknown>
}

/** A router as a rollout sees it. `arms` are the router's own names of the two arms. */
export function boundRouter(router: SplitRouter, arms: ArmNames, io: Io): RolloutRouter {
  const { can } = router
  return {
    tolerance: can.tolerance,
    settlesMs: can.settles,
    oneWay: can.oneWay === true,
    deadlineMs: {
      shift: can.deadline.shift,
      get undo() {
        return io.signal.aborted ? Math.min(CANCELLED_MS, can.deadline.undo) : can.deadline.undo
      },
    },
    read: async () => {
      const { weight, pending, version, parts } = await router.read(AbortSignal.timeout(ASK_MS))
      const shareIn = (shares: ArmShares): number =>
        shares.find(({ arm }) => arm === arms.candidate)?.share ?? 0
      return {
        weight: shareIn(weight),
        pending,
        ...(version === undefined ? {} : { version }),
        ...(parts === undefined ? {} : { parts: parts.map((part) => shareIn(part.weight)) }),
      }
    },
    write: async (weight, version) => {
      const shares = [
        { arm: arms.baseline, share: Number((100 - weight).toFixed(6)) },
        { arm: arms.candidate, share: weight },
      ]
      const options = version === undefined ? {} : { version }
      try {
        await router.write(shares, options, AbortSignal.timeout(can.deadline.shift))
      } catch (error) {
        if (error instanceof UserError && error.code === 'ROUTER_CHANGED')
          throw new RouterChanged(error.message)
        if (error instanceof UserError && error.code === 'ROUTER_REFUSED')
          throw new RouterRefused(error.message)
        io.log.info(
          `The router did not accept ${weight}%: ${error instanceof Error ? error.message : String(error)}`,
        )
        throw error
      }
    },
  }
}
