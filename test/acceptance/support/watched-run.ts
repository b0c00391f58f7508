import type { ChildProcess } from 'node:child_process'
import { foldRecord, openRecord, readStatus, type RolloutRecord } from '@sluice/rollout'
import type { ActionResult } from '@sluice/sandbox'
import type { More, Stage } from './canary.ts'
import { openRelay, type Passed } from './relay.ts'

/** The request at which the process dies: before it arrives, or when it has been done and not answered. */
export interface Kill {
  /** Its number, or what the first such request is described with. */
  readonly at: number | string
  readonly when: 'before' | 'after'
}

export interface WatchedRun extends ActionResult {
  readonly passed: readonly Passed[]
  /** What the run did that it must not, in words. */
  readonly broken: readonly string[]
  /** The request at which it was killed, if it came so far. */
  readonly killedAt: string | undefined
}

/** The rollouts of a service, as GitHub has them now, oldest first. */
export function rolloutsOf({ sandbox }: Stage, service: string): readonly RolloutRecord[] {
  return sandbox.state.deployments('acme/shop').flatMap((deployment) => {
    if (deployment.task !== `sluice:${service}`) return []
    const createdAt = Date.parse(deployment.createdAt)
    return foldRecord({ ...deployment, createdAt }, deployment.statuses) ?? []
  })
}

/**
 * Runs the action with everything that it asks of GitHub and of the router going through a relay. Only the owner of the
 * open rollout may move traffic, and a weight that is claimed must be the one that this run read last.
 */
export async function watchedRun(
  stage: Stage,
  service: string,
  inputs: Readonly<Record<string, string>>,
  more: More & { readonly runId: string; readonly kill?: Kill },
): Promise<WatchedRun> {
  const { kill, ...rest } = more
  const broken: string[] = []
  let [lastRead, killedAt] = ['', undefined as string | undefined]
  let child: ChildProcess | undefined
  const dies = (seen: Passed, number: number, when: Kill['when']): boolean => {
    if (kill?.when !== when || killedAt !== undefined) return false
    const isIt = typeof kill.at === 'number' ? number === kill.at : described(seen).includes(kill.at)
    if (!isIt) return false
    killedAt = `${when} request ${number}: ${described(seen)}`
    child?.kill('SIGKILL')
    return true
  }
  const relay = await openRelay(
    { github: stage.sandbox.url, router: stage.router.url },
    {
      before: (seen, number) => {
        if (dies(seen, number, 'before')) return false
        broken.push(...brokenBy(seen, more.runId, lastRead, rolloutsOf(stage, service)))
        return true
      },
      after: (seen, number) => {
        if (seen.to === 'router') lastRead = weightIn(seen.answer?.body ?? '') ?? lastRead
        return !dies(seen, number, 'after')
      },
    },
  )
  try {
    const result = await stage.canary(
      { service, 'router-settings': `url: ${relay.urls.router}`, ...inputs },
      { ...rest, apiUrl: relay.urls.github, onStart: (started) => void (child = started) },
    )
    return { ...result, passed: relay.passed, broken, killedAt }
  } finally {
    await relay.close()
  }
}

function brokenBy(
  { to, method, path, body }: Passed,
  runId: string,
  lastRead: string,
  rollouts: readonly RolloutRecord[],
): readonly string[] {
  if (to === 'router' && method === 'PUT') {
    const owner = openRecord(rollouts)?.owner.run
    return owner === `${runId}.1`
      ? []
      : [`run ${runId} writes ${body}, and run ${owner ?? 'nobody'} owns the rollout`]
  }
  if (!path.endsWith('/statuses') || method !== 'POST') return []
  const { description = '', log_url: logUrl = '' } = JSON.parse(body) as {
    readonly description?: string
    readonly log_url?: string
  }
  const word = readStatus({ description, logUrl })
  if (word?.kind !== 'at') return []
  const id = Number(/\/deployments\/(\d+)\//.exec(path)?.[1])
  const turned = rollouts.find((record) => record.id === id)?.payload.arms.candidate === 'blue'
  const seen = turned ? 100 - Number(lastRead) : Number(lastRead)
  return word.weight === seen ? [] : [`run ${runId} claims ${word.weight}%, and has read ${seen}%`]
}

function weightIn(body: string): string | undefined {
  return /"weight":([\d.]+)/.exec(body)?.[1]
}

/** One line about a request, for people. */
export function described({ to, method, path, body }: Passed): string {
  const said = /"description":"([^"]*)"/.exec(body)?.[1]
  const what = to === 'router' ? body : (said ?? '')
  return `${to} ${method} ${path.replace('/repos/acme/shop', '').split('?')[0] ?? ''} ${what}`.trim()
}
