import { UserError } from '@sluice/action'
import { claimOf, type Entry, type Mark, type Swapped } from '@sluice/rollout'
import { downtimeOf, type Probe } from '@sluice/swap'
import { conclude } from '@sluice/verdict'
import type { Acted } from './act.ts'
import { checkAll } from './checks.ts'
import type { Prepared } from './prepare.ts'
import { RECORD } from './record-state.ts'
import { refuseOutside, type Rehearsal } from './rehearse-field.ts'
import { rehearsalText, roundText, type Round } from './rounds.ts'
import { nothingFound } from './world.ts'

/** After each move requests are watched for at least this long. */
const LEAST_PAUSE_MS = 1_000
const HOME_MS = 6_000

/**
 * Swaps and swaps back, `times` times, on live traffic, and ends where it began. Stops at the first round that breaks
 * the limit of the probe. It has a record like every swap, so that a post step or the next run goes back after a kill.
 */
export async function rehearseSwap(prepared: Prepared, { times, between }: Rehearsal): Promise<Acted> {
  const { plan, ledger, stand, input, io } = prepared
  const { probe } = input.watch
  const { probes } = stand
  if (probe === undefined || probes === undefined) {
    throw new UserError(
      'NOTHING_TO_WATCH',
      'rehearse: needs mode `router` and a `probe` in `watch`, or nothing would be learned',
      'Give `watch` a `probe` address.',
    )
  }
  refuseOutside(between, io)
  const claim = claimOf(await ledger.list(io.signal), plan)
  if (claim.do === 'continue' || claim.do === 'refuse') return refused(claim.entry)
  const entry = await ledger.open(plan, io.signal)
  await io.saveState(RECORD, entry.id)
  const found = nothingFound()
  const marks: Mark[] = []
  const mark = async (one: Mark): Promise<void> => {
    await ledger.mark(entry.id, entry.plan, one, AbortSignal.timeout(HOME_MS))
    marks.push(one)
  }
  const ended = (decision: Swapped['decision'], why: Swapped['why']): Acted => ({
    swapped: { decision, marks, entry, already: false, ...(why === undefined ? {} : { why }) },
    found,
  })

  const { evidence } = await checkAll(input, stand, io, io.signal)
  found.checks = evidence
  if (conclude(evidence).outcome !== 'pass') {
    await mark({ what: 'refused', at: io.now(), why: 'checks_failed' })
    await io.saveState(RECORD, null)
    return ended('refused', 'checks_failed')
  }
  await mark({ what: 'shifting', at: io.now(), share: 100 })
  const since = io.now()
  let sound = true
  try {
    for (let round = 0; round < times && sound; round++) {
      const there = await move(prepared, probes, 100)
      found.rounds.push(there)
      sound = there.failed <= probe.limit * there.requests
      const back = await move(prepared, probes, 0)
      found.rounds.push(back)
      sound &&= back.failed <= probe.limit * back.requests
      io.log.info(roundText(there) + ' ' + roundText(back))
    }
  } catch (error) {
    await stand.goHome?.(AbortSignal.timeout(HOME_MS + 2_000), HOME_MS)
    await mark({ what: 'returned', at: io.now(), why: 'stopped' }).catch(() => undefined)
    throw error
  }
  found.stage = { share: 100, rung: 0, since }
  found.looked = await stand.look(found.stage, io.signal)
  found.notes.push(...rehearsalText(found.rounds, times))
  const why = sound ? 'rehearsed' : 'regression_found'
  await mark({ what: 'returned', at: io.now(), why })
  await io.saveState(RECORD, null)
  return ended('swapped-back', why)
}

async function move(
  { stand, input, io }: Prepared,
  probes: () => readonly Probe[],
  share: number,
): Promise<Round> {
  const from = io.now()
  if (share === 0) await stand.goHome?.(io.signal, undefined)
  else await stand.shift(share, io.signal)
  const tookMs = io.now() - from
  const open = share === 0 ? undefined : await stand.open?.(io.signal)
  await io.sleep(Math.max(LEAST_PAUSE_MS, input.watch.everyMs), io.signal)
  const seen = probes().filter(({ at }) => at >= from)
  return {
    to: share === 0 ? stand.colours.previous : stand.colours.target,
    tookMs,
    open,
    ...downtimeOf(seen),
  }
}

function refused(entry: Entry): Acted {
  const swapped = {
    decision: 'refused',
    why: 'another_swap',
    marks: entry.marks,
    entry,
    already: false,
  } as const
  return { swapped, found: nothingFound() }
}
