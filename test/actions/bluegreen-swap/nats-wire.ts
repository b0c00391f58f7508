import { jetstream } from '@nats-io/jetstream'
import { connect, headers } from '@nats-io/transport-node'
import { KEY_HEADER, POSITION_HEADER, type Order } from '@sluice/swap'
import type { Wire } from './numbered-producer.ts'

/** A producer's end of a JetStream stream on subject `events`, with orders on `control.COLOUR`. */
export async function natsWire(port: number): Promise<Wire> {
  const connection = await connect({ servers: `127.0.0.1:${port}` })
  const client = jetstream(connection)
  return {
    listen: async (colour, obey) => {
      const orders = connection.subscribe(`control.${colour}`)
      void (async () => {
        for await (const message of orders) {
          const reply = await obey(JSON.parse(message.string()) as Order)
          if (reply !== undefined) message.respond(JSON.stringify(reply))
        }
      })()
      await connection.flush()
    },
    send: async (events) => {
      const sent = events.map(({ position, key }) => {
        const marks = headers()
        marks.set(POSITION_HEADER, String(position))
        marks.set(KEY_HEADER, key)
        return client.publish('events', 'reading', { headers: marks })
      })
      await Promise.all(sent)
    },
    close: async () => await connection.close(),
  }
}
