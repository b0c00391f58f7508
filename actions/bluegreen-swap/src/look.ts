import type { Io } from '@sluice/action'
import { checkEvidence } from '@sluice/judge'
import type { LookQuestion, RolloutRecord, Sight } from '@sluice/rollout'
import { checkShared } from '@sluice/swap'
import { conclude, type Evidence } from '@sluice/verdict'
import type { SwapDriver, WatchStage } from './driver.ts'
import type { Found } from './found.ts'
import { taskOf, type Input, type SwapDetails, type SwapTask } from './plan.ts'

interface Looking {
  readonly input: Input
  readonly driver: SwapDriver
  readonly own: SwapDetails
  readonly io: Io
  readonly found: Found
}

const UNSEEN: Sight = {
  harm: false,
  pass: false,
  silentMs: 0,
  blind: false,
  mismatch: false,
  calm: true,
  intervals: 0,
}

/** Looks at the present watch: everything since its weight was reached, and the shared components once it was. */
export function openLook(looking: Looking): (question: LookQuestion) => Promise<Sight> {
  const { driver, own, io, found } = looking
  let suited: number | undefined
  return async ({ record, plan, windows, weight }) => {
    const window = windows.at(-1)
    if (weight === 0 || window === undefined || window.to !== undefined) return UNSEEN
    const task = taskOf(record, own)
    const stage = { share: weight, rung: rungOf(plan.ladder, weight), since: window.from }
    try {
      if (suited !== stage.since) {
        const shared = await sharedSight(looking, task)
        if (shared !== undefined) return shared
        suited = stage.since
      }
      found.stage = stage
      found.looked = await driver.look(task, stage, io.signal)
      return sightOf(found.looked, stage, task.details.watch.everyMs, io.now())
    } catch (error) {
      if (!io.signal.aborted) io.log.warning(`The target could not be watched: ${textOf(error)}`)
      return { ...UNSEEN, blind: true, calm: false }
    }
  }
}

function rungOf(ladder: readonly number[], weight: number): number {
  const away = ladder.map((rung) => Math.abs(rung - weight))
  return Math.max(0, away.indexOf(Math.min(...away)))
}

/** Undefined where the shared components suit both colours now that traffic has moved. */
async function sharedSight({ input, io, found }: Looking, task: SwapTask): Promise<Sight | undefined> {
  if (input.shared === undefined) return undefined
  const { target, previous } = task.colours
  const results = await checkShared(input.shared, [previous, target], 'after', io, io.signal)
  found.sharedAfter = results.map(checkEvidence)
  const { outcome } = conclude(found.sharedAfter)
  if (outcome === 'pass') return undefined
  // A check without an answer is asked again at the next look; only a known harm ends the swap at once.
  return outcome === 'fail'
    ? { ...UNSEEN, harm: true, harmReason: 'shared_incompatible', calm: false }
    : { ...UNSEEN, doubt: 'shared_incompatible' }
}

/** What a look at the evidence says to the rollout. */
export function sightOf(looked: readonly Evidence[], stage: WatchStage, everyMs: number, now: number): Sight {
  const { outcome, reason } = conclude(looked)
  const open = outcome === 'inconclusive'
  const critical = looked.filter((each) => each.critical)
  const blind =
    open && reason === 'source_unavailable' && critical.every(({ finding }) => finding === 'unknown')
  const mismatch = open && reason === 'sample_ratio_mismatch'
  return {
    harm: outcome === 'fail',
    pass: outcome === 'pass',
    silentMs: 0,
    blind,
    mismatch,
    calm: outcome !== 'fail' && !blind && !mismatch,
    intervals: Math.max(0, Math.floor((now - stage.since) / everyMs)),
    ...(open ? { doubt: reason } : {}),
  }
}

/** Whether a record has had users on its target, as far as it says. */
export function hasServed({ rung, windows, payload }: RolloutRecord): boolean {
  return rung > 0 || windows.length > 0 || payload.began === 'rehearsal'
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
