/** GitHub would not, or could not, do what was asked. `status` is 0 when no answer came. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError'
  readonly status: number
  readonly operation: string
  /** What the reader of the log can do about it. */
  readonly hint: string

  constructor(operation: string, status: number, message: string, hint: string, cause?: unknown) {
    super(message, { cause })
    this.operation = operation
    this.status = status
    this.hint = hint
  }
}

/** The parts of a failed request that say why, however it failed. */
interface Failure {
  readonly status: number
  readonly message: string
  readonly headers: Readonly<Record<string, unknown>>
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const MAX_MESSAGE = 300

/** A proxy's error page can be the message: one line of it will do. */
const oneLine = (text: string): string => {
  const line = text.replaceAll(/[\u0000-\u001f\u007f\s]+/g, ' ').trim()
  return line.length > MAX_MESSAGE ? `${line.slice(0, MAX_MESSAGE)}…` : line
}

function decodeFailure(error: unknown): Failure {
  const message = oneLine(error instanceof Error ? error.message : String(error))
  if (!isRecord(error)) return { status: 0, message, headers: {} }
  const response = isRecord(error['response']) ? error['response'] : undefined
  const headers = response !== undefined && isRecord(response['headers']) ? response['headers'] : {}
  return { status: response === undefined ? 0 : Number(error['status'] ?? 0), message, headers }
}

/** Names what was asked and what came back, with advice by status; `job` is the job of a workflow that asked. */
export function toGitHubError(operation: string, error: unknown, job?: string): GitHubError {
  if (error instanceof GitHubError) return error
  const { status, message, headers } = decodeFailure(error)
  const came = status === 0 ? `no answer (${message})` : `${status}: ${message}`
  return new GitHubError(
    operation,
    status,
    `could not ${operation}: ${came}`,
    hintFor(status, message, headers, job),
    error,
  )
}

const hintFor = (
  status: number,
  message: string,
  headers: Failure['headers'],
  job: string | undefined,
): string => {
  if (headers['retry-after'] !== undefined || /rate limit/i.test(message)) {
    return 'GitHub asks to slow down; nothing else was wrong. Run again later.'
  }
  if (status === 0 || status >= 500) return 'GitHub could not be reached or had a fault; run again later.'
  if (status === 401) return 'The token is not valid, or no longer.'
  if (status === 403) return permissionHint(headers['x-accepted-github-permissions'], job)
  if (status === 404) return 'Either it does not exist or the token may not see it.'
  if (status === 409) return 'Something else holds the state this needs; look at the message.'
  return 'GitHub did not accept the request; look at the message.'
}

/** `checks=write` becomes what one writes into a workflow, and where. */
function permissionHint(accepted: unknown, job: string | undefined): string {
  const keys = (typeof accepted === 'string' ? accepted : '')
    .split(/[;,]/)
    .map((one) => one.trim().replace('=', ': ').replaceAll('_', '-'))
    .filter((one) => one !== '')
  const needed = keys.length === 0 ? 'more permissions' : `\`permissions: ${keys.join('` or `')}\``
  const who = job === undefined ? 'The token needs' : `Give ${job}`
  return `${who} ${needed}. On a pull request from a fork the token can only read, whatever the workflow says.`
}

/** True for "you may not": a missing permission or a fork's read-only token. */
export const isForbidden = (error: unknown): error is GitHubError =>
  error instanceof GitHubError && error.status === 403

/** True for what is not there, or not any more. */
export const isGone = (error: unknown): error is GitHubError =>
  error instanceof GitHubError && error.status === 404

/** True when it is not known whether the request took effect. */
export const isUnsettled = (error: unknown): boolean =>
  error instanceof GitHubError && (error.status === 0 || error.status >= 500)
