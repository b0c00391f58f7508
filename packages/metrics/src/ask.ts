import { isRecord, quote, type Io } from '@sluice/action'
import type { AbsentArm } from '@sluice/verdict'
import { absent } from './reading.ts'

/** An HTTP request that may be sent again. */
export interface Question {
  readonly url: URL
  readonly method?: 'GET' | 'POST' | 'DELETE'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Patience {
  /** For one attempt, its body included. */
  readonly timeoutMs: number
  readonly attempts: number
  /** The longest a server may ask us to wait (Retry-After): usually the interval. */
  readonly longestPauseMs: number
}

/** An answer of any status below 500 other than 429. */
export interface Answered {
  readonly kind: 'answered'
  readonly status: number
  readonly text: string
  readonly type: string
  /** Where a redirect leads; '' for other answers. */
  readonly location: string
}

/** How often a source may be asked, and until when it asked to be left alone. */
export interface Budget {
  /** Milliseconds to wait before the next request; 0 for now. Counts the request if it is 0. */
  readonly take: () => number
  /** No request before this time. */
  readonly closeUntil: (ms: number) => void
}

const MINUTE_MS = 60_000

/** So many requests in any minute, and none while the server has asked for quiet. */
export function createBudget(io: Pick<Io, 'now'>, perMinute: number): Budget {
  const sent: number[] = []
  let closed = 0
  return {
    take: () => {
      const now = io.now()
      while (sent.length > 0 && (sent[0] ?? 0) <= now - MINUTE_MS) sent.shift()
      const full = sent.length < perMinute ? 0 : (sent[0] ?? 0) + MINUTE_MS - now
      const wait = Math.max(full, closed - now, 0)
      if (wait === 0) sent.push(now)
      return wait
    },
    closeUntil: (ms) => {
      closed = Math.max(closed, ms)
    },
  }
}

const MOST_BYTES = 64 * 1024 * 1024
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000

/**
 * Asks until there is an answer, with growing pauses after a lost connection, a timeout, 429 or 5xx; then the source
 * counts as unreachable, or as rate limited if it last said so. A server that asks for a longer wait than we have is
 * not asked again, neither now nor by the next question to the same budget. Redirects are not followed, for they would
 * carry our headers elsewhere. Rejects only with the reason of a cancelled signal.
 */
export async function ask(
  io: Io,
  question: Question,
  patience: Patience,
  budget: Budget,
  signal: AbortSignal,
): Promise<Answered | AbsentArm> {
  const where = addressOf(question.url)
  let problem = ''
  let limited = false
  for (let attempt = 1; attempt <= patience.attempts; attempt++) {
    const wait = await turn(io, budget, patience, signal)
    if (wait > 0)
      return absent('rate_limited', problem === '' ? limitWords(where, wait) : `${where}: ${problem}`)
    const outcome = await once(io, question, patience.timeoutMs, signal)
    if (outcome.kind === 'answered') return outcome
    problem = outcome.problem
    limited = outcome.limited === true
    const asked = outcome.retryAfterMs ?? 0
    if (asked > 0) budget.closeUntil(io.now() + asked)
    if (attempt === patience.attempts || outcome.final === true) break
    if (asked > patience.longestPauseMs) {
      return absent(
        'rate_limited',
        `${where}: ${problem}; it asks to wait ${seconds(asked)}, which is longer than the interval`,
      )
    }
    await io.sleep(Math.max(Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS), asked), signal)
  }
  return absent(limited ? 'rate_limited' : 'source_unreachable', `${where}: ${problem}`)
}

/** Waits for a place in the budget, if that is not too long; returns the wait that was too long, or 0. */
async function turn(io: Io, budget: Budget, patience: Patience, signal: AbortSignal): Promise<number> {
  for (;;) {
    const wait = budget.take()
    if (wait === 0 || wait > patience.longestPauseMs) return wait
    await io.sleep(wait, signal)
  }
}

function limitWords(where: string, wait: number): string {
  return `${where}: was asked too often and is left alone for ${seconds(wait)}`
}

