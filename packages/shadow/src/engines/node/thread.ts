import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import { UserError } from '@sluice/action'
import type { SummaryData } from '../../tally/encode.ts'
import type { EntryBlock } from './entry-blocks.ts'
import { ThreadWork, type Job } from './thread-work.ts'

interface Task {
  readonly sluice: 'shadow'
  readonly job: Job
  readonly thread: number
}

type Answer = { readonly blocks: readonly EntryBlock[] } | { readonly part: SummaryData }

/** A thread makes little garbage; a small nursery keeps it from taking memory because it can. In megabytes. */
const NODE_LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 2048 } as const

/** How long a thread may take to end by itself. */
const ENDING_MS = 1000

/** Another thread that lends a hand; it starts to find records at once. */
export class Thread {
  readonly found: Promise<readonly EntryBlock[]>
  readonly compared: Promise<SummaryData>
  readonly #worker: Worker
  readonly #ended: Promise<void>
  #hasAnswered = false

  constructor(job: Job, thread: number, script: URL) {
    const workerData: Task = { sluice: 'shadow', job, thread }
    const worker = new Worker(script, { workerData, resourceLimits: NODE_LIMITS })
    const found = Promise.withResolvers<readonly EntryBlock[]>()
    const compared = Promise.withResolvers<SummaryData>()
    // The last answer and the end may come at once: whichever settles a promise first counts, and answers come first.
    const fail = (thrown: unknown): void => {
      const error = asThrown(thrown)
      found.reject(error)
      compared.reject(error)
    }
    worker.on('message', (answer: Answer) => {
      if ('blocks' in answer) found.resolve(answer.blocks)
      else {
        this.#hasAnswered = true
        compared.resolve(answer.part)
      }
    })
    worker.on('error', fail)
    worker.on('exit', (code) => fail(new Error(`a thread ended early with code ${code}`)))
    this.#worker = worker
    this.#ended = new Promise((resolve) => worker.once('exit', () => resolve()))
    this.found = found.promise
    this.compared = compared.promise
    // Whoever waits hears of it; whoever has stopped waiting has a reason of its own.
    this.found.catch(() => undefined)
    this.compared.catch(() => undefined)
  }

  /** Lets it compare what all threads have found. */
  compare(blocks: readonly EntryBlock[]): void {
    this.#worker.postMessage(blocks)
  }

  /** Ends it: one that has answered is about to end by itself, and is left to it. */
  async stop(): Promise<void> {
    if (this.#hasAnswered) await Promise.race([this.#ended, delay(ENDING_MS, undefined, { ref: false })])
    await this.#worker.terminate()
  }
}

/** An error as the thread threw it: on its way it keeps what it says, but not its class. */
function asThrown(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'UserError') return error
  const { code, hint } = error as Partial<UserError>
  return new UserError(code ?? '', error.message, hint ?? '')
}

/** Does the work of a thread that was started above; false anywhere else. */
export function serveShadowWork(): boolean {
  if (parentPort === null || !isTask(workerData)) return false
  const port = parentPort
  const hand = new ThreadWork(workerData.job, workerData.thread)
  const answer = (message: Answer): void => port.postMessage(message)
  port.once('message', (blocks: readonly EntryBlock[]) => {
    answer({ part: hand.compare(blocks) })
    hand.close()
  })
  hand.find().then(
    (blocks) => answer({ blocks }),
    // As an error of the thread it reaches whoever waits for the answer.
    (error: unknown) =>
      setImmediate(() => {
        throw error
      }),
  )
  return true
}

function isTask(data: unknown): data is Task {
  return typeof data === 'object' && data !== null && 'sluice' in data && data.sluice === 'shadow'
}
