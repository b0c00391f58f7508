import { UserError, type Io } from '@sluice/action'
import type { Reply, Stream } from './stream.ts'

/** What is known of the two producers at one moment; undefined: it does not answer. */
export interface Producers {
  readonly from: Reply | undefined
  readonly to: Reply | undefined
}

export type HandOverStep =
  | { readonly do: 'pause' | 'done' | 'wait' }
  | { readonly do: 'start'; readonly after: number }
  | { readonly do: 'fail'; readonly why: string }

/**
 * The one thing to do next so that `to` produces and `from` does not. Nobody starts before the other has stopped and
 * everything it wrote is in the stream: `last` is the last event seen there.
 */
export function handOverStep({ from, to }: Producers, last: number, gone: boolean): HandOverStep {
  if (to === undefined) return { do: 'fail', why: 'the producer that should take over does not answer' }
  if (from?.state === 'running') return { do: 'pause' }
  if (to.state === 'running') return { do: 'done' }
  if (from === undefined && !gone) return { do: 'wait' }
  const written = Math.max(from?.position ?? 0, to.position)
  if (from !== undefined && last < written) return { do: 'wait' }
  return { do: 'start', after: Math.max(last, written) }
}

export interface HandOver {
  readonly stream: Stream
  readonly from: string
  readonly to: string
  /** Last event that is known to be in the stream. */
  readonly last: () => Promise<number>
  /** A producer that does not answer for this long is taken to have stopped. */
  readonly goneMs: number
  readonly drainMs: number
}

const PAUSE_MS = 100

/** Hands over; resolves to the position at which it did, or undefined if it had been done before. */
export async function handOver(task: HandOver, io: Io, signal: AbortSignal): Promise<number | undefined> {
  const { stream, from, to } = task
  const began = io.now()
  let silentSince: number | undefined
  let at: number | undefined
  for (;;) {
    signal.throwIfAborted()
    const producers = {
      from: await stream.ask(from, { do: 'status' }, signal),
      to: await stream.ask(to, { do: 'status' }, signal),
    }
    silentSince = producers.from === undefined ? (silentSince ?? io.now()) : undefined
    // It took over and fell silent: whether that is a failure is for the watch to say.
    if (at !== undefined && producers.to === undefined) return at
    const gone = silentSince !== undefined && io.now() - silentSince >= task.goneMs
    const step = handOverStep(producers, await task.last(), gone)
    switch (step.do) {
      case 'done':
        return at
      case 'fail':
        throw new UserError(
          'PRODUCER_SILENT',
          `${to}: ${step.why}`,
          'Check that it is deployed and follows the control protocol in docs/bluegreen.md.',
        )
      case 'pause':
        await stream.ask(from, { do: 'pause' }, signal)
        break
      case 'start':
        at = step.after
        await stream.ask(to, { do: 'start', after: step.after, epoch: io.now() }, signal)
        break
      case 'wait':
        await io.sleep(PAUSE_MS, signal)
    }
    if (io.now() - began > task.drainMs + task.goneMs) {
      throw new UserError(
        'HAND_OVER_STUCK',
        `${from} did not hand over to ${to} in time`,
        'Check that the old producer has drained and that the stream can be read.',
      )
    }
  }
}

/**
 * Percent of the stream's production that the target does: 50 stands for neither or both, between two states. One that
 * was started (`active`) and does not answer still has the stream: it is the watch that must find it out.
 */
export function shareOfTarget(
  target: Reply | undefined,
  previous: Reply | undefined,
  active: 'target' | 'previous' | undefined,
): number {
  const ours = target?.state === 'running' || (target === undefined && active === 'target')
  const theirs = previous?.state === 'running' || (previous === undefined && active === 'previous')
  if (ours === theirs) return 50
  return ours ? 100 : 0
}
