import type { Io } from '@sluice/action'
import type { Reply } from '@sluice/swap'

/** What was being sent when we joined has been acknowledged after this long, and once the position has moved on. */
const IN_FLIGHT_MS = 500
/** A producer whose position stays where it is has nothing in flight. */
const STILL_MS = 2000
const ASK_MS = 50

/**
 * The last event that may have gone through the stream before we joined it; 0 where nobody says. A producer that runs
 * tells what was acknowledged to it: what it had sent besides was neither seen by us nor is it lost.
 */
export async function knownPosition(
  joined: readonly (Reply | undefined)[],
  ask: () => Promise<readonly (Reply | undefined)[]>,
  io: Pick<Io, 'now' | 'sleep' | 'signal'>,
): Promise<number> {
  const began = io.now()
  const first = furthest(joined)
  let [now, runs] = [first, isRunning(joined)]
  while (runs) {
    const waited = io.now() - began
    if (waited >= (now > first ? IN_FLIGHT_MS : STILL_MS)) break
    await io.sleep(ASK_MS, io.signal)
    const replies = await ask()
    now = Math.max(now, furthest(replies))
    runs = isRunning(replies)
  }
  return now
}

function furthest(replies: readonly (Reply | undefined)[]): number {
  return Math.max(0, ...replies.map((reply) => reply?.position ?? 0))
}

function isRunning(replies: readonly (Reply | undefined)[]): boolean {
  return replies.some((reply) => reply?.state === 'running')
}
