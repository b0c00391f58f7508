import type { Io } from '@sluice/action'
import { performCommand, type ToldExit } from '@sluice/publish'
import { live, openRollout, putRight, type LifeNote, type RecordStore } from '@sluice/rollout'
import { close } from './close.ts'
import { dryRun } from './dry-run.ts'
import { outputs } from './inputs.ts'
import type { GivenInput, Input } from './plan.ts'
import { prepare, type Prepared } from './prepare.ts'
import { refuseOutside } from './rehearse-field.ts'

/** One run of a swap, whoever started it. `records` take the place of GitHub's deployments. */
export async function swap(
  given: GivenInput,
  io: Io,
  records?: RecordStore,
): Promise<ToldExit<(typeof outputs)[number]>> {
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

async function perform(
  input: Input,
  io: Io,
  records?: RecordStore,
): Promise<ToldExit<(typeof outputs)[number]>> {
  if (input['dry-run']) return await dryRun(input, io)

  refuseOutside(input.rehearse?.between, io)
  const prepared = await prepare(input, io, records)
  const stopped = input.command === 'abort' ? await stopAtOnce(prepared, io) : {}
  const ending = await live(prepared.ports, prepared.timing, prepared.request)
  if (stopped.failed !== undefined && ending.decision === 'none') throw stopped.failed
  return await close(prepared, ending, stopped.target)
}

/** What `abort` took from everyone before a record was read. A failure is told once the record has been asked as well. */
async function stopAtOnce(
  { driver }: Prepared,
  io: Io,
): Promise<{ readonly target?: string; readonly failed?: Error }> {
  try {
    const target = await driver.stop?.()
    if (target === undefined) return {}
    io.log.info(`No device is told to run ${target} any more.`)
    return { target }
  } catch (error) {
    return { failed: error instanceof Error ? error : new Error(String(error)) }
  }
}

/** Puts right what a run left behind that did not end by itself; `kept` is what it has remembered. */
export async function afterSwap(
  given: GivenInput,
  io: Io,
  kept: unknown,
  records?: RecordStore,
): Promise<{ readonly exit?: ToldExit<(typeof outputs)[number]> }> {
  const note = kept as LifeNote | null | undefined
  if (note === undefined || note === null) return {}
  const input: Input = { ...given, command: given.command === 'comment' ? 'continue' : given.command }
  io.log.warning('The step was killed. Its post step corrects what it left behind.')
  const prepared = await prepare(input, io, records, note.token)
  return {
    exit: await close(prepared, await putRight(prepared.ports, prepared.timing, prepared.request, note)),
  }
}
