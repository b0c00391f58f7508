import { connect } from 'node:tls'
import type { Io } from '@sluice/action'
import { brokenIn } from './expectations.ts'
import type { HttpCheck } from './smoke-check.ts'

/** What one try of a check came to: nothing wrong, something wrong, or no answer to judge. */
export interface Tried {
  readonly finding: 'fine' | 'worse'
  readonly detail: string
}

/** One request, and every expectation that its answer did not meet. */
export async function tryHttp(check: HttpCheck, target: string, io: Io, signal: AbortSignal): Promise<Tried> {
  const url = check.url.replaceAll('$colour', target)
  const limit = AbortSignal.any([signal, AbortSignal.timeout(check.withinMs)])
  const began = performance.now()
  const headers = Object.entries(check.send).map(([name, value]): [string, string] => [
    name,
    value.replaceAll('$colour', target),
  ])
  const init = { method: check.method, headers, signal: limit, redirect: 'manual' as const }
  try {
    const response = await io.fetch(url, check.body === undefined ? init : { ...init, body: check.body })
    const body = await response.text()
    const ms = performance.now() - began
    const { status, headers: answered } = response
    const wrong = [
      ...brokenIn(check, { status, headers: answered, body }),
      ...(await wrongCertificate(check, new URL(url), io, limit)),
    ]
    return wrong.length === 0
      ? { finding: 'fine', detail: `${response.status} in ${Math.round(ms)} ms` }
      : { finding: 'worse', detail: wrong.join('; ') }
  } catch (error) {
    signal.throwIfAborted()
    return {
      finding: 'worse',
      detail: limit.aborted ? `no answer within ${check.withinMs} ms` : causeOf(error),
    }
  }
}

async function wrongCertificate(
  { tlsDays }: HttpCheck,
  url: URL,
  io: Io,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (tlsDays === undefined) return []
  if (url.protocol !== 'https:') return ['it is not https, so there is no certificate']
  const left = await tlsDaysLeft(url, io.now(), signal)
  return left >= tlsDays ? [] : [`the certificate expires in ${left} days, expected at least ${tlsDays}`]
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? `no answer: ${cause.message}` : 'no answer'
}

const DAY_MS = 86_400_000

/** Whole days until the certificate of an https address expires; rejects where there is none. */
async function tlsDaysLeft(url: URL, now: number, signal: AbortSignal): Promise<number> {
  signal.throwIfAborted()
  return await new Promise<number>((resolve, reject) => {
    // A certificate that nobody trusts has days left too; whether it is trusted is for the request to find out.
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const socket = connect({
      host,
      port: Number(url.port || 443),
      servername: host,
      rejectUnauthorized: false,
    })
    const giveUp = (): void => {
      socket.destroy()
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', giveUp, { once: true })
    socket.on('error', reject)
    socket.on('secureConnect', () => {
      signal.removeEventListener('abort', giveUp)
      const until = Date.parse(socket.getPeerCertificate().valid_to)
      socket.destroy()
      if (Number.isFinite(until)) resolve(Math.floor((until - now) / DAY_MS))
      else reject(new Error('it shows no certificate'))
    })
  })
}
