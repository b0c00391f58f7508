import { gateBrief } from '@sluice/gate'
import { answerProtectionRule, MAX_REPORT_CHARACTERS, type GitHub } from '@sluice/github'
import { UserError } from '@sluice/action'
import { md } from '@sluice/report'
import { createAccess, type AppAccess } from './access.ts'
import { consider, type AnsweredJobs, type Waiting } from './consider.ts'
import type { Intent } from './intent.ts'
import { describeError } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import type { GateAppOptions } from './options.ts'
import { createQueue, type Queue } from './queue.ts'
import { newRota, reconcile } from './reconcile.ts'
import { listGuarded } from './run.ts'
import { createHash } from 'node:crypto'

/** The gate as a service, without its front door. */
export interface GateApp {
  readonly metrics: Metrics
  readonly queue: Queue
  /** Takes note of what a webhook said; the work is done after this returns. */
  readonly take: (intent: Intent) => void
  /** One round over everything that waits, and over webhooks that did not arrive. */
  readonly reconcile: () => Promise<void>
  /** Ends the looks under way, within the given time, and takes on no more. */
  readonly close: (ms: number) => Promise<void>
}

const MAX_TRIES = 5
/** Looks after a webhook, at growing intervals of `lagMs`; what is missed then is found by the next round. */
const LOOKS_AGAIN = 3

/** Starts the gate; it keeps nothing that it could not find again at GitHub. */
export function createGateApp(options: GateAppOptions): GateApp {
  const { log, now, retryBaseMs } = options
  const stop = new AbortController()
  const access = createAccess(options, stop.signal)
  const metrics = createMetrics()
  const reports = createReports()
  const answered: AnsweredJobs = new Set()
  const rota = newRota()
  const queue = createQueue(options.lanes, (key, error) =>
    log.error('a look ended unexpectedly', { key, error: String(error) }),
  )

  const again = (
    key: string,
    work: (tries: number) => Promise<void>,
    tries: number,
    error: unknown,
  ): void => {
    metrics.count('failures', key.split(' ')[0] ?? '')
    log.warning('a look failed', { key, tries, error: describeError(error) })
    // A broken policy stays broken until someone mends it; the next round over everything sees that.
    if (tries >= MAX_TRIES || error instanceof UserError) return
    queue.add(key, async () => await work(tries + 1), retryBaseMs * 2 ** tries)
  }
  const guarded = (key: string, work: () => Promise<void>): ((tries: number) => Promise<void>) => {
    const attempt = async (tries: number): Promise<void> => {
      try {
        await work()
      } catch (error) {
        if (!stop.signal.aborted) again(key, attempt, tries, error)
      }
    }
    return attempt
  }
  const look = (waiting: Waiting, delayMs: number, again = 0): void => {
    const { repository, runId, environment, deploymentId = 0 } = waiting
    const key = `look ${repository} ${runId} ${environment} ${deploymentId}`
    const work = guarded(key, async () => {
      // Until it is known to be settled; after an error the next round looks again.
      rota.waiting.set(key, waiting)
      const isWaiting = await lookAt(waiting, { options, access, metrics, reports, answered })
      if (!isWaiting) rota.waiting.delete(key)
      // What a webhook told us of may not be in GitHub's lists yet.
      if (isWaiting && again > 0) look(waiting, options.lagMs * (LOOKS_AGAIN + 1 - again), again - 1)
    })
    queue.add(key, async () => await work(1), delayMs)
  }
  const round = async (): Promise<void> =>
    await reconcile({ access, log, now, metrics, rota, look: (waiting) => look(waiting, 0) })
  const timer = options.reconcileMs > 0 ? setInterval(() => void round(), options.reconcileMs) : undefined
  timer?.unref()
  return {
    metrics,
    queue,
    reconcile: round,
    take: (intent) => {
      if (intent.kind === 'nothing') return
      if (intent.kind === 'asked') return look(waitingOf(intent), 0, LOOKS_AGAIN)
      const { repository, sha } = intent
      const key = `commit ${repository} ${sha}`
      const find = guarded(key, async () => {
        const github = await access.repository(repository)
        for (const waiting of await listGuarded(github, await access.login(), sha))
          look({ repository, ...waiting }, 0, LOOKS_AGAIN)
      })
      queue.add(key, async () => await find(1), options.settleMs)
    },
    close: async (ms) => {
      clearInterval(timer)
      await queue.drain(ms)
      stop.abort(new Error('the gate is shutting down'))
    },
  }
}

const waitingOf = ({ kind: _, ...waiting }: Extract<Intent, { kind: 'asked' }>): Waiting => waiting

interface Tools {
  readonly options: GateAppOptions
  readonly access: AppAccess
  readonly metrics: Metrics
  readonly reports: Reports
  readonly answered: AnsweredJobs
}

/** Whether the job still waits after this look. */
async function lookAt(waiting: Waiting, tools: Tools): Promise<boolean> {
  const { options, access, metrics, answered } = tools
  const github = await access.repository(waiting.repository)
  const { repository, runId, environment } = waiting
  const fields = { repository, runId, environment }
  try {
    const considered = await consider(
      github,
      waiting,
      options,
      answered,
      await access.organization(waiting.repository),
    )
    if (considered.kind === 'settled') {
      metrics.count('decisions', 'settled')
      options.log.info('nothing waits there any more', fields)
      return false
    }
    if (considered.kind === 'unlisted') {
      options.log.info('its deployment is not listed yet', fields)
      return true
    }
    const { decision, reason } = considered.decided
    metrics.count('decisions', decision)
    options.log.info('decided', { ...fields, decision, reason })
    if (decision === 'waiting') {
      await report(github, fields, gateBrief(considered.decided, MAX_REPORT_CHARACTERS), tools)
      return true
    }
    metrics.count('answers', decision === 'open' ? 'approved' : 'rejected')
    return false
  } catch (error) {
    if (error instanceof UserError)
      await report(github, fields, `**waiting**: ${md(error.message, 600)} ${md(error.hint, 200)}`, tools)
    throw error
  }
}

/** Says where the gate stands, beside the waiting job. */
async function report(
  github: GitHub,
  waiting: Waiting,
  comment: string,
  { options, reports }: Tools,
): Promise<void> {
  const { repository, runId, environment } = waiting
  if (!reports.isWorthSaying(waiting, comment)) return
  try {
    await answerProtectionRule(github, { runId, environment, comment })
  } catch (error) {
    // A report is for people; that one could not be written decides nothing.
    options.log.warning('a report was not taken', {
      repository,
      runId,
      environment,
      error: describeError(error),
    })
  }
}

/** GitHub takes ten reports per deployment; two copies that each spend four leave two for people. */
const BUDGET = 4
const MAX_KEPT = 10_000

/** Decides which reports are worth sending: only what says something new, and not too many. */
interface Reports {
  readonly isWorthSaying: (waiting: Waiting, text: string) => boolean
}

function createReports(): Reports {
  const said = new Map<string, { readonly count: number; readonly last: string }>()
  return {
    isWorthSaying: (waiting, text) => {
      const key = JSON.stringify(waiting)
      const last = createHash('sha256').update(text).digest('base64')
      const before = said.get(key)
      if (before !== undefined && (before.last === last || before.count >= BUDGET)) return false
      said.delete(key)
      said.set(key, { count: (before?.count ?? 0) + 1, last })
      for (const oldest of said.keys()) {
        if (said.size <= MAX_KEPT) break
        said.delete(oldest)
      }
      return true
    },
  }
}
