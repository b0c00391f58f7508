import { addStatus } from '@sluice/github'
import { connect } from '@sluice/publish'
import { readInputs, readState, runPost, type Io } from '@sluice/action'
import { openRouter, restore } from '@sluice/traffic/version-1'
import { contract } from './inputs.ts'
import { UNDO_NOTE, type UndoNote } from './undo.ts'

const LAST_WORD_MS = 20_000

/** After a killed main step: puts traffic back where it was and ends the record. Otherwise there is nothing to do. */
await runPost(async (io) => {
  const note = readState(UNDO_NOTE) as UndoNote | null | undefined
  if (note === undefined || note === null) return
  io.log.warning(`The step did not end by itself: putting traffic back to ${note.before}% on the candidate.`)
  await restore(openRouter(note.router, note.settings, io), note.before, io)
  await endRecord(note, io)
})

async function endRecord({ deployment, before }: UndoNote, io: Io): Promise<void> {
  const github = connect(readInputs(contract, io), io).reconnect(AbortSignal.timeout(LAST_WORD_MS))
  if (deployment === '' || github === undefined) return
  const description = `back at ${before}%: the step did not end by itself`
  await addStatus(github, { id: Number(deployment), state: 'error', description })
}
