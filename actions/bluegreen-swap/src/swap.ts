import type { Io } from '@sluice/action'
import type { ToldExit } from '@sluice/publish'
import { live, putRight, type LifeNote, type RecordStore } from '@sluice/rollout'
import { close } from './close.ts'
import { dryRun } from './dry-run.ts'
import type { outputs } from './inputs.ts'
import type { Input } from './plan.ts'
import { prepare } from './prepare.ts'
import { refuseOutside } from './rehearse-field.ts'

/** One run of a swap, whoever started it. `records` take the place of GitHub's deployments. */
export async function swap(
  input: Input,
  io: Io,
  records?: RecordStore,
): Promise<ToldExit<(typeof outputs)[number]>> {
  if (input['dry-run']) return await dryRun(input, io)

  refuseOutside(input.rehearse?.between, io)
  const prepared = await prepare(input, io, records)
  const ending = await live(prepared.ports, prepared.timing, prepared.request)
  return await close(prepared, ending)
}

/** Puts right what a run left behind that did not end by itself; `kept` is what it has remembered. */
export async function afterSwap(input: Input, io: Io, kept: unknown, records?: RecordStore): Promise<void> {
  const note = kept as LifeNote | null | undefined
  if (note === undefined || note === null) return
  io.log.warning('The step did not end by itself: traffic goes back to where it belongs.')
  const prepared = await prepare(input, io, records)
  await close(prepared, await putRight(prepared.ports, prepared.timing, prepared.request, note))
}
