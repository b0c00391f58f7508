import { UserError } from '@sluice/inputs'
import type { Io } from '@sluice/runner'
import { restore, type Router } from '@sluice/traffic'
import type { Ledger } from './ledger.ts'

/** What the post step needs to put traffic back after this process was killed. */
export interface UndoNote {
  readonly router: string
  readonly settings: Readonly<Record<string, string>>
  readonly before: number
}

interface Undoable {
  readonly router: Router
  readonly ledger: Ledger
  readonly io: Io
  readonly input: { readonly router: string; readonly 'router-settings': Readonly<Record<string, string>> }
}

export const UNDO_NOTE = 'undo'

/** Does the work; if it throws, puts traffic back where it was before the rollout, on a deadline of its own. */
export async function withUndo<T>(run: Undoable, work: () => Promise<T>): Promise<T> {
  const { before } = run.ledger.plan
  await run.io.saveState(UNDO_NOTE, {
    router: run.input.router,
    settings: run.input['router-settings'],
    before,
  } satisfies UndoNote)
  try {
    return await work()
  } catch (error) {
    // Another run has continued this rollout: the traffic is its business now.
    if (!(error instanceof UserError && error.code === 'ROLLOUT_TAKEN_OVER'))
      await putBack(run, before, error)
    throw error
  } finally {
    await run.io.saveState(UNDO_NOTE, null)
  }
}

async function putBack(run: Undoable, before: number, error: unknown): Promise<void> {
  run.io.log.warning(`Putting traffic back to ${before}% on the candidate.`)
  await restore(run.router, before, run.io)
  const cause =
    error instanceof UserError ? error.code : error instanceof Error ? error.name : 'unknown error'
  await run.ledger.ended('error', `back at ${before}%: ${cause}`)
}
