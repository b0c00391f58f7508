import { UserError } from '@sluice/action'
import type { RehearsalMoves } from '@sluice/rollout'
import { downtimeOf, type Probe } from '@sluice/swap'
import type { Guarding } from './guards.ts'
import type { SwapTask } from './plan.ts'
import type { Rehearsal } from './rehearse-field.ts'
import { rehearsalText, roundText, type Round } from './rounds.ts'

/** After each move requests are watched for at least this long. */
const LEAST_PAUSE_MS = 1_000

/**
 * Swaps and swaps back, `times` times, on live traffic. Stops at the first round that breaks the limit of the probe, and
 * resolves to whether none did.
 */
export async function rehearseRounds(
  guarding: Guarding,
  task: SwapTask,
  { times }: Rehearsal,
  moves: RehearsalMoves,
): Promise<boolean> {
  const { input, driver, io, found } = guarding
  const { probe } = input.watch
  const { probes } = driver
  if (probe === undefined || probes === undefined) {
    throw new UserError(
      'NOTHING_TO_WATCH',
      'rehearse: needs `mode: router` and a `probe` in `watch`',
      'Give `watch` a `probe` address.',
    )
  }
  const since = io.now()
  const limited = ({ failed, requests }: Round): boolean => failed <= probe.limit * requests
  let sound = true
  for (let round = 0; round < times && sound; round += 1) {
    const there = await move(guarding, task, moves.there, probes, task.colours.target)
    if (there === undefined) break
    found.rounds.push(there)
    sound = limited(there)
    const back = await move(guarding, task, moves.back, probes, task.colours.previous)
    if (back === undefined) break
    found.rounds.push(back)
    sound &&= limited(back)
    io.log.info(`${roundText(there)} ${roundText(back)}`)
  }
  found.stage = { share: 100, rung: 0, since }
  found.looked = await driver.look(task, found.stage, AbortSignal.any([]))
  found.notes.push(...rehearsalText(found.rounds, times))
  return sound
}

/** One move of everyone, and what users noticed; undefined where the rehearsal must end. */
async function move(
  { input, driver, io }: Guarding,
  { colours }: SwapTask,
  to: () => Promise<boolean>,
  probes: () => readonly Probe[],
  name: string,
): Promise<Round | undefined> {
  const from = io.now()
  if (!(await to())) return undefined
  const tookMs = io.now() - from
  const open = name === colours.target ? await driver.open?.(colours, io.signal) : undefined
  await io.sleep(Math.max(LEAST_PAUSE_MS, input.watch.everyMs), io.signal).catch(() => undefined)
  const seen = probes().filter(({ at }) => at >= from)
  return { to: name, tookMs, open, ...downtimeOf(seen) }
}
