import { listHookDeliveries, redeliverHook } from '@sluice/github'
import type { AppAccess } from './access.ts'
import type { Waiting } from './consider.ts'
import { describeError, type AppLog } from './log.ts'
import type { Metrics } from './metrics.ts'
import { listGuarded } from './run.ts'

interface Tools {
  readonly access: AppAccess
  readonly log: AppLog
  readonly now: () => number
  readonly metrics: Metrics
  readonly look: (waiting: Waiting) => void
}

/** How far back failed deliveries are looked for; older ones are long found by looking at what waits. */
const LOOK_BACK_MS = 3_600_000
const MAX_ATTEMPTS = 3

/**
 * Looks at every job that waits for an environment we guard, whether a webhook told us or not, and has GitHub deliver
 * again what did not arrive. Never throws: a repository that cannot be read does not hide the others.
 */
export async function reconcile(tools: Tools): Promise<void> {
  const { access, log, metrics } = tools
  const attempt = async (what: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work()
      return true
    } catch (error) {
      log.warning(`could not ${what}`, { error: describeError(error) })
      return false
    }
  }
  let repositories: readonly string[] = []
  const done = [
    await attempt('have webhooks delivered again', async () => await redeliverFailed(tools)),
    await attempt('list the repositories', async () => {
      repositories = await access.repositories()
    }),
  ]
  for (const repository of repositories) {
    done.push(
      await attempt(`look at what waits in ${repository}`, async () => await lookAtAll(repository, tools)),
    )
  }
  metrics.count('reconciles', done.every((one) => one) ? 'complete' : 'partial')
}

async function lookAtAll(repository: string, { access, look }: Tools): Promise<void> {
  const github = await access.repository(repository)
  for (const one of await listGuarded(github, await access.login())) look({ repository, ...one })
}

async function redeliverFailed({ access, now, log }: Tools): Promise<void> {
  const app = await access.asApp()
  const deliveries = await listHookDeliveries(app, new Date(now() - LOOK_BACK_MS))
  const arrived = new Set(
    deliveries.filter((one) => one.statusCode >= 200 && one.statusCode < 300).map((one) => one.guid),
  )
  const lost = deliveries.filter(
    (one) => one.event === 'deployment_protection_rule' && !arrived.has(one.guid),
  )
  for (const guid of new Set(lost.map((one) => one.guid))) {
    const attempts = lost.filter((one) => one.guid === guid)
    const [newest] = attempts
    if (newest === undefined || attempts.length > MAX_ATTEMPTS) continue
    log.info('a webhook did not arrive; asking for it again', { delivery: guid, attempts: attempts.length })
    await redeliverHook(app, newest.id)
  }
}
