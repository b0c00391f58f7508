import { releaseJobs } from '../gates.ts'
import type { Repository, StoredRun } from '../model/index.ts'
import { repositoryOf } from '../repositories.ts'
import { ok } from '../server/call.ts'
import type { ApiCall, Routes } from '../server/call.ts'
import { paginate } from '../server/paginate.ts'
import { notFound } from '../server/refusal.ts'
import { viewReview, viewRun } from '../views/run.ts'
import type { Backend } from '../backend.ts'

/** The run a call names, its wait timers brought up to date. */
export function runOf(call: ApiCall, repository: Repository, backend: Backend): StoredRun {
  const run = repository.runs.find((one) => one.id === Number(call.params['run_id']))
  if (run === undefined) throw notFound()
  releaseJobs(repository, run, backend)
  return run
}

export const runs: Routes = {
  'actions/get-workflow-run': (call, backend) => {
    const repository = repositoryOf(call, backend)
    return ok(viewRun(runOf(call, repository, backend), repository, backend, call.api))
  },
  'actions/list-workflow-runs-for-repo': (call, backend) => {
    const repository = repositoryOf(call, backend)
    for (const run of repository.runs) releaseJobs(repository, run, backend)
    const { actor, branch, event, status, head_sha } = call.query
    const found = repository.runs
      .filter((run) => actor === undefined || run.actor === actor)
      .filter((run) => branch === undefined || run.branch === branch)
      .filter((run) => event === undefined || run.event === event)
      .filter((run) => status === undefined || run.status === status || run.conclusion === status)
      .filter((run) => head_sha === undefined || run.headSha === head_sha)
      .reverse()
    const page = paginate(call, found)
    const shown = page.items.map((run) => viewRun(run, repository, backend, call.api))
    return ok({ total_count: page.total, workflow_runs: shown }, page.headers)
  },
  'actions/get-reviews-for-run': (call, backend) => {
    const repository = repositoryOf(call, backend)
    const { reviews } = runOf(call, repository, backend)
    return ok(backend.lists.shown(reviews).map((review) => viewReview(review, repository, backend, call.api)))
  },
}
