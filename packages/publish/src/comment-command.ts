import { UserError, type Io } from '@sluice/action'
import { findPullRequest, mayWrite, upsertComment, type GitHub } from '@sluice/github'
import { connect, type Connection } from './connect.ts'
import type { ToldExit } from './publisher.ts'
import { openRecords, type DeploymentRecords } from './record-store.ts'

/** What a comment on a pull request may ask for. A new try would take the default branch's commit, so that it is not here. */
export const COMMENT_COMMANDS = ['abort', 'pause', 'resume', 'promote', 'status'] as const
export type CommentCommand = (typeof COMMENT_COMMANDS)[number]

/** What a comment asks for, before anybody has looked at who wrote it. */
export interface CommentAsk {
  /** The word after `/sluice`, which may be no command. */
  readonly word: string
  /** The service that is meant; undefined where all are. */
  readonly service?: string
  readonly login: string
  readonly comment: number
  readonly pullRequest: number
}

/** Why a comment changes nothing. Closed list. */
export type CommentReason =
  'no_command' | 'unknown_command' | 'other_service' | 'not_permitted' | 'other_pull_request'

const FIRST_LINE = /^\/sluice[ \t]+([a-z-]+)(?:[ \t]+(\S+))?[ \t]*$/

/** Reads the event of a new comment on a pull request; undefined where its first line is not `/sluice WORD [SERVICE]`. */
export function readCommentAsk(event: unknown): CommentAsk | undefined {
  const { action, issue, comment } = (event ?? {}) as {
    readonly action?: unknown
    readonly issue?: { readonly number?: unknown; readonly pull_request?: unknown }
    readonly comment?: {
      readonly id?: unknown
      readonly body?: unknown
      readonly user?: { readonly login?: unknown } | null
    }
  }
  const pullRequest = issue?.pull_request === undefined ? undefined : issue.number
  const login = comment?.user?.login
  // Whoever edits a comment need not be who wrote it.
  if (action !== 'created' || typeof pullRequest !== 'number' || typeof login !== 'string') return undefined
  if (typeof comment?.body !== 'string' || typeof comment.id !== 'number') return undefined
  const [, word, service] = FIRST_LINE.exec(comment.body.split(/\r?\n/)[0] ?? '') ?? []
  if (word === undefined) return undefined
  const about = service === undefined ? {} : { service }
  return { word, login, comment: comment.id, pullRequest, ...about }
}

/** What the comment is about, and how to do it. */
export interface CommentPorts<O extends string> {
  readonly connection: Connection
  /** The open rollout, and the pull request that it came from, where its record says so. */
  readonly open: () => Promise<{ readonly sha: string; readonly pull?: number } | undefined>
  readonly obey: (command: CommentCommand) => Promise<ToldExit<O>>
  readonly refuse: (why: CommentReason) => ToldExit<O>
}

/**
 * Does what a comment asks for, if its author may write to the repository, and answers in a comment. GitHub is asked what
 * the author may do: nothing that the workflow checked counts. Comments of others change nothing and are not answered.
 */
async function obeyComment<O extends string>(ports: CommentPorts<O>, io: Io): Promise<ToldExit<O>> {
  const { connection, refuse } = ports
  const { github, subject } = connection
  if (github === undefined) {
    throw new UserError(
      'BAD_INPUT',
      'command: `comment` needs `github-token` to check the permissions of the author of the comment',
      'Give `github-token` in the `with:` block of this step.',
    )
  }
  const ask = readCommentAsk(io.facts.event)
  if (ask === undefined) return refuse('no_command')
  if (ask.service !== undefined && ask.service !== subject.service) return refuse('other_service')
  if (!(await mayWrite(github, ask.login))) {
    io.log.warning(`${ask.login} may not write to ${subject.repository}, so this comment changes nothing.`)
    return refuse('not_permitted')
  }
  const answer = async (text: string): Promise<void> => await reply(github, ask, subject.service, text, io)
  const command = COMMENT_COMMANDS.find((one) => one === ask.word)
  if (command === undefined) {
    await answer(`There is no command \`${ask.word}\`. Commands: ${COMMENT_COMMANDS.join(', ')}.`)
    return refuse('unknown_command')
  }
  const other = command === 'status' ? undefined : await otherPullRequest(ports, github, ask)
  if (other !== undefined) {
    await answer(
      `Nothing was changed: the open rollout of ${subject.service} comes from pull request #${other}. Comment there.`,
    )
    return refuse('other_pull_request')
  }
  const exit = await ports.obey(command).catch(async (error: unknown) => {
    // The text of an error may quote a program's output, and nothing is masked in a comment.
    const code = error instanceof UserError ? ` (${error.code})` : ''
    await answer(`\`${command}\` did not work${code}. The log of this workflow run says why.`)
    throw error
  })
  await answer(exit.said ?? exit.failed ?? 'Done.')
  return exit
}

/** The pull request that the open rollout came from, where it is not the one of the comment. */
async function otherPullRequest<O extends string>(
  { open }: CommentPorts<O>,
  github: GitHub,
  { pullRequest }: CommentAsk,
): Promise<number | undefined> {
  const rollout = await open()
  if (rollout === undefined) return undefined
  const found = rollout.pull ?? (await findPullRequest(github, rollout.sha))
  return found === pullRequest ? undefined : found
}

/** One answer to each comment, however often the job is run again. */
async function reply(
  github: GitHub,
  { comment, pullRequest, login, word }: CommentAsk,
  service: string,
  text: string,
  io: Io,
): Promise<void> {
  const body = `@${login} asked for \`${word}\`: ${text}`
  const key = ['answer', String(comment), service]
  const published = await upsertComment(github, { issue: pullRequest, key, body })
  if (!published.published) io.log.warning(`The comment could not be answered: ${published.because}`)
}

/** What differs between the actions that take commands. */
export interface Commanded<C extends string, O extends string> {
  readonly given: Parameters<typeof connect>[0]
  readonly outputs: readonly O[]
  readonly open: (records: DeploymentRecords) => ReturnType<CommentPorts<O>['open']>
  readonly perform: (command: C | CommentCommand) => Promise<ToldExit<O>>
}

/** Performs the command of a step; where it has none of its own, what the comment of this event asks for. */
export async function performCommand<C extends string, O extends string>(
  command: C | undefined,
  { given, outputs, open, perform }: Commanded<C, O>,
  io: Io,
): Promise<ToldExit<O>> {
  if (command !== undefined) return await perform(command)
  const connection = connect(given, io)
  const records = (): DeploymentRecords =>
    openRecords(connection, given.environment, undefined, undefined, io)
  const refuse = (reason: CommentReason): ToldExit<O> => nothingDone(outputs, reason)
  return await obeyComment({ connection, open: async () => await open(records()), obey: perform, refuse }, io)
}

/** The outputs of a run that had nothing to do. */
function nothingDone<O extends string>(names: readonly O[], reason: CommentReason): ToldExit<O> {
  const blank = Object.fromEntries(names.map((name) => [name, ''])) as Record<O, string>
  return { outputs: { ...blank, outcome: 'inconclusive', decision: 'none', reason } }
}
