import { parentPort, Worker, workerData } from 'node:worker_threads'
import type { SummaryData } from '../tally/encode.ts'
import type { Block } from './blocks.ts'
import { Hand, type Job } from './hand.ts'

interface Task {
  readonly sluice: 'shadow'
  readonly job: Job
  readonly thread: number
}

type Answer = { readonly blocks: readonly Block[] } | { readonly part: SummaryData }

/** A thread makes little garbage; a small nursery keeps it from taking memory because it can. In megabytes. */
const LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 2048 } as const

/** Another thread that lends a hand; it starts to find records at once. */
export class Thread {
  readonly found: Promise<readonly Block[]>
  readonly compared: Promise<SummaryData>
  readonly #worker: Worker

  constructor(job: Job, thread: number, script: URL) {
    const workerData: Task = { sluice: 'shadow', job, thread }
    const worker = new Worker(script, { workerData, resourceLimits: LIMITS })
    const ended = new Promise<never>((_, reject) => {
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`a thread ended early with code ${code}`)))
    })
    const answers = (): Promise<Answer> => new Promise((resolve) => worker.once('message', resolve))
    const first = answers()
    this.#worker = worker
    this.found = Promise.race([first, ended]).then((answer) => ('blocks' in answer ? answer.blocks : []))
    this.compared = Promise.race([first.then(answers), ended]).then((answer) => {
      if ('part' in answer) return answer.part
      throw new Error('a thread answered out of turn')
    })
    // Whoever waits hears of it; whoever has stopped waiting has a reason of its own.
    this.found.catch(() => undefined)
    this.compared.catch(() => undefined)
  }

  /** Lets it compare what all threads have found. */
  compare(blocks: readonly Block[]): void {
    this.#worker.postMessage(blocks)
  }

  async stop(): Promise<void> {
    await this.#worker.terminate()
  }
}

/** Does the work of a thread that was started above; false anywhere else. */
export function serveShadowWork(): boolean {
  if (parentPort === null || !isTask(workerData)) return false
  const port = parentPort
  const hand = new Hand(workerData.job, workerData.thread)
  const answer = (message: Answer): void => port.postMessage(message)
  port.once('message', (blocks: readonly Block[]) => {
    answer({ part: hand.compare(blocks) })
    hand.close()
  })
  answer({ blocks: hand.find() })
  return true
}

function isTask(data: unknown): data is Task {
  return typeof data === 'object' && data !== null && 'sluice' in data && data.sluice === 'shadow'
}
