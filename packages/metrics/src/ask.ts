import type { Io } from '@sluice/action'
import type { AbsentArm } from '@sluice/verdict'
import { absent } from './reading.ts'

/** An HTTP request that may be sent again. */
export interface Question {
  readonly url: URL
  readonly method?: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Patience {
  /** For one attempt, its body included. */
  readonly timeoutMs: number
  readonly attempts: number
}

/** An answer of any status below 500 other than 429. */
export interface Answered {
  readonly kind: 'answered'
  readonly status: number
  readonly text: string
}

const MOST_BYTES = 64 * 1024 * 1024
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000

/**
 * Asks until there is an answer, with growing pauses after a lost connection, a timeout, 429 or 5xx; then the source
 * counts as unreachable. Redirects are not followed, for they would carry our headers elsewhere. Rejects only with the
 * reason of a cancelled signal.
 */
export async function ask(
  io: Io,
  question: Question,
  patience: Patience,
  signal: AbortSignal,
): Promise<Answered | AbsentArm> {
  let problem = ''
  for (let attempt = 1; attempt <= patience.attempts; attempt++) {
    const outcome = await once(io, question, patience.timeoutMs, signal)
    if (outcome.kind === 'answered') return outcome
    problem = outcome.problem
    if (attempt === patience.attempts || outcome.final === true) break
    const pause = Math.max(FIRST_PAUSE_MS * 2 ** (attempt - 1), outcome.retryAfterMs ?? 0)
    await io.sleep(Math.min(pause, LONGEST_PAUSE_MS), signal)
  }
  return absent('source_unreachable', `${addressOf(question.url)}: ${problem}`)
}

interface Failed {
  readonly kind: 'failed'
  readonly problem: string
  readonly retryAfterMs?: number
  /** Asking again would give the same. */
  readonly final?: boolean
}

async function once(
  io: Io,
  question: Question,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Answered | Failed> {
  signal.throwIfAborted()
  const { url, method = 'GET', headers, body } = question
  try {
    const response = await io.fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      ...(body === undefined ? {} : { body }),
    })
    const text = await textOf(response)
    if (text === undefined) return { kind: 'failed', problem: `more than ${MOST_BYTES} bytes`, final: true }
    const { status } = response
    if (status < 500 && status !== 429) return { kind: 'answered', status, text }
    const seconds = Number(response.headers.get('retry-after') ?? 0)
    const wait = Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {}
    return { kind: 'failed', problem: `answered ${status}: ${text.slice(0, 200)}`, ...wait }
  } catch (error) {
    signal.throwIfAborted()
    return { kind: 'failed', problem: reasonOf(error, timeoutMs) }
  }
}

async function textOf(response: Response): Promise<string | undefined> {
  if (response.body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`
  return error.cause instanceof Error ? error.cause.message : error.message
}

/** Without the query, which may be long and is quoted elsewhere. */
function addressOf(url: URL): string {
  return `${url.origin}${url.pathname}`
}
