import { setTimeout as delay } from 'node:timers/promises'
import type { Order, Reply, StreamEvent } from '@sluice/swap'

/** How a producer misbehaves when it starts. */
export interface Fault {
  /** Events before its start that it sends once more. */
  readonly repeats: number
  /** After this many events it stops, and answers no more. */
  readonly diesAfter: number
}

/** How a producer reaches its stream and hears orders. */
export interface Wire {
  /** Answers every order for the colour with what `obey` resolves to; undefined: with silence. */
  readonly listen: (colour: string, obey: (order: Order) => Promise<Reply | undefined>) => Promise<void>
  /** Resolves when the stream has acknowledged all of them. */
  readonly send: (events: readonly StreamEvent[]) => Promise<void>
  readonly close: () => Promise<void>
}

const BATCH = 250

/** A producer of numbered events that follows the control protocol. */
export class NumberedProducer {
  fault: Fault | undefined
  #state: 'running' | 'paused' = 'paused'
  #position = 0
  #dead = false
  #working: Promise<void> = Promise.resolve()
  readonly #wire: Wire
  readonly #pauseMs: number

  private constructor(wire: Wire, pauseMs: number) {
    this.#wire = wire
    this.#pauseMs = pauseMs
  }

  static async start(wire: Wire, colour: string, pauseMs: number): Promise<NumberedProducer> {
    const producer = new NumberedProducer(wire, pauseMs)
    await wire.listen(colour, async (order) => await producer.#obey(order))
    return producer
  }

  get position(): number {
    return this.#position
  }

  /** Another instance of the same program, after a repair. */
  revive(): void {
    this.#dead = false
    this.fault = undefined
  }

  async close(): Promise<void> {
    this.#state = 'paused'
    await this.#working
    await this.#wire.close()
  }

  async #obey(order: Order): Promise<Reply | undefined> {
    if (order.do === 'pause') {
      this.#state = 'paused'
      await this.#working
    }
    if (order.do === 'start' && this.#state === 'paused' && !this.#dead) {
      this.#state = 'running'
      this.#working = this.#work(order.after)
    }
    return this.#dead ? undefined : { state: this.#state, position: this.#position }
  }

  async #work(after: number): Promise<void> {
    const { fault } = this
    this.#position = after
    if (fault !== undefined) await this.#send(after - fault.repeats + 1, after)
    while (this.#state === 'running') {
      const until = Math.min(this.#position + BATCH, fault === undefined ? Infinity : after + fault.diesAfter)
      await this.#send(this.#position + 1, until)
      this.#position = until
      if (fault !== undefined && until === after + fault.diesAfter) {
        this.#dead = true
        this.#state = 'paused'
      }
      await delay(this.#pauseMs)
    }
  }

  async #send(from: number, to: number): Promise<void> {
    const numbers = Array.from({ length: to - from + 1 }, (_, i) => from + i)
    await this.#wire.send(numbers.map((position) => ({ position, key: `sensor-${position % 17}` })))
  }
}
