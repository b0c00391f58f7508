import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Where Debian keeps a program, or undefined when this machine lacks it. */
export function programOf(name: string): string | undefined {
  return [`/usr/sbin/${name}`, `/usr/bin/${name}`].find((path) => existsSync(path))
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export interface Running extends AsyncDisposable {
  readonly port: number
  readonly dir: string
}

/** Starts a program that serves a port on loopback, and waits until it does. */
export async function startProgram(
  name: string,
  args: (port: number, dir: string) => readonly string[],
  files: (port: number, dir: string) => Readonly<Record<string, string>> = () => ({}),
): Promise<Running> {
  const path = programOf(name)
  if (path === undefined) throw new Error(`${name} is not installed`)
  const dir = await mkdtemp(join(tmpdir(), `${name}-`))
  const port = await freePort()
  for (const [file, text] of Object.entries(files(port, dir))) await writeFile(join(dir, file), text)
  const child = spawn(path, args(port, dir), { stdio: 'ignore', cwd: dir })
  await listening(port, child)
  return {
    port,
    dir,
    [Symbol.asyncDispose]: async () => {
      await stopped(child)
      await rm(dir, { recursive: true, force: true })
    },
  }
}

export async function startMosquitto(): Promise<Running> {
  const config = (port: number): string =>
    `listener ${port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\npersistence false\nlog_type none\n`
  return await startProgram(
    'mosquitto',
    (_, dir) => ['-c', join(dir, 'mosquitto.conf')],
    (port) => ({ 'mosquitto.conf': config(port) }),
  )
}

export async function startNats(): Promise<Running> {
  return await startProgram('nats-server', (port, dir) => [
    '-js',
    '-a',
    '127.0.0.1',
    '-p',
    String(port),
    '-sd',
    dir,
  ])
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}`)
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true))
      socket.on('error', () => resolve(false))
      socket.on('close', () => socket.destroy())
    })
    if (open) return
    await delay(25)
  }
  throw new Error('did not start')
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await Promise.race([gone, delay(2000).then(() => child.kill('SIGKILL'))])
}
