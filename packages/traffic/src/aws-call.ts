import { UserError, type Io } from '@sluice/action'
import { awsProblem, sendToAws, type AwsAnswer, type AwsProblem, type AwsService } from '@sluice/cloud'

/** A request before it is signed. */
interface Unsigned {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/**
 * Asks AWS and returns the text of a good answer. Rejects with `ROUTER_UNREACHABLE` for no answer, throttling and 5xx,
 * `ROUTER_CHANGED` for a failed condition, and `ROUTER_REFUSED` else. `permission` is what a denied caller needs.
 */
export async function callAws(
  io: Io,
  service: AwsService,
  request: Unsigned,
  permission: string,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted()
  const headers = await service.sign(request, signal)
  const answer = await sendToAws(io, { ...request, headers }, signal).catch((error: unknown) => {
    signal.throwIfAborted()
    if (!(error instanceof UserError) || error.code !== 'AWS_UNREACHABLE') throw error
    throw new UserError('ROUTER_UNREACHABLE', error.message, error.hint)
  })
  const problem = awsProblem(answer)
  if (problem === undefined) return answer.text
  throw refusalOf(problem, answer, permission)
}

function refusalOf({ kind, code, said }: AwsProblem, { status }: AwsAnswer, permission: string): UserError {
  const words = `AWS answered ${status} ${code}: ${said}`
  switch (kind) {
    case 'throttled':
    case 'unavailable':
      return new UserError(
        'ROUTER_UNREACHABLE',
        words,
        'AWS may be overloaded, or another program may send many requests. Run the step again later.',
      )
    case 'changed':
      return new UserError('ROUTER_CHANGED', words, 'Find out who changed it, then run the step again.')
    case 'denied':
      return new UserError(
        'ROUTER_REFUSED',
        words,
        `The role needs ${permission}, and credentials that have not expired.`,
      )
    case 'absent':
      return new UserError(
        'ROUTER_REFUSED',
        words,
        'Check the names, the region and the account in `router-settings`.',
      )
    case 'refused':
      return new UserError('ROUTER_REFUSED', words, 'Fix `router-settings`.')
  }
}
