/** What some work comes to, or the reason of the signal, whichever is first: not everything heeds a signal. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Nobody waits for it any more once the signal has won.
  work.catch(() => undefined)
  signal.throwIfAborted()
  let stopped: () => void = () => undefined
  const aborted = new Promise<never>((_, reject) => {
    stopped = () => reject(signal.reason as Error)
    signal.addEventListener('abort', stopped, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stopped)
  }
}
