/** The job was cancelled while the action was at work. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
  constructor(signal: string) {
    super(`the job was cancelled (${signal})`)
  }
}

/** A signal that is aborted with `Cancelled` when the runner asks this process to stop (SIGINT, then SIGTERM). */
export function cancelSignal(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => controller.abort(new Cancelled(name)))
  }
  return controller.signal
}
