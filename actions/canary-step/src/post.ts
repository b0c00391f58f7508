import { readState, runPost } from '@sluice/runner'
import { openRouter, restore } from '@sluice/traffic'
import { UNDO_NOTE, type UndoNote } from './undo.ts'

/** After a killed main step: puts traffic back where it was. A main step that ended by itself leaves nothing to do. */
await runPost(async (io) => {
  const note = readState(UNDO_NOTE) as UndoNote | null | undefined
  if (note === undefined || note === null) return
  io.log.warning(`The step did not end by itself: putting traffic back to ${note.before}% on the candidate.`)
  await restore(openRouter(note.router, note.settings, io), note.before, io)
})
