import type { Io } from '@sluice/action'
import type { AbsentArm } from '@sluice/verdict'
import { ask, refusalOf, type Budget, type Patience } from '../ask.ts'
import { absent } from '../reading.ts'
import type { Span } from '../contract.ts'
import type { Looked, Pages } from './observer.ts'

export interface Instance {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
}

/** The `/metrics` text of every instance of an arm, in order; one that is missing would look like a fall in traffic. */
export async function readPages(
  io: Io,
  instances: readonly Instance[],
  patience: Patience,
  budget: Budget,
  signal: AbortSignal,
): Promise<readonly string[] | AbsentArm> {
  const pages = await Promise.all(
    instances.map((instance) => readPage(io, instance, patience, budget, signal)),
  )
  const texts: string[] = []
  for (const page of pages) {
    if (typeof page !== 'string') return page
    texts.push(page)
  }
  return texts
}

const ACCEPT = { accept: 'text/plain;version=0.0.4;q=1,*/*;q=0.1' }

async function readPage(
  io: Io,
  { url, headers }: Instance,
  patience: Patience,
  budget: Budget,
  signal: AbortSignal,
): Promise<string | AbsentArm> {
  const reply = await ask(io, { url, headers: { ...ACCEPT, ...headers } }, patience, budget, signal)
  if (reply.kind === 'absent') return reply
  const where = `${url.origin}${url.pathname}`
  const refused = refusalOf(reply, 'a /metrics page')
  if (refused !== undefined) return absent('source_refused', `${where} ${refused.detail ?? ''}`)
  if (reply.status !== 200) return absent('source_refused', `${where} answered ${reply.status}`)
  if (/^\s*[<{]/.test(reply.text)) return absent('source_refused', `${where} is not a page of metrics`)
  return reply.text
}

/** Both arms must be read within this share of an interval. */
const SAME_MOMENT = 1 / 50
/** Two pages of a fast service take about this long. */
const SHORTEST_MS = 10
const ATTEMPTS = 3

/**
 * Reads both arms as near to one moment as it can: what flows between the two readings is counted in one arm only, and
 * looks like traffic that was not split as planned. A reading that took too long, perhaps because a request had to be
 * sent again, is made once more; the shortest one counts.
 */
export async function readTogether(io: Io, span: Span, read: () => Promise<Pages>): Promise<Looked> {
  const enoughMs = Math.max(SHORTEST_MS, span.intervalMs * SAME_MOMENT)
  let best = await timed(io, read)
  for (let attempt = 2; attempt <= ATTEMPTS && best.tookMs > enoughMs && bothRead(best.pages); attempt++) {
    const again = await timed(io, read)
    if (bothRead(again.pages) && again.tookMs < best.tookMs) best = again
  }
  return best
}

async function timed(io: Io, read: () => Promise<Pages>): Promise<Looked & { readonly tookMs: number }> {
  const at = io.now()
  const pages = await read()
  return { pages, at, tookMs: io.now() - at }
}

function bothRead({ baseline, candidate }: Pages): boolean {
  return !('kind' in baseline) && !('kind' in candidate)
}
