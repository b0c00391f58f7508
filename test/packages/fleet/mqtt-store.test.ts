import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { mqttStore } from '@sluice/fleet'
import { afterEach, describe, expect, test } from 'vitest'
import { freePort } from '../../servers/loopback.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { programOf } from '../swap/servers.ts'
import { quietIo } from '../swap/world.ts'

const mosquitto = programOf('mosquitto')

describe.skipIf(mosquitto === undefined)('a broker that comes and goes', () => {
  const children: ChildProcess[] = []
  afterEach(async () => {
    for (const child of children.splice(0)) if (child.exitCode === null) await stop(child)
  })

  async function start(port: number): Promise<ChildProcess> {
    const config = join(tempFolder('mosquitto'), 'mosquitto.conf')
    writeFileSync(
      config,
      `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nlog_type none\n`,
    )
    const child = spawn(mosquitto ?? '', ['-c', config], { stdio: 'ignore' })
    children.push(child)
    for (let i = 0; i < 200; i++) {
      const open = await new Promise<boolean>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.end(() => resolve(true)))
        socket.on('error', () => resolve(false))
      })
      if (open) return child
      await delay(50)
    }
    throw new Error('mosquitto did not start')
  }

  async function stop(child: ChildProcess): Promise<void> {
    const ended = once(child, 'exit')
    child.kill('SIGCONT')
    child.kill('SIGTERM')
    await ended
  }

  const storeAt = (port: number) =>
    mqttStore(
      {
        ...{ url: `mqtt://127.0.0.1:${port}`, username: undefined, password: undefined },
        ...{ fleet: 'f', quietMs: 200, fleetKey: undefined },
      },
      { ...quietIo(), sleep: async (ms: number) => await delay(ms) },
    )
  const soon = () => AbortSignal.timeout(20_000)

  test('is found again after a restart, and after it was not there at first', async () => {
    const port = await freePort()
    const store = storeAt(port)
    await expect(store.read(soon())).rejects.toThrow()
    const first = await start(port)
    await store.write('one', soon())
    expect(await store.read(soon())).toBe('one')
    await stop(first)
    await start(port)
    await store.write('two', soon())
    expect(await store.read(soon())).toBe('two')
    await store.close()
  }, 60_000)

  test('holds nobody longer than they have time when it is frozen', async () => {
    const port = await freePort()
    const store = storeAt(port)
    const broker = await start(port)
    await store.write('one', soon())
    broker.kill('SIGSTOP')
    await expect(store.write('two', AbortSignal.timeout(500))).rejects.toThrow(/timeout|aborted/)
    await expect(store.read(AbortSignal.timeout(500))).rejects.toThrow(/timeout|aborted/)
  }, 60_000)
})
