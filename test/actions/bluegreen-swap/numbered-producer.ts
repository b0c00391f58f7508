import { setTimeout as delay } from 'node:timers/promises'
import { jetstream, type JetStreamClient } from '@nats-io/jetstream'
import { connect, headers, type NatsConnection } from '@nats-io/transport-node'
import { KEY_HEADER, POSITION_HEADER, type Order } from '@sluice/swap'

/** How a producer misbehaves when it starts. */
export interface Fault {
  /** Events before its start that it sends once more. */
  readonly repeats: number
  /** After this many events it stops, and answers no more. */
  readonly diesAfter: number
}

const BATCH = 250

/** A producer of numbered events that follows the control protocol over NATS. */
export class NumberedProducer {
  fault: Fault | undefined
  #state: 'running' | 'paused' = 'paused'
  #position = 0
  #dead = false
  #working: Promise<void> = Promise.resolve()
  readonly #connection: NatsConnection
  readonly #client: JetStreamClient
  readonly #pauseMs: number

  private constructor(connection: NatsConnection, colour: string, pauseMs: number) {
    this.#connection = connection
    this.#client = jetstream(connection)
    this.#pauseMs = pauseMs
    const orders = connection.subscribe(`control.${colour}`)
    void (async () => {
      for await (const message of orders) {
        await this.#obey(JSON.parse(message.string()) as Order)
        if (!this.#dead) message.respond(JSON.stringify({ state: this.#state, position: this.#position }))
      }
    })()
  }

  static async start(port: number, colour: string, pauseMs: number): Promise<NumberedProducer> {
    return new NumberedProducer(await connect({ servers: `127.0.0.1:${port}` }), colour, pauseMs)
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
    await this.#connection.close()
  }

  async #obey(order: Order): Promise<void> {
    if (order.do === 'pause') {
      this.#state = 'paused'
      await this.#working
    }
    if (order.do === 'start' && this.#state === 'paused' && !this.#dead) {
      this.#state = 'running'
      this.#working = this.#work(order.after)
    }
  }

  async #work(after: number): Promise<void> {
    const { fault } = this
    if (fault !== undefined) await this.#send(after - fault.repeats + 1, after)
    this.#position = after
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
    const sent = []
    for (let position = from; position <= to; position++) {
      const marks = headers()
      marks.set(POSITION_HEADER, String(position))
      marks.set(KEY_HEADER, `sensor-${position % 17}`)
      sent.push(this.#client.publish('events', 'reading', { headers: marks }))
    }
    await Promise.all(sent)
  }
}
