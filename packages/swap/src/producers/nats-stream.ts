import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream'
import type { ConnectionOptions, NatsConnection } from '@nats-io/transport-node'
import { UserError, type Io, loadPeer } from '@sluice/action'
import { eventFrom } from './command-stream.ts'
import { parseReply, type Stream, type StreamEvent } from './stream.ts'

export interface NatsStreamSettings {
  readonly url: string
  readonly token: string | undefined
  readonly stream: string
  /** Producers answer requests on this subject followed by a dot and their colour. */
  readonly control: string
  readonly answerMs: number
}

interface Transport {
  readonly connect: (options: ConnectionOptions) => Promise<NatsConnection>
}
interface JetStream {
  readonly jetstream: (connection: NatsConnection) => JetStreamClient
  readonly jetstreamManager: (connection: NatsConnection) => Promise<JetStreamManager>
}

export const POSITION_HEADER = 'Sluice-Position'
export const KEY_HEADER = 'Sluice-Key'

/** A producer that starts over rarely repeats more than it had in flight. */
const HISTORY = 1000

/** A JetStream stream whose messages carry position and key as headers; control is NATS request and reply. */
export async function natsStream(settings: NatsStreamSettings, io: Io): Promise<Stream> {
  const { workspace } = io.facts
  const { connect } = await loadPeer('@nats-io/transport-node', workspace, (module) => module as Transport)
  const library = await loadPeer('@nats-io/jetstream', workspace, (module) => module as JetStream)
  const { url, token } = settings
  const access = token === undefined ? {} : { token }
  const connection = await connect({ servers: url, timeout: 10_000, ...access }).catch((error: unknown) => {
    throw new UserError(
      'NATS_UNREACHABLE',
      `${url} could not be reached: ${String(error)}`,
      'Check the address and the token.',
    )
  })
  const manager = await library.jetstreamManager(connection)
  let next = (await manager.streams.info(settings.stream)).state.last_seq + 1
  return {
    ask: async (colour, order) => {
      try {
        const timeout = settings.answerMs
        const answer = await connection.request(`${settings.control}.${colour}`, JSON.stringify(order), {
          timeout,
        })
        return parseReply(answer.string())
      } catch {
        // No responder and no answer in time are the same to us: the producer does not speak.
        return undefined
      }
    },
    history: async () => {
      const from = Math.max(1, next - HISTORY)
      return from < next ? await readTo(library.jetstream(connection), settings.stream, from, next - 1) : []
    },
    read: async () => {
      const { last_seq: last } = (await manager.streams.info(settings.stream)).state
      if (last < next) return []
      const found = await readTo(library.jetstream(connection), settings.stream, next, last)
      next = last + 1
      return found
    },
    close: async () => await connection.close(),
  }
}

async function readTo(
  client: JetStreamClient,
  stream: string,
  from: number,
  last: number,
): Promise<readonly StreamEvent[]> {
  const consumer = await client.consumers.get(stream, { opt_start_seq: from })
  const messages = await consumer.consume({ max_messages: 5000 })
  const found: StreamEvent[] = []
  for await (const message of messages) {
    found.push(eventFrom(message.headers?.get(POSITION_HEADER), message.headers?.get(KEY_HEADER)))
    if (message.seq >= last) break
  }
  await messages.close()
  return found
}
