import type { Io } from '@sluice/action'
import { boundRouter, type ArmNames, type RolloutRouter } from '@sluice/rollout'
import { BASELINE, CANDIDATE, openRouter, requireBothWays, shareTo, type Router } from '@sluice/traffic'
import type { Input } from './plan.ts'

/** One question to a router, in milliseconds. */
const ASK_MS = 10_000

/** Two slots, or undefined where the arms are fixed. */
export type Slots = readonly [string, string] | undefined

/** The router, where it can do what the inputs ask for. */
export function openRouterFor(
  input: Pick<Input, 'router' | 'router-settings' | 'slots' | 'weight'>,
  io: Io,
): Router {
  const router = openRouter(input.router, input['router-settings'], io)
  if (input.slots !== undefined)
    requireBothWays(input.router, router, 'with `slots`', 'Take `slots` out: the engine keeps both versions.')
  if (input.weight !== undefined)
    requireBothWays(input.router, router, 'with `weight`', 'Give a `ladder`, such as `5, 25, 100`.')
  return router
}

/** A router as a rollout sees it. Of two slots the first is what the router calls `baseline`, the second `candidate`. */
export function rolloutRouter(router: Router, slots: Slots, arms: ArmNames, io: Io): RolloutRouter {
  const turned = routerArmOf(slots, arms) === BASELINE
  return boundRouter(
    router,
    turned ? { baseline: CANDIDATE, candidate: BASELINE } : { baseline: BASELINE, candidate: CANDIDATE },
    io,
  )
}

/** What the router calls the candidate. */
export function routerArmOf(slots: Slots, { candidate }: ArmNames): typeof BASELINE | typeof CANDIDATE {
  return slots !== undefined && candidate === slots[0] ? BASELINE : CANDIDATE
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
