import {
  commandField,
  itemOf,
  itemsOf,
  httpUrl,
  listOf,
  oneOf,
  optional,
  Unacceptable,
  type Field,
  type Io,
} from '@sluice/action'

/** What people are told of, as the word that `events` takes. */
const NEWS = ['started', 'advanced', 'held', 'needs-person', 'rolled-back', 'promoted'] as const
export type NewsEvent = (typeof NEWS)[number]

/** Facts about a rollout. There is no free text of metrics or logs in it, so no secret can ride along. */
export interface RolloutNews {
  readonly event: NewsEvent
  /** The action, `canary-step` or `bluegreen-swap`. */
  readonly action: string
  readonly service: string
  readonly environment: string
  readonly repository: string
  readonly sha: string
  /** The candidate's share that was read back last, in percent; undefined where it is unknown. */
  readonly weight?: number
  /** A reason of the closed list, such as `regression_found`. */
  readonly reason: string
  /** The same as a clause for people: "the candidate is worse than the baseline". */
  readonly why?: string
  /** Who asked for it, where a person did. */
  readonly actor?: string
  readonly runUrl?: string
}

type Address =
  | { readonly kind: 'slack' | 'webhook'; readonly url: URL }
  | { readonly kind: 'command'; readonly line: readonly string[] }

export type NotifyTarget = Address & { readonly events: readonly NewsEvent[] }

const fields = {
  slack: optional(httpUrl()),
  webhook: optional(httpUrl()),
  command: optional(commandField()),
  events: { ...eventsField(), whenBlank: (): readonly NewsEvent[] => NEWS },
}

/** Events on lines, separated by commas, or as a YAML list, which arrives as JSON. */
function eventsField(): Field<readonly NewsEvent[]> {
  const events = listOf(oneOf(NEWS))
  return { ...events, parse: (given) => events.parse(given.replaceAll(/[[\]"]/g, '')) }
}

/**
 * The `notify` input: a list of `{ slack: URL }`, `{ webhook: URL }` or `{ command: [prog, arg] }`, each with `events`
 * (default all). It counts as a secret, because whoever knows the address of a webhook can post to it.
 */
export const notifyField: Field<readonly NotifyTarget[]> = {
  ...itemsOf('list of `slack: URL`, `webhook: URL` or `command: [prog, arg]`, each with `events`', targetOf),
  secret: true,
}

function targetOf(data: unknown, path: string): NotifyTarget {
  const { slack, webhook, command, events } = itemOf(fields, data, path)
  const targets: readonly Address[] = [
    ...(slack === undefined ? [] : [{ kind: 'slack', url: slack } as const]),
    ...(webhook === undefined ? [] : [{ kind: 'webhook', url: webhook } as const]),
    ...(command === undefined ? [] : [{ kind: 'command', line: command } as const]),
  ]
  const [only, ...more] = targets
  if (only !== undefined && more.length === 0) return { ...only, events }
  throw new Unacceptable(`${path} must have exactly one of \`slack\`, \`webhook\` and \`command\``)
}

/** Tells people about a rollout. Never rejects and takes at most five seconds; what failed is a warning in the log. */
export type Notify = (news: RolloutNews) => Promise<void>

const TELL_MS = 5_000

/** Opens the way to everyone who wants to be told. The addresses are masked in the log. */
export function openNotify(targets: readonly NotifyTarget[], io: Io): Notify {
  for (const target of targets) if (target.kind !== 'command') io.mask(target.url.href)
  return async (news) => {
    const wanted = targets.filter(({ events }) => events.includes(news.event))
    await Promise.all(
      wanted.map(async (target) => {
        // Its own deadline: a cancelled job must still say that it went back.
        const problem = await send(target, news, io, AbortSignal.timeout(TELL_MS)).catch(reasonOf)
        if (problem !== undefined) io.log.warning(`A notification (${target.kind}) was not sent: ${problem}`)
      }),
    )
  }
}

/** Why it failed; undefined where it did not. */
async function send(
  target: NotifyTarget,
  news: RolloutNews,
  io: Io,
  signal: AbortSignal,
): Promise<string | undefined> {
  const document = JSON.stringify({ ...news, text: newsText(news), at: new Date(io.now()).toISOString() })
  if (target.kind === 'command') {
    const [program = '', ...args] = target.line
    const { code } = await io.exec(program, args, { signal, timeoutMs: TELL_MS, input: document })
    return code === 0 ? undefined : `the program ended with code ${code}`
  }
  const body = target.kind === 'slack' ? JSON.stringify({ text: slackText(news) }) : document
  const { ok, status } = await io.fetch(target.url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
    redirect: 'error',
    signal,
  })
  return ok ? undefined : `it answered ${status}`
}

/** Only the kind of failure: the message of a program or of `fetch` may quote the address. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${TELL_MS / 1000} s`
  if (error instanceof Error && error.cause instanceof Error && 'code' in error.cause) {
    return String(error.cause.code)
  }
  return error instanceof Error && 'code' in error ? String(error.code) : 'the address could not be reached'
}

/** One sentence for people: `api in production was rolled back to 0%: traffic was not split as planned (acme/api@3f6400f).`. */
export function newsText(news: RolloutNews): string {
  const [verb, preposition] = VERBS[news.event]
  const weight = news.weight === undefined ? '' : ` ${preposition} ${Number(news.weight.toFixed(2))}%`
  const actor = news.actor === undefined ? '' : ` by ${news.actor}`
  const because = news.why ?? news.reason
  const reason = because === '' ? '' : `: ${because}`
  return `${news.service} in ${news.environment} ${verb}${weight}${actor}${reason} (${news.repository}@${news.sha.slice(0, 7)}).`
}

const VERBS = {
  started: ['started a rollout', 'at'],
  advanced: ['moved up', 'to'],
  held: ['is waiting', 'at'],
  'needs-person': ['needs a person', 'at'],
  'rolled-back': ['was rolled back', 'to'],
  promoted: ['was promoted', 'to'],
} as const satisfies Record<NewsEvent, readonly [verb: string, preposition: string]>

/** Slack reads `<`, `>` and `&` as markup, so that a name with `<!channel>` would call everyone. */
function slackText(news: RolloutNews): string {
  const escaped = newsText(news).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return news.runUrl === undefined ? escaped : `${escaped} <${news.runUrl}|run>`
}
