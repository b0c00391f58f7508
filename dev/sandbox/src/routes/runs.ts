import { settle } from '../gates.ts'
import type { Repository, WorkflowRun } from '../model/index.ts'
import { repositoryOf } from '../repositories.ts'
import { ok } from '../server/call.ts'
import type { Call, Routes } from '../server/call.ts'
import { paginate } from '../server/paginate.ts'
import { notFound } from '../server/refusal.ts'
import { viewReview, viewRun } from '../views/run.ts'
import type { World } from '../world.ts'

/** The run a call names, its wait timers brought up to date. */
export function runOf(call: Call, repository: Repository, world: World): WorkflowRun {
  const run = repository.runs.find((one) => one.id === Number(call.params['run_id']))
  if (run === undefined) throw notFound()
  settle(repository, run, world)
  return run
}

export const runs: Routes = {
  'actions/get-workflow-run': (call, world) => {
    const repository = repositoryOf(call, world)
    return ok(viewRun(runOf(call, repository, world), repository, world, call.api))
  },
  'actions/list-workflow-runs-for-repo': (call, world) => {
    const repository = repositoryOf(call, world)
    for (const run of repository.runs) settle(repository, run, world)
    const { actor, branch, event, status, head_sha } = call.query
    const found = repository.runs
      .filter((run) => actor === undefined || run.actor === actor)
      .filter((run) => branch === undefined || run.branch === branch)
      .filter((run) => event === undefined || run.event === event)
      .filter((run) => status === undefined || run.status === status || run.conclusion === status)
      .filter((run) => head_sha === undefined || run.headSha === head_sha)
      .reverse()
    const page = paginate(call, found)
    const shown = page.items.map((run) => viewRun(run, repository, world, call.api))
    return ok({ total_count: page.total, workflow_runs: shown }, page.headers)
  },
  'actions/get-reviews-for-run': (call, world) => {
    const repository = repositoryOf(call, world)
    const { reviews } = runOf(call, repository, world)
    return ok(reviews.map((review) => viewReview(review, repository, world, call.api)))
  },
}
