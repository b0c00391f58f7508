import { Kafka } from 'kafkajs'
import type { Order } from '@sluice/swap'
import type { Wire } from './numbered-producer.ts'

/** A producer's end of a Kafka topic, with orders and answers on another. */
export async function kafkaWire(
  broker: string,
  topic: string,
  control: string,
  colour: string,
): Promise<Wire> {
  const kafka = new Kafka({ brokers: [broker], logLevel: 1 })
  const producer = kafka.producer()
  const consumer = kafka.consumer({ groupId: `producer-${colour}`, maxWaitTimeInMs: 250 })
  await producer.connect()
  await consumer.connect()
  return {
    listen: async (name, obey) => {
      await consumer.subscribe({ topic: control, fromBeginning: false })
      const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()))
      await consumer.run({
        eachMessage: async ({ message }) => {
          if (String(message.key) !== name) return
          const order = JSON.parse(String(message.value)) as Order & { readonly reply: string }
          const reply = await obey(order)
          if (reply === undefined) return
          await producer.send({
            topic: control,
            messages: [{ key: order.reply, value: JSON.stringify(reply) }],
          })
        },
      })
      await joined
    },
    send: async (events) => {
      const messages = events.map(({ position, key }) => ({
        key,
        value: 'reading',
        headers: { 'sluice-position': String(position) },
      }))
      if (messages.length > 0) await producer.send({ topic, messages, acks: -1 })
    },
    close: async () => {
      await consumer.disconnect()
      await producer.disconnect()
    },
  }
}
