import type { Io } from '@sluice/action'
import { performCommand, type ToldExit } from '@sluice/publish'
import { live, openRollout, putRight, type LifeNote, type RecordStore } from '@sluice/rollout'
import { close } from './close.ts'
import { outputs, type CanaryOutput } from './inputs.ts'
import type { GivenInput, Input } from './plan.ts'
import { prepare } from './prepare.ts'
import { rehearse } from './rehearse.ts'

/** One run of a canary, whoever started it. `records` take the place of GitHub's deployments. */
export async function canaryStep(
  given: GivenInput,
  io: Io,
  records?: RecordStore,
): Promise<ToldExit<CanaryOutput>> {
  const { command } = given
  return await performCommand(
    command === 'comment' ? undefined : command,
    {
      ...{ given, outputs, open: openRollout },
      perform: async (asked) => await perform({ ...given, command: asked }, io, records),
    },
    io,
  )
}

async function perform(input: Input, io: Io, records?: RecordStore): Promise<ToldExit<CanaryOutput>> {
  if (input['dry-run']) return await rehearse(input, io)

  const prepared = prepare(input, io, records)
  const ending = await live(prepared.ports, prepared.timing, prepared.request)
  return await close(prepared, ending)
}

/** Puts right what a run left behind that did not end by itself; `kept` is what it has remembered. */
export async function afterCanary(
  given: GivenInput,
  io: Io,
  kept: unknown,
  records?: RecordStore,
): Promise<{ readonly exit?: ToldExit<CanaryOutput>; readonly weight?: number }> {
  const note = kept as LifeNote | null | undefined
  if (note === undefined || note === null) return {}
  const input: Input = { ...given, command: given.command === 'comment' ? 'continue' : given.command }
  if (!note.leftOpen) io.log.warning('The step was killed. Its post step corrects what it left behind.')
  const prepared = prepare(input, io, records, note.token)
  const ending = await putRight(prepared.ports, prepared.timing, prepared.request, note)
  // What a step left open on purpose has been reported by that step.
  if (!note.leftOpen || ending.decision === 'error') return { exit: await close(prepared, ending) }
  return ending.weight === undefined ? {} : { weight: ending.weight }
}
