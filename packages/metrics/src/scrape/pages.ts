import type { Io } from '@sluice/action'
import type { AbsentArm } from '@sluice/verdict'
import { ask, refusalOf, type Budget, type Patience } from '../ask.ts'
import { absent } from '../reading.ts'

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
