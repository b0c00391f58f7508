import type { Io } from '@sluice/action'
import type { ToldExit } from '@sluice/publish'
import { live, putRight, type LifeNote, type RecordStore } from '@sluice/rollout'
import { close } from './close.ts'
import type { CanaryOutput } from './inputs.ts'
import type { Input } from './plan.ts'
import { prepare } from './prepare.ts'
import { rehearse } from './rehearse.ts'

/** One run of a canary, whoever started it. `records` take the place of GitHub's deployments. */
export async function canaryStep(
  input: Input,
  io: Io,
  records?: RecordStore,
): Promise<ToldExit<CanaryOutput>> {
  if (input['dry-run']) return await rehearse(input, io)

  const prepared = prepare(input, io, records)
  const ending = await live(prepared.ports, prepared.timing, prepared.request)
  return await close(prepared, ending)
}

/** Puts right what a run left behind that did not end by itself; `kept` is what it has remembered. */
export async function afterCanary(input: Input, io: Io, kept: unknown, records?: RecordStore): Promise<void> {
  const note = kept as LifeNote | null | undefined
  if (note === undefined || note === null) return
  if (!note.leftOpen) io.log.warning('The step did not end by itself: traffic goes back to where it belongs.')
  const prepared = prepare(input, io, records, note.token)
  const ending = await putRight(prepared.ports, prepared.timing, prepared.request, note)
  // What a step left open on purpose has been reported by that step.
  if (!note.leftOpen || ending.decision === 'error') await close(prepared, ending)
}
