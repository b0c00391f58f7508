import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createIo, type Io } from '@sluice/action'

/** The real world, with a quiet log. */
export function quietIo(changes: Partial<Io> = {}): Io {
  const none = (): void => undefined
  const log = { info: none, notice: none, warning: none, error: none, folded: none }
  return { ...createIo(new AbortController().signal), log, ...changes }
}

/** A loopback server on a port that the system chooses. */
export async function serve(listener: RequestListener): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
