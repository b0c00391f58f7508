import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectMqtt } from '@sluice/action'
import { commandStream, type Order, type Proof } from '@sluice/swap'
import { programOf, startMosquitto, type Running } from '../../packages/swap/servers.ts'
import { quietIo } from '../../packages/swap/world.ts'
import { NumberedProducer, type Wire } from './numbered-producer.ts'
import { takeOverStream } from './take-over.ts'

/** A producer's end of an MQTT stream, with orders on `control/COLOUR` and answers where the order says. */
async function mqttWire(port: number, acknowledge?: () => Promise<void>): Promise<Wire> {
  const client = await connectMqtt(
    { url: `mqtt://127.0.0.1:${port}`, username: undefined, password: undefined },
    '.',
  )
  return {
    listen: async (colour, obey) => {
      client.on('message', (_topic, payload) => {
        const order = JSON.parse(payload.toString()) as Order & { readonly reply: string }
        void obey(order).then(async (reply) => {
          if (reply !== undefined) await client.publishAsync(order.reply, JSON.stringify(reply), { qos: 1 })
        })
      })
      await client.subscribeAsync(`control/${colour}`, { qos: 1 })
    },
    send: async (events) => {
      await Promise.all(
        events.map(async (event) => await client.publishAsync('events', JSON.stringify(event), { qos: 1 })),
      )
      await acknowledge?.()
    },
    close: async () => await client.endAsync(true),
  }
}

describe.skipIf(programOf('mosquitto') === undefined)('two producers over a real Mosquitto', () => {
  let broker: Running
  let producers: readonly NumberedProducer[] = []
  beforeAll(async () => {
    broker = await startMosquitto()
    const start = async (colour: string) =>
      await NumberedProducer.start(await mqttWire(broker.port), colour, 40)
    producers = [await start('blue'), await start('green')]
  })
  afterAll(async () => {
    await Promise.all(producers.map(async (producer) => await producer.close()))
    await broker[Symbol.asyncDispose]()
  })

  test(
    'hand over and back with no gap, and without counting a duplicate that was none',
    { timeout: 40_000 },
    async () => {
      const settings = { url: `mqtt://127.0.0.1:${broker.port}`, events: 'events', control: 'control' }
      const boss = await connectMqtt({ url: settings.url, username: undefined, password: undefined }, '.')
      await boss.publishAsync(
        'control/blue',
        JSON.stringify({ do: 'start', after: 0, epoch: 1, reply: 'nobody' }),
        { qos: 1 },
      )
      const first = await takeOverStream('mqtt', settings, 'green')
      expect(first).toMatchObject({ decision: 'swapped' })
      expect(first.findings.details['proof']).toMatchObject({ missing: 0, duplicates: 0, disordered: 0 })
      const [blue] = producers
      if (blue !== undefined) blue.fault = { repeats: 5, diesAfter: 40 }
      const second = await takeOverStream('mqtt', settings, 'blue')
      expect(second).toMatchObject({ decision: 'swapped-back' })
      expect(second.findings.details['proof']).toMatchObject({ missing: 0, disordered: 0 })
      // A broker keeps no history: repeats of events from before this run joined can't be told.
      const { duplicates } = second.findings.details['proof'] as Proof
      expect(duplicates).toBeLessThanOrEqual(5)
      await boss.endAsync(true)
    },
  )
})

describe.skipIf(programOf('mosquitto') === undefined)('a producer that hears late of its events', () => {
  test('has lost none of those that it had sent when we joined', { timeout: 40_000 }, async () => {
    const broker = await startMosquitto()
    const sent = Promise.withResolvers<undefined>()
    let batches = 0
    const late = async (): Promise<void> => {
      if (++batches === 3) sent.resolve(undefined)
      await delay(300)
    }
    const start = async (colour: string) =>
      await NumberedProducer.start(await mqttWire(broker.port, late), colour, 40)
    const producers = await Promise.all(['blue', 'green'].map(start))
    const url = `mqtt://127.0.0.1:${broker.port}`
    const boss = await connectMqtt({ url, username: undefined, password: undefined }, '.')
    const order = { do: 'start', after: 0, epoch: 1, reply: 'nobody' }
    await boss.publishAsync('control/blue', JSON.stringify(order), { qos: 1 })
    // These events are in the stream before we join it, and the producer does not know yet that they are.
    await sent.promise
    const settings = { url, events: 'events', control: 'control' }
    const { decision, findings } = await takeOverStream('mqtt', settings, 'green')
    expect(findings.details['proof']).toMatchObject({ missing: 0, duplicates: 0, disordered: 0 })
    expect(decision).toBe('swapped')
    await boss.endAsync(true)
    await Promise.all(producers.map(async (producer) => await producer.close()))
    await broker[Symbol.asyncDispose]()
  })
})

describe('two producers that programs speak for', () => {
  const script = (code: string): readonly string[] => ['node', '-e', code]
  const live = new AbortController().signal

  test('answer as JSON, are silent when they fail, and hand out events line by line', async () => {
    const control = script(
      'const [c, o, ...r] = process.argv.slice(1); if (c === "gone") process.exit(1); console.log(JSON.stringify({ state: o === "start" ? "running" : "paused", position: Number(r[0] ?? 4) }))',
    )
    const events = script(
      'for (let i = Number(process.argv[1]) + 1; i <= 3; i++) console.log(JSON.stringify({ position: i, key: "k" }))',
    )
    const stream = commandStream({ control, events }, quietIo())
    expect(await stream.ask('blue', { do: 'status' }, live)).toEqual({ state: 'paused', position: 4 })
    expect(await stream.ask('blue', { do: 'start', after: 7, epoch: 1 }, live)).toEqual({
      state: 'running',
      position: 7,
    })
    expect(await stream.ask('gone', { do: 'status' }, live)).toBeUndefined()
    expect((await stream.read(live)).map((event) => event.position)).toEqual([1, 2, 3])
    expect(await stream.read(live)).toEqual([])
  })

  test('that hand out something else are an error and not a shorter stream', async () => {
    const stream = commandStream(
      { control: ['true'], events: script('console.log("{\\"key\\":1}")') },
      quietIo(),
    )
    await expect(stream.read(live)).rejects.toThrow('without a position')
  })
})
