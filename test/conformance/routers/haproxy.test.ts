import { createServer, type Socket } from 'node:net'
import { describeRouter } from '../router.ts'

const COLUMNS = 'be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight'

describeRouter('haproxy', async () => {
  const weights: Record<string, number> = { stable: 100, next: 0 }
  let lying = false
  let slow = false
  const state = (): string => {
    const rows = Object.entries(weights).map(
      ([name, weight], i) => `3 web ${i + 1} ${name} 127.0.0.1 2 0 ${weight} ${weight}`,
    )
    return `1\n# ${COLUMNS}\n${rows.join('\n')}\n\n`
  }
  const obey = (line: string): string => {
    if (line === 'show servers state web') return state()
    for (const command of line.split(';')) {
      const [, name, weight] = /^\s*set weight web\/(\w+) (\d+)$/.exec(command) ?? []
      if (name === undefined || !(name in weights)) return 'No such server.\n\n'
      if (!lying) weights[name] = Number(weight)
    }
    return '\n\n'
  }
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', (data) => {
      setTimeout(
        () => (socket.destroyed ? undefined : socket.end(obey(data.toString().trim()))),
        slow ? 500 : 0,
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as { port: number }
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return {
    settings: { socket: `127.0.0.1:${port}`, backend: 'web', baseline: 'stable', candidate: 'next' },
    real: () => ((weights['next'] ?? 0) / ((weights['next'] ?? 0) + (weights['stable'] ?? 0))) * 100,
    lie: () => void (lying = true),
    dawdle: () => void (slow = true),
    goDown: close,
    stop: close,
  }
})
