import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A way to a server on loopback that can be cut. */
export interface TcpRelay {
  readonly port: number
  /** Connections so far. */
  readonly connections: () => number
  /** Cuts what is open, and takes no more. */
  readonly stop: () => Promise<void>
}

/** Passes bytes on to a port of this machine; of each connection only so many answers come back. */
export async function startTcpRelay(port: number, answers = Number.POSITIVE_INFINITY): Promise<TcpRelay> {
  const open = new Set<Socket>()
  let connections = 0
  const server = createServer((client) => {
    connections += 1
    const upstream = connect(port, '127.0.0.1')
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        client.destroy()
        upstream.destroy()
        open.delete(socket)
      })
    }
    let answered = 0
    client.pipe(upstream)
    upstream.on('data', (bytes) => {
      answered += 1
      if (answered <= answers) client.write(bytes)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    stop: async () => {
      for (const socket of open) socket.destroy()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
}
