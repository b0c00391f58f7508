import type { RolloutRecord } from '../record/fold.ts'
import { climb } from './climb.ts'
import type { LifeEnding } from './ending.ts'
import { endRecord, leaveTo } from './home.ts'
import { ending, readRouter, turnTo, type Life } from './life.ts'
import { percentText, preflightWords } from './words.ts'

/** The same candidate is claimed again, by a run that owns the claim: its slot may be deployed to while it serves nobody. */
export async function claimAgain(life: Life): Promise<LifeEnding> {
  const reading = await readRouter(life)
  if (reading === undefined) {
    return ending(life, 'error', 'router_unavailable', 'is not claimed again: the router could not be read')
  }
  life.weight = 0
  if (reading.weight !== 0) return await leaveTo(life, reading.weight)
  return ending(life, 'claim', 'claimed', 'claimed the slot of the candidate again: you can deploy to it')
}

/** Whoever runs it next goes on with it as it stands; a claim has nothing to say about that. */
export async function leftOpen(life: Life, record: RolloutRecord): Promise<LifeEnding> {
  turnTo(life, record)
  const weight = (await readRouter(life))?.weight
  const at = weight === undefined ? '' : ` at ${percentText(weight)}`
  return ending(life, 'none', 'already_open', `is open already${at}: nothing is deployed again`, { weight })
}

/** A claim emptied the slot; whoever gave it traffic since was not this rollout. */
export async function beginClaimed(life: Life): Promise<LifeEnding> {
  const found = life.weight
  if (found === 0) return (await notReady(life)) ?? (await climb(life))
  life.weight = 0
  return await leaveTo(life, found)
}

/** What the claim could not know: the candidate is deployed by now, and may be looked at as well. */
async function notReady(life: Life): Promise<LifeEnding | undefined> {
  const problems = (await life.ports.preflight?.(life.arms, false)) ?? []
  if (problems.length === 0) return undefined
  const detail = `: ${preflightWords(problems)}`
  return { ...(await endRecord(life, 'error', 'preflight_failed', { detail })), problems }
}
