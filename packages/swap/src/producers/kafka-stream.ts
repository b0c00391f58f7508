import type { Consumer, KafkaConfig, Producer } from 'kafkajs'
import { randomUUID } from 'node:crypto'
import { type Io, loadPeer } from '@sluice/action'
import { eventFrom } from './command-stream.ts'
import { parseReply, type Reply, type Stream, type StreamEvent } from './stream.ts'

export interface KafkaStreamSettings {
  /** Bootstrap servers, separated by commas. */
  readonly url: string
  readonly username: string | undefined
  readonly password: string | undefined
  readonly topic: string
  /** Orders are written here with the colour as key; producers answer on the same topic with the key that the order names. */
  readonly control: string
  readonly answerMs: number
}

interface KafkaClient {
  readonly producer: () => Producer
  readonly consumer: (options: { readonly groupId: string; readonly maxWaitTimeInMs: number }) => Consumer
}
interface KafkaModule {
  readonly Kafka: new (config: KafkaConfig) => KafkaClient
}

const POSITION = 'sluice-position'
/** A consumer leaves only once its pending fetch has come back: a long one would hold up every hand-over's end. */
const FETCH_MS = 250

/** A Kafka topic whose messages carry their position as a header; keys are the messages' own. */
export async function kafkaStream(settings: KafkaStreamSettings, io: Io): Promise<Stream> {
  const { Kafka } = await loadPeer('kafkajs', io.facts.workspace, decodeModule)
  const kafka = new Kafka(configOf(settings))
  const me = `sluice-${randomUUID()}`
  const waiting = new Map<string, (reply: Reply | undefined) => void>()
  const events = await follow(kafka, settings.topic, `${me}-events`)
  const replies = await follow(kafka, settings.control, `${me}-replies`, ({ key, value }) =>
    waiting.get(key)?.(parseReply(value)),
  )
  const producer = kafka.producer()
  await producer.connect()
  return {
    ask: async (colour, order, signal) => {
      const id = randomUUID()
      const answered = new Promise<Reply | undefined>((resolve) => waiting.set(id, resolve))
      const value = JSON.stringify({ ...order, reply: id })
      await producer.send({ topic: settings.control, messages: [{ key: colour, value }] })
      const late = io.sleep(settings.answerMs, signal).then(() => undefined)
      return await Promise.race([answered, late]).finally(() => waiting.delete(id))
    },
    history: async () => await Promise.resolve([]),
    read: async () => await Promise.resolve(events.take().map(eventOf)),
    close: async () => {
      await Promise.all([producer.disconnect(), events.close(), replies.close()])
    },
  }
}

interface Message {
  readonly key: string
  readonly value: string
  readonly position: string | undefined
}

function eventOf({ key, position }: Message): StreamEvent {
  return eventFrom(position, key)
}

async function follow(kafka: KafkaClient, topic: string, groupId: string, each?: (message: Message) => void) {
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: FETCH_MS })
  let arrived: Message[] = []
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: false })
  const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()))
  await consumer.run({
    eachMessage: async ({ message }) => {
      const header = message.headers?.[POSITION]
      const position = header === undefined ? undefined : String(header)
      const read = { key: String(message.key ?? ''), value: String(message.value ?? ''), position }
      if (each === undefined) arrived.push(read)
      else each(read)
      await Promise.resolve()
    },
  })
  await joined
  return {
    take: (): readonly Message[] => {
      const found = arrived
      arrived = []
      return found
    },
    close: async (): Promise<void> => await consumer.disconnect(),
  }
}

function configOf({ url, username, password }: KafkaStreamSettings): KafkaConfig {
  const brokers = url.split(',').map((broker) => broker.trim())
  const access =
    username === undefined || password === undefined
      ? {}
      : { ssl: true, sasl: { mechanism: 'plain' as const, username, password } }
  return { clientId: 'sluice', brokers, logLevel: 1, ...access }
}

function decodeModule(module: unknown): KafkaModule {
  const { default: main, ...named } = module as { readonly default?: KafkaModule }
  return main ?? (named as unknown as KafkaModule)
}
