import { setTimeout as delay } from 'node:timers/promises'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { natsStream, startProof } from '@sluice/swap'
import { programOf, startNats, type Running } from '../../packages/swap/servers.ts'
import { quietIo } from '../../packages/swap/world.ts'
import { natsWire } from './nats-wire.ts'
import { NumberedProducer } from './numbered-producer.ts'
import { takeOverStream } from './take-over.ts'

const EVENTS = 100_000
const io = quietIo()

describe.skipIf(programOf('nats-server') === undefined)('two producers of a real JetStream', () => {
  let server: Running
  let blue: NumberedProducer
  let green: NumberedProducer

  beforeAll(async () => {
    server = await startNats()
    const connection = await connect({ servers: `127.0.0.1:${server.port}` })
    const manager = await jetstreamManager(connection)
    await manager.streams.add({ name: 'readings', subjects: ['events'] })
    await connection.close()
    blue = await NumberedProducer.start(await natsWire(server.port), 'blue', 15)
    green = await NumberedProducer.start(await natsWire(server.port), 'green', 15)
  })
  afterAll(async () => {
    await blue.close()
    await green.close()
    await server[Symbol.asyncDispose]()
  })

  const takeOver = async (target: string) => {
    const url = `127.0.0.1:${server.port}`
    return await takeOverStream('nats', { url, stream: 'readings', control: 'control' }, target)
  }

  test(
    'five swaps, one of them to a producer that fails: no gap, and duplicates counted exactly',
    { timeout: 300_000 },
    async () => {
      const stream = await natsStream(
        {
          url: `127.0.0.1:${server.port}`,
          token: undefined,
          stream: 'readings',
          control: 'control',
          answerMs: 2000,
        },
        io,
      )
      await stream.read(io.signal)
      await stream.ask('blue', { do: 'start', after: 0, epoch: 1 }, io.signal)

      expect(await takeOver('green')).toMatchObject({ decision: 'swapped', reason: 'promoted' })
      expect(await takeOver('blue')).toMatchObject({ decision: 'swapped', reason: 'promoted' })
      green.fault = { repeats: 7, diesAfter: 60 }
      const failed = await takeOver('green')
      expect(failed).toMatchObject({ decision: 'swapped-back', reason: 'regression_found' })
      expect(failed.findings.details['proof']).toMatchObject({ missing: 0, duplicates: 7 })
      green.revive()
      expect(await takeOver('green')).toMatchObject({ decision: 'swapped', reason: 'promoted' })
      const last = await takeOver('blue')
      expect(last).toMatchObject({ decision: 'swapped', reason: 'promoted' })
      expect(last.findings.details['proof']).toMatchObject({ missing: 0, duplicates: 0, disordered: 0 })

      while (blue.position < EVENTS) await delay(20)
      await stream.ask('blue', { do: 'pause' }, io.signal)
      const prover = startProof()
      prover.add(await stream.read(io.signal))
      await stream.close()
      const proof = prover.proof()
      expect(proof).toMatchObject({ first: 1, missing: 0, duplicates: 7, disordered: 0 })
      expect(proof.last).toBeGreaterThanOrEqual(EVENTS)
      expect(proof.events).toBe(proof.last + 7)
    },
  )
})
