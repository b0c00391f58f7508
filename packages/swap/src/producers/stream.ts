/** What a producer is asked to do. `after` is the last event that is in the stream already; `epoch` fences older orders. */
export type Order =
  | { readonly do: 'status' }
  | { readonly do: 'pause' }
  | { readonly do: 'start'; readonly after: number; readonly epoch: number }

/** A producer's answer. `position` is the last event that the stream has acknowledged to it. */
export interface Reply {
  readonly state: 'running' | 'paused'
  readonly position: number
}

/** One event as the stream holds it. */
export interface StreamEvent {
  /** Number of the event at its source, from 1 without holes. */
  readonly position: number
  readonly key: string
}

/** A stream with two producers that take turns. Every method rejects when the stream can't be reached. */
export interface Stream {
  /** Resolves to undefined when the producer does not answer. A pause is answered once nothing is in flight any more. */
  readonly ask: (colour: string, order: Order, signal: AbortSignal) => Promise<Reply | undefined>
  /** The newest events that were there before this connected, as many as the stream can tell; call it once and first. */
  readonly history: (signal: AbortSignal) => Promise<readonly StreamEvent[]>
  /** Events since then that were not handed out before, in the order of the stream. */
  readonly read: (signal: AbortSignal) => Promise<readonly StreamEvent[]>
  readonly close: () => Promise<void>
}

/** Reads a producer's answer; undefined for anything else. */
function decodeReply(data: unknown): Reply | undefined {
  if (typeof data !== 'object' || data === null || !('state' in data) || !('position' in data))
    return undefined
  const { state, position } = data
  if (state !== 'running' && state !== 'paused') return undefined
  return Number.isSafeInteger(position) && Number(position) >= 0
    ? { state, position: Number(position) }
    : undefined
}

/** Reads an answer out of JSON text. */
export function parseReply(text: string): Reply | undefined {
  try {
    return decodeReply(JSON.parse(text))
  } catch {
    return undefined
  }
}
