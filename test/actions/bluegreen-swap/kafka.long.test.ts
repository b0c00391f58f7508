import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Kafka } from 'kafkajs'
import { describe, expect, test } from 'vitest'
import { kafkaStream, startProof } from '@sluice/swap'
import { freePort } from '../../packages/swap/servers.ts'
import { quietIo } from '../../packages/swap/world.ts'
import { kafkaWire } from './kafka-wire.ts'
import { NumberedProducer } from './numbered-producer.ts'
import { takeOverStream } from './take-over.ts'

/** Folder with the jars of org.apache.kafka:kafka_2.13 and what it needs, as `.ci/kafka` fetches them. */
const JARS = process.env['SLUICE_KAFKA_JARS'] ?? ''
/** Fewer than JetStream's: what five swaps must keep is the same, and the runner has two cores. */
const EVENTS = 20_000

async function startKafka(jars: string) {
  const dir = await mkdtemp(join(tmpdir(), 'kafka-'))
  const [port, control] = [await freePort(), await freePort()]
  const config = `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${control}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${control}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=${join(dir, 'logs')}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
group.initial.rebalance.delay.ms=0
`
  const file = join(dir, 'server.properties')
  await writeFile(file, config)
  const java = ['-Xmx512m', '-cp', `${jars}/*`]
  spawnSync('java', [
    ...java,
    'kafka.tools.StorageTool',
    'format',
    '-t',
    'MkU3OEVBNTcwNTJENDM2Qk',
    '-c',
    file,
  ])
  const child = spawn('java', [...java, 'kafka.Kafka', file], { stdio: 'ignore', cwd: dir })
  const broker = `127.0.0.1:${port}`
  const admin = new Kafka({
    brokers: [broker],
    logLevel: 0,
    retry: { retries: 40, initialRetryTime: 250 },
  }).admin()
  await admin.connect()
  await admin.createTopics({
    waitForLeaders: true,
    topics: [
      { topic: 'readings', numPartitions: 4 },
      { topic: 'control', numPartitions: 1 },
    ],
  })
  await admin.disconnect()
  const gone = new Promise((resolve) => child.once('close', resolve))
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await gone
    await rm(dir, { recursive: true, force: true })
  }
  return { broker, dir, stop }
}

describe.skipIf(JARS === '')('two producers of a real Kafka topic with four partitions', () => {
  test(
    'five swaps, one of them to a producer that fails: no gap, and duplicates counted exactly',
    { timeout: 300_000 },
    async () => {
      const kafka = await startKafka(JARS)
      const io = quietIo()
      try {
        const blue = await NumberedProducer.start(
          await kafkaWire(kafka.broker, 'readings', 'control', 'blue'),
          'blue',
          15,
        )
        const green = await NumberedProducer.start(
          await kafkaWire(kafka.broker, 'readings', 'control', 'green'),
          'green',
          15,
        )
        const settings = {
          url: kafka.broker,
          topic: 'readings',
          control: 'control',
          answer: '8s',
          gone: '16s',
        }
        const access = { username: undefined, password: undefined, answerMs: 8000 }
        const stream = await kafkaStream({ ...settings, ...access }, io)
        const prover = startProof()
        await delay(1000)
        await stream.ask('blue', { do: 'start', after: 0, epoch: 1 }, io.signal)
        const takeOver = async (target: string) => await takeOverStream('kafka', settings, target)

        const takesOver = async (target: string): Promise<void> => {
          const done = await takeOver(target)
          expect(done, JSON.stringify([done.ending.did, done.findings])).toMatchObject({
            decision: 'swapped',
            reason: 'promoted',
          })
        }

        await takesOver('green')
        await takesOver('blue')
        green.fault = { repeats: 7, diesAfter: 60 }
        expect(await takeOver('green')).toMatchObject({ decision: 'swapped-back' })
        green.revive()
        await takesOver('green')
        await takesOver('blue')
        while (blue.position < EVENTS) await delay(50)
        await stream.ask('blue', { do: 'pause' }, io.signal)
        await delay(2000)
        prover.add(await stream.read(io.signal))
        expect(prover.proof()).toMatchObject({
          missing: 0,
          duplicates: 7,
          disordered: 0,
          last: blue.position,
        })
        await Promise.all([stream.close(), blue.close(), green.close()])
      } finally {
        await kafka.stop()
      }
    },
  )
})