function seconds(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`
}

interface Failed {
  readonly kind: 'failed'
  readonly problem: string
  readonly limited?: boolean
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
  const answer = await requestOnce(io, question, timeoutMs, signal)
  if (answer.kind === 'failed' || (answer.status < 500 && answer.status !== 429)) return answer
  const { status, text, header } = answer
  return {
    kind: 'failed',
    problem: `answered ${status}: ${text.slice(0, 200)}`,
    limited: status === 429,
    retryAfterMs: retryAfter(
      header('retry-after') || (status === 429 ? header('x-ratelimit-reset') : ''),
      io.now(),
    ),
  }
}

/**
 * Sends one request, and reads the answer of any status. What went wrong comes with Node's code for it. Rejects only
 * with the reason of a cancelled signal.
 */
export async function requestOnce(
  io: Io,
  question: Question,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<
  | (Answered & { readonly header: (name: string) => string })
  | { readonly kind: 'failed'; readonly problem: string; readonly code: string; readonly final?: boolean }
> {
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
    if (text === undefined)
      return { kind: 'failed', problem: `more than ${MOST_BYTES} bytes`, code: '', final: true }
    const header = (name: string): string => response.headers.get(name) ?? ''
    const { status } = response
    return {
      kind: 'answered',
      status,
      text,
      type: header('content-type'),
      location: header('location'),
      header,
    }
  } catch (error) {
    signal.throwIfAborted()
    const cause = error instanceof Error ? error.cause : undefined
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    return { kind: 'failed', problem: reasonOf(error, timeoutMs), code }
  }
}

/** Seconds, a time as epoch seconds, or a date, as milliseconds from now; 0 for anything else. */
function retryAfter(given: string, now: number): number {
  const value = given.trim()
  const seconds = /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined
  if (seconds !== undefined) return seconds < 1e9 ? seconds * 1000 : Math.max(0, seconds * 1000 - now)
  const date = value === '' ? Number.NaN : Date.parse(value)
  return Number.isNaN(date) ? 0 : Math.max(0, date - now)
}

/**
 * Why an answer is none of ours, in words that say where to look: credentials, rights, address, a login page. Undefined
 * for an answer that may be what was asked for. `what` names the server, e.g. "a Prometheus".
 */
export function refusalOf({ status, text, type, location }: Answered, what: string): AbsentArm | undefined {
  const said = text.trim() === '' ? '' : `: ${quote(text)}`
  const refused = (why: string): AbsentArm => absent('source_refused', why)
  if (status === 401)
    return refused(
      `answered 401, it does not accept these credentials: check token, username and password${said}`,
    )
  if (status === 403)
    return refused(`answered 403, the credentials may not read this: ask for the right to query${said}`)
  if (status >= 300 && status < 400)
    return refused(`answered ${status}, a redirect to ${quote(location)}: give that address if it is right`)
  if (/text\/html/i.test(type) || /^\s*<(!doctype|html)/i.test(text)) {
    const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1]?.trim() ?? ''
    const named = title === '' ? '' : ` (${quote(title)})`
    return refused(
      `answered ${status} with a web page${named}, perhaps a login page: is this the address of ${what}?${said}`,
    )
  }
  if (status === 404)
    return refused(`answered 404, nothing is at this address: is it that of ${what}?${said}`)
  return undefined
}

/** The JSON of an answer, or why there is none: refused as above, an error status, or a text that is no JSON. */
export function jsonOf(
  answer: Answered,
  what: string,
): { readonly kind: 'json'; readonly data: unknown } | AbsentArm {
  const refused = refusalOf(answer, what)
  if (refused !== undefined) return refused
  const said = quote(answer.text.slice(0, 200))
  if (answer.status >= 400) return absent('source_refused', `answered ${answer.status}: ${said}`)
  try {
    return { kind: 'json', data: JSON.parse(answer.text) as unknown }
  } catch {
    return absent('source_refused', `answered ${answer.status} with what is no JSON: ${said}`)
  }
}

/** The object in a JSON text; empty where there is none. */
export function fieldsIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const data: unknown = JSON.parse(text)
    return isRecord(data) ? data : {}
  } catch {
    return {}
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
