import { Cancelled } from '@sluice/action'

/** Aborted when the process is asked to stop; a second time ends it at once. `forget` gives the signals back. */
export function stopSignal(told: () => void = () => undefined): {
  readonly signal: AbortSignal
  readonly forget: () => void
} {
  const stop = new AbortController()
  const abort = (name: NodeJS.Signals): void => {
    forget()
    told()
    stop.abort(new Cancelled(name))
  }
  const forget = (): void => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, abort)
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, abort)
  return { signal: stop.signal, forget }
}
