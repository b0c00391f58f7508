import { connect } from 'node:net'

const CONNECT_MS = 2_000

/** Where a server listens: a path of a socket, or host and port. */
export type Endpoint = { readonly path: string } | { readonly host: string; readonly port: number }

/** Why a server takes no connection within two seconds; undefined when it takes one. */
export async function connectProblem(endpoint: Endpoint, signal: AbortSignal): Promise<string | undefined> {
  signal.throwIfAborted()
  return await new Promise<string | undefined>((resolve, reject) => {
    const socket = connect(endpoint)
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_MS)])
    const end = (problem: string | undefined): void => {
      inTime.removeEventListener('abort', giveUp)
      socket.destroy()
      resolve(problem)
    }
    const giveUp = (): void => {
      if (signal.aborted) {
        socket.destroy()
        reject(signal.reason as Error)
      } else end(`takes no connection within ${CONNECT_MS / 1000} s`)
    }
    inTime.addEventListener('abort', giveUp, { once: true })
    socket.on('connect', () => end(undefined))
    socket.on('error', (error) => end(error.message))
  })
}
