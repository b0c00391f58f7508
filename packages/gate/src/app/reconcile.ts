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
  /** What is remembered between rounds. */
  readonly rota: Rota
}

/** Which repositories are known, and whose turn it is. */
export interface Rota {
  repositories: readonly string[]
  /** When they were listed, epoch milliseconds. */
  listedAt: number
  next: number
  /** Jobs that still waited when they were looked at; the clock alone may open or close them. */
  readonly waiting: Map<string, Waiting>
}

export const newRota = (): Rota => ({
  repositories: [],
  listedAt: Number.NEGATIVE_INFINITY,
  next: 0,
  waiting: new Map(),
})

/** Repositories asked in one round, after all have been asked once. Each may take three requests. */
const TURNS = 2
const LIST_MS = 3_600_000

/** How far back failed deliveries are looked for; older ones are long found by looking at what waits. */
const LOOK_BACK_MS = 3_600_000
const MAX_ATTEMPTS = 3

/**
 * Has GitHub deliver again what did not arrive, looks at every job that is known to wait, and asks some repositories in
 * turn what waits there. After a start, and where repositories are new, it asks all of these: webhooks tell of the rest, so
 * that a thousand idle repositories cost a few hundred requests an hour. Never throws: a repository that cannot be read does
 * not hide the others.
 */
export async function reconcile(tools: Tools): Promise<void> {
  const { access, log, metrics, rota, now, look } = tools
  const attempt = async (what: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work()
      return true
    } catch (error) {
      log.warning(`could not ${what}`, { error: describeError(error) })
      return false
    }
  }
  let turns: readonly string[] = []
  const done = [
    await attempt('have webhooks delivered again', async () => await redeliverFailed(tools)),
    await attempt('list the repositories', async () => {
      if (now() - rota.listedAt < LIST_MS) return void (turns = inTurn(rota))
      const known = new Set(rota.repositories)
      rota.repositories = await access.repositories()
      rota.listedAt = now()
      turns = [...new Set([...rota.repositories.filter((one) => !known.has(one)), ...inTurn(rota)])]
    }),
  ]
  for (const waiting of rota.waiting.values()) look(waiting)
  for (const repository of turns) {
    done.push(
      await attempt(`look at what waits in ${repository}`, async () => await lookAtAll(repository, tools)),
    )
  }
  metrics.count('reconciles', done.every((one) => one) ? 'complete' : 'partial')
}

function inTurn(rota: Rota): readonly string[] {
  const { repositories, next } = rota
  const count = Math.min(TURNS, repositories.length)
  rota.next = repositories.length === 0 ? 0 : (next + count) % repositories.length
  return Array.from({ length: count }, (_, i) => repositories[(next + i) % repositories.length] ?? '')
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
