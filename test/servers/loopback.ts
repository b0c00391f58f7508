import { createServer, type RequestListener, type Server } from 'node:http'

/** A server of this test, on a port the system chose. */
export interface Loopback {
  readonly url: string
  readonly port: number
  readonly server: Server
  readonly stop: () => Promise<void>
}

/** Starts an HTTP server on loopback; `stop` cuts what is still open. */
export async function startLoopback(
  listener: (...exchange: Parameters<RequestListener>) => unknown,
): Promise<Loopback> {
  const server = createServer((request, response) => void listener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    server,
    stop: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** A port that nothing listens on (it was free a moment ago), for programs that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const { port, stop } = await startLoopback(() => undefined)
  await stop()
  return port
}
