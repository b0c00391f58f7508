import { UserError, type Io } from '@sluice/action'
import {
  addStatus,
  createDeployment,
  isForbidden,
  listDeployments,
  listStatuses,
  type GitHub,
} from '@sluice/github'
import type { Connection } from '@sluice/publish'
import { ephemeralLedger, type Ledger } from './ledger.ts'
import { findRollout, type Found } from './find-rollout.ts'
import { describe, readMark, rungsOf, type Mark, type RolloutPlan } from './record.ts'

interface Asked {
  readonly environment: string
  readonly 'environment-url': URL | undefined
}

const LAST_WORD_MS = 20_000

/** What a job keeps with GitHub: the deployment of this rollout and the links its statuses carry. */
export interface Kept {
  readonly github: GitHub
  /** For the last word on a rollout, which may have to be said after the job was cancelled. */
  readonly reconnect: (signal: AbortSignal) => GitHub | undefined
  readonly id: number
  readonly run: string
  readonly links: { readonly environmentUrl?: string; readonly logUrl?: string }
}

/**
 * Continues the rollout that is under way, or begins one. Refuses when another rollout of this service is under way,
 * when this one belongs to a job that still runs, and when it was begun with another plan.
 */
export async function openLedger(
  asked: Asked,
  connection: Connection,
  io: Io,
  plan: RolloutPlan,
): Promise<Ledger> {
  const { github, reconnect, subject, run, runUrl } = connection
  if (github === undefined) return withoutRecord(plan, io, 'there is no token for GitHub')
  const task = `sluice:canary-step:${plan.service}`
  const links = {
    ...(asked['environment-url'] === undefined ? {} : { environmentUrl: asked['environment-url'].href }),
    ...(runUrl === undefined ? {} : { logUrl: runUrl }),
  }
  const found = await findRollout(github, asked.environment, task, io.now(), run)
  if (found !== undefined)
    return await resume(found, plan, subject.sha, { github, reconnect, id: found.id, run, links })
  try {
    const payload: Readonly<Record<string, unknown>> = { ...plan }
    const description = `canary of ${plan.service}: ${plan.ladder.map((rung) => `${rung}%`).join(' → ')}`
    const deployment = await createDeployment(github, {
      ref: subject.sha,
      environment: asked.environment,
      task,
      description,
      payload,
    })
    await refuseSecond(github, asked.environment, task, deployment.id, io.now(), run)
    return keptLedger({ github, reconnect, id: deployment.id, run, links }, plan, [])
  } catch (error) {
    if (!isForbidden(error)) throw error
    return withoutRecord(plan, io, error instanceof Error ? error.message : String(error))
  }
}

function withoutRecord(plan: RolloutPlan, io: Io, because: string): Ledger {
  io.log.warning(`This rollout cannot be continued by a later job: ${because}.`)
  return ephemeralLedger(plan)
}

async function resume(found: Found, plan: RolloutPlan, sha: string, kept: Kept): Promise<Ledger> {
  if (found.sha !== sha) {
    throw new UserError(
      'ROLLOUT_IN_PROGRESS',
      `another rollout of ${plan.service} is under way: ${found.sha.slice(0, 12)}, since ${new Date(found.plan.startedAt).toISOString()}`,
      `Let it end, or end it by setting deployment ${found.id} inactive after putting traffic back.`,
    )
  }
  if (found.plan.digest !== plan.digest) {
    throw new UserError(
      'PLAN_CHANGED',
      `the rollout of ${plan.service} under way was begun with another plan (metrics, ladder, interval or confidence)`,
      `Continue with the old plan, or end it by setting deployment ${found.id} inactive after putting traffic back.`,
    )
  }
  const ledger = keptLedger(kept, found.plan, found.marks)
  await mark(kept, { kind: 'taken', weight: rungsOf(found.marks).at(-1)?.weight ?? 0, run: kept.run })
  return ledger
}

/** Two jobs may create at the same moment; the one with the older deployment goes on. */
async function refuseSecond(
  github: GitHub,
  environment: string,
  task: string,
  ours: number,
  now: number,
  run: string,
): Promise<void> {
  const older = (await listDeployments(github, { environment, task, limit: 10 })).filter(
    (one) => one.id < ours,
  )
  if (older.length === 0) return
  const first = await findRollout(github, environment, task, now, run, ours)
  if (first === undefined) return
  await addStatus(github, { id: ours, state: 'inactive', description: 'another rollout began first' })
  throw new UserError(
    'ROLLOUT_IN_PROGRESS',
    `another rollout began first: deployment ${first.id}`,
    'Let it end, then run again.',
  )
}

function keptLedger(kept: Kept, plan: RolloutPlan, marks: readonly Mark[]): Ledger {
  return {
    deploymentId: String(kept.id),
    plan,
    rungs: rungsOf(marks),
    climbed: async ({ weight, from }) => await mark(kept, { kind: 'rung', weight, from, run: kept.run }),
    held: async (weight) => await mark(kept, { kind: 'held', weight, run: kept.run }),
    ended: async (state, description) => {
      const github = kept.reconnect(AbortSignal.timeout(LAST_WORD_MS)) ?? kept.github
      await addStatus(github, { id: kept.id, state, description, ...kept.links })
    },
    stillOurs: async () => await refuseTakenOver(kept),
  }
}

async function mark(kept: Kept, what: Mark): Promise<void> {
  await addStatus(kept.github, {
    id: kept.id,
    state: 'in_progress',
    description: describe(what),
    ...kept.links,
  })
}

async function refuseTakenOver(kept: Kept): Promise<void> {
  const [latest] = await listStatuses(kept.github, kept.id)
  const last = latest === undefined ? undefined : readMark(latest.description)
  if (last === undefined ? latest === undefined : last.run === kept.run) return
  throw new UserError(
    'ROLLOUT_TAKEN_OVER',
    `deployment ${kept.id} is no longer ours: its latest status is ${JSON.stringify(latest?.description ?? '')}`,
    'Nothing was changed. Run one rollout at a time: give the job a `concurrency` group.',
  )
}
