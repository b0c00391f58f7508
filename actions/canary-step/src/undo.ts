import { UserError, explain, type Io } from '@sluice/action'
import { restore, type Router } from '@sluice/traffic/version-1'
import type { Ledger } from './ledger.ts'

/** What the post step needs to put traffic back after this process was killed. */
export interface UndoNote {
  readonly router: string
  readonly settings: Readonly<Record<string, string>>
  readonly before: number
  /** Id of the deployment that keeps the rollout; blank where there is none. */
  readonly deployment: string
}

interface Undoable {
  readonly router: Router
  readonly ledger: Ledger
  readonly io: Io
  readonly input: { readonly router: string; readonly 'router-settings': Readonly<Record<string, string>> }
}

export const UNDO_NOTE = 'undo'

/**
 * Does the work; if it throws, puts traffic back where it was before the rollout, on a deadline of its own. The note for
 * the post step stays until that has succeeded.
 */
export async function withUndo<T>(run: Undoable, work: () => Promise<T>): Promise<T> {
  await run.io.saveState(UNDO_NOTE, {
    router: run.input.router,
    settings: run.input['router-settings'],
    before: run.ledger.plan.before,
    deployment: run.ledger.deploymentId,
  } satisfies UndoNote)
  const ended = await Promise.resolve()
    .then(work)
    .catch(async (error: unknown) => {
      // Another run has continued this rollout: the traffic is its business now.
      const taken = error instanceof UserError && error.code === 'ROLLOUT_TAKEN_OVER'
      if (!taken) await putBack(run, error)
      await forget(run)
      throw error
    })
  await forget(run)
  return ended
}

async function forget({ io }: Undoable): Promise<void> {
  await io.saveState(UNDO_NOTE, null)
}

async function putBack(run: Undoable, error: unknown): Promise<void> {
  const { before } = run.ledger.plan
  run.io.log.warning(`Putting traffic back to ${before}% on the candidate: ${explain(error)}`)
  await restore(run.router, before, run.io)
  const cause =
    error instanceof UserError ? error.code : error instanceof Error ? error.name : 'unknown error'
  await run.ledger.ended('error', `back at ${before}%: ${cause}`)
}
