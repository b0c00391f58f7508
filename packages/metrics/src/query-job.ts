import { unlessAborted } from '@sluice/action'
import type { Io } from '@sluice/action'
import type { AbsentArm } from '@sluice/verdict'
import { absent } from './reading.ts'

/** A query that a store works on by itself: it is submitted, asked about, and cancelled where nobody waits any longer. */
export interface QueryJob<R> {
  readonly submit: (signal: AbortSignal) => Promise<{ readonly job: string } | R | AbsentArm>
  /** `undefined` while the store still works on it. */
  readonly poll: (job: string, signal: AbortSignal) => Promise<R | AbsentArm | undefined>
  readonly cancel: (job: string, signal: AbortSignal) => Promise<unknown>
}

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 2_000
/** Cancelling is worth so long; nobody waits for it. */
const CANCEL_MS = 2_000

/**
 * The result of a job, or why there is none. A job that takes longer than this is cancelled, and so is one whose answer
 * could not be read; `name` is for messages. Rejects only with the reason of a cancelled signal.
 */
export async function resultOf<R extends object>(
  io: Io,
  name: string,
  { submit, poll, cancel }: QueryJob<R>,
  mostMs: number,
  signal: AbortSignal,
): Promise<R | AbsentArm> {
  const until = io.now() + mostMs
  const submitted = await submittedTo(submit, cancel, signal)
  if (!('job' in submitted)) return submitted
  const { job } = submitted
  try {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      const found = await poll(job, signal)
      if (found !== undefined && isAbsent(found)) void giveUp(cancel, job)
      if (found !== undefined) return found
      if (io.now() + pause > until) {
        void giveUp(cancel, job)
        return absent(
          'source_unreachable',
          `${name}: no answer within ${mostMs / 1000} s: the query was cancelled`,
        )
      }
      await io.sleep(pause, signal)
    }
  } catch (error) {
    void giveUp(cancel, job)
    throw error
  }
}

/** What was submitted. A job whose name comes after the run was cancelled is cancelled too. */
async function submittedTo<R extends object>(
  submit: QueryJob<R>['submit'],
  cancel: QueryJob<R>['cancel'],
  signal: AbortSignal,
): Promise<{ readonly job: string } | R | AbsentArm> {
  signal.throwIfAborted()
  const late = new AbortController()
  const submitting = submit(late.signal)
  try {
    return await unlessAborted(submitting, signal)
  } catch (error) {
    if (signal.aborted) {
      setTimeout(() => late.abort(), CANCEL_MS).unref()
      submitting.then(
        (submitted) => ('job' in submitted ? giveUp(cancel, submitted.job) : undefined),
        () => undefined,
      )
    }
    throw error
  }
}

async function giveUp(cancel: QueryJob<object>['cancel'], job: string): Promise<void> {
  await cancel(job, AbortSignal.timeout(CANCEL_MS)).catch(() => undefined)
}

function isAbsent(found: object): found is AbsentArm {
  return 'kind' in found && found.kind === 'absent'
}
