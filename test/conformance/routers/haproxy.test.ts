import { createServer, type Socket } from 'node:net'
import { describeRouter, type RouterBackend } from '../router.ts'

const COLUMNS =
  'be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_check_state'

interface Instance {
  readonly weights: Record<string, number>
  readonly behaviour: { lying: boolean; slow: boolean; delayMs: number; failing: number; refusing: boolean }
  readonly socket: string
  readonly close: () => Promise<void>
}

/** Speaks the part of the runtime API that the router uses. */
async function startInstance(): Promise<Instance> {
  const weights: Record<string, number> = { stable: 100, next: 0 }
  const behaviour = { lying: false, slow: false, delayMs: 0, failing: 0, refusing: false }
  const state = (): string => {
    const rows = Object.entries(weights).map(
      ([name, weight], i) => `3 web ${i + 1} ${name} 127.0.0.1 2 0 ${weight} ${weight} 6`,
    )
    return `1\n# ${COLUMNS}\n${rows.join('\n')}\n\n`
  }
  const obey = (line: string): string => {
    if (line === 'show servers state web') return state()
    if (behaviour.refusing) return 'Permission denied\n\n'
    const wanted: Record<string, number> = {}
    for (const command of line.split(';')) {
      const [, name, weight] = /^\s*set weight web\/(\w+) (\d+)$/.exec(command) ?? []
      if (name === undefined || !(name in weights)) return 'No such server.\n\n'
      wanted[name] = Number(weight)
    }
    if (behaviour.lying) return '\n\n'
    if (behaviour.delayMs > 0) setTimeout(() => Object.assign(weights, wanted), behaviour.delayMs)
    else Object.assign(weights, wanted)
    behaviour.delayMs = 0
    return '\n\n'
  }
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', (data) => {
      const line = data.toString().trim()
      if (line.startsWith('show') && behaviour.failing-- > 0) {
        socket.destroy()
        return
      }
      setTimeout(() => (socket.destroyed ? undefined : socket.end(obey(line))), behaviour.slow ? 500 : 0)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as { port: number }
  return {
    weights,
    behaviour,
    socket: `127.0.0.1:${port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function startInstances(count: number): Promise<RouterBackend> {
  const all = await Promise.all(Array.from({ length: count }, startInstance))
  const shareOfOne = ({ weights: { stable = 0, next = 0 } }: Instance): number =>
    (next / (next + stable)) * 100
  const close = async (): Promise<void> => void (await Promise.all(all.map((each) => each.close())))
  const each = (change: (instance: Instance) => void): void => all.forEach(change)
  const second = all[1]
  return {
    settings: {
      socket: all.map(({ socket }) => socket).join('\n'),
      backend: 'web',
      baseline: 'stable',
      candidate: 'next',
    },
    real: () => all.reduce((sum, instance) => sum + shareOfOne(instance), 0) / all.length,
    lie: () => each(({ behaviour }) => (behaviour.lying = true)),
    slowDown: () => each(({ behaviour }) => (behaviour.slow = true)),
    delayNext: (ms) => each(({ behaviour }) => (behaviour.delayMs = ms)),
    failReads: (reads) => each(({ behaviour }) => (behaviour.failing = reads)),
    ...(second === undefined ? {} : { refuseSecond: () => void (second.behaviour.refusing = true) }),
    goDown: close,
    stop: close,
  }
}

describeRouter('haproxy', async () => await startInstances(1))
describeRouter('haproxy', async () => await startInstances(2))
