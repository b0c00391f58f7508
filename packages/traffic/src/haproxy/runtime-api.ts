import { connect } from 'node:net'
import { UserError } from '@sluice/action'

const CALL_MS = 5_000

/** Sends one line to the runtime API and returns all that comes back; `ROUTER_UNREACHABLE` where nothing does. */
export async function converse(address: string, line: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  return await new Promise<string>((resolve, reject) => {
    const socket = connect(placeOf(address))
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)])
    const giveUp = (): void => {
      socket.destroy()
      reject(
        signal.aborted
          ? (signal.reason as Error)
          : unreachable(address, `no answer within ${CALL_MS / 1000} s`),
      )
    }
    let answer = ''
    inTime.addEventListener('abort', giveUp, { once: true })
    socket.setEncoding('utf8')
    socket.on('connect', () => socket.write(`${line}\n`))
    socket.on('data', (part: string) => (answer += part))
    socket.on('error', (error) => reject(unreachable(address, error.message)))
    socket.on('close', () => {
      inTime.removeEventListener('abort', giveUp)
      resolve(answer)
    })
  })
}

/** A path of a socket, or `host:port`. */
function placeOf(address: string): { path: string } | { host: string; port: number } {
  const [, host, port] = /^\[?([^/[\]]+)\]?:(\d+)$/.exec(address) ?? []
  return host === undefined ? { path: address } : { host, port: Number(port) }
}

function unreachable(address: string, problem: string): UserError {
  return new UserError(
    'ROUTER_UNREACHABLE',
    `HAProxy at ${address} could not be reached: ${problem}`,
    'Check that HAProxy has a `stats socket … level admin` at this address, and that this runner can open it.',
  )
}
