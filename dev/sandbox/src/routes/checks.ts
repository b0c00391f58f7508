import { appOf } from '../auth/credential.ts'
import type { CheckRun, StoredConclusion, Repository, Annotation } from '../model/index.ts'
import { commitOf, repositoryOf, suiteFor } from '../repositories.ts'
import { created, decodeBody, ok, type ApiCall, type ApiReply, type Routes } from '../server/call.ts'
import { paginate } from '../server/paginate.ts'
import { Refusal, notFound } from '../server/refusal.ts'
import { viewAnnotation, viewCheckRun } from '../views/check-run.ts'
import { repositoryUrls } from '../views/repository.ts'
import type { Backend } from '../backend.ts'

const MAX_RUNS_OF_ONE_NAME = 1000

interface CheckBody {
  readonly name?: string
  readonly head_sha?: string
  readonly details_url?: string
  readonly external_id?: string
  readonly status?: CheckRun['status']
  readonly started_at?: string
  readonly conclusion?: StoredConclusion | 'stale'
  readonly completed_at?: string
  readonly output?: OutputBody
}

/** Gives the run the body's status and conclusion; a conclusion always completes it. */
function conclude(run: CheckRun, body: CheckBody, backend: Backend): void {
  if (body.conclusion === 'stale') throw new Refusal(422, 'Invalid request.\n\nOnly GitHub can set stale.')
  if (body.status === 'completed' && body.conclusion === undefined) {
    throw new Refusal(422, 'Invalid request.\n\nMissing conclusion for a completed check run.')
  }
  if (body.conclusion !== undefined) {
    run.status = 'completed'
    run.conclusion = body.conclusion
    run.completedAt = body.completed_at ?? backend.timestamp()
  } else if (body.status !== undefined) {
    run.status = body.status
    run.conclusion = null
    run.completedAt = null
  }
}

function fill(run: CheckRun, body: CheckBody): void {
  run.name = body.name ?? run.name
  run.detailsUrl = body.details_url ?? run.detailsUrl
  run.externalId = body.external_id ?? run.externalId
  run.startedAt = body.started_at ?? run.startedAt
  if (body.output === undefined) return
  checkOutput(body.output)
  run.title = body.output.title ?? run.title
  run.summary = body.output.summary ?? run.summary
  run.text = body.output.text ?? run.text
  run.annotations = [...run.annotations, ...(body.output.annotations ?? [])]
}

function create(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const body = decodeBody<CheckBody>(call)
  const { sha } = commitOf(repository, body.head_sha ?? '', 422)
  const appId = appOf(call.credential)?.id ?? 0
  const run: CheckRun = {
    id: backend.store.nextId(),
    appId,
    suiteId: suiteFor(repository, sha, appId, backend).id,
    headSha: sha,
    name: body.name ?? '',
    externalId: '',
    detailsUrl: null,
    status: 'queued',
    conclusion: null,
    startedAt: backend.timestamp(),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
  }
  fill(run, body)
  if (isWorkflow(call)) run.detailsUrl = jobUrl(run, repository, backend)
  conclude(run, body, backend)
  repository.checkRuns.push(backend.lists.made(run))
  dropOldest(repository, run)
  announce(run, 'created', repository, backend)
  if (run.status === 'completed') announce(run, 'completed', repository, backend)
  return created(viewCheckRun(run, repository, backend, call.api))
}

const isWorkflow = ({ credential }: ApiCall): boolean =>
  credential.kind === 'installation' && credential.workflow

/** GitHub replaces the address given with a GITHUB_TOKEN by one of its own: a job of the run whose suite it landed in. */
function jobUrl(run: CheckRun, repository: Repository, backend: Backend): string {
  const { html } = repositoryUrls(repository, backend.api())
  const owner = repository.runs.find((one) => one.suiteId === run.suiteId)
  return owner === undefined ? `${html}/runs/${run.id}` : `${html}/actions/runs/${owner.id}/job/${run.id}`
}

function dropOldest(repository: Repository, latest: CheckRun): void {
  const same = repository.checkRuns.filter(
    (one) => one.name === latest.name && one.suiteId === latest.suiteId,
  )
  const gone = new Set(same.slice(0, Math.max(0, same.length - MAX_RUNS_OF_ONE_NAME)))
  if (gone.size > 0) repository.checkRuns = repository.checkRuns.filter((one) => !gone.has(one))
}

const announce = (run: CheckRun, action: string, repository: Repository, backend: Backend): void =>
  backend.emit('check_run', action, repository, {
    check_run: viewCheckRun(run, repository, backend, backend.api()),
  })

function runOf(call: ApiCall, repository: Repository): CheckRun {
  const id = Number(call.params['check_run_id'])
  const run = repository.checkRuns.find((one) => one.id === id)
  if (run === undefined) throw notFound()
  return run
}

function update(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const run = runOf(call, repository)
  const app = appOf(call.credential)
  if (app?.id !== run.appId) {
    throw new Refusal(
      403,
      `Invalid app_id \`${app?.id}\` - check run can only be modified by the GitHub App that created it.`,
    )
  }
  const body = decodeBody<CheckBody>(call)
  const draft = { ...run }
  fill(draft, body)
  if (isWorkflow(call)) draft.detailsUrl = run.detailsUrl
  conclude(draft, body, backend)
  backend.lists.change(run, () => Object.assign(run, draft))
  if (body.conclusion !== undefined) announce(run, 'completed', repository, backend)
  return ok(viewCheckRun(run, repository, backend, call.api))
}

function listForRef(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const { sha } = commitOf(repository, call.params['ref'] ?? '', 422)
  const { check_name, status, app_id, filter } = call.query
  const newestFirst = backend.lists
    .shown(repository.checkRuns)
    .filter((run) => run.headSha === sha)
    .reverse()
  const seen = new Set<string>()
  const runs = newestFirst
    .filter((run) => {
      const key = `${run.suiteId} ${run.name}`
      return filter === 'all' || (!seen.has(key) && seen.add(key))
    })
    .filter((run) => check_name === undefined || run.name === check_name)
    .filter((run) => status === undefined || run.status === status)
    .filter((run) => app_id === undefined || run.appId === Number(app_id))
  const page = paginate(call, runs)
  const check_runs = page.items.map((run) => viewCheckRun(run, repository, backend, call.api))
  return ok({ total_count: page.total, check_runs }, page.headers)
}

function listAnnotations(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const run = runOf(call, repository)
  const page = paginate(call, run.annotations)
  return ok(
    page.items.map((one) => viewAnnotation(one, run, repository, call.api)),
    page.headers,
  )
}

export const checks: Routes = {
  'checks/create': create,
  'checks/update': update,
  'checks/get': (call, backend) => {
    const repository = repositoryOf(call, backend)
    return ok(viewCheckRun(runOf(call, repository), repository, backend, call.api))
  },
  'checks/list-for-ref': listForRef,
  'checks/list-annotations': listAnnotations,
}

const MAX_TEXT_BYTES = 65535
const MAX_DETAIL_BYTES = 64 * 1024
const MAX_TITLE_CHARACTERS = 255

interface OutputBody {
  readonly title?: string
  readonly summary?: string
  readonly text?: string
  readonly annotations?: readonly Annotation[]
}

const bytes = (text: string | undefined): number => Buffer.byteLength(text ?? '', 'utf8')

/** Holds an output to the limits that the schema counts in characters and the server in bytes. */
function checkOutput(output: OutputBody): void {
  for (const field of ['summary', 'text'] as const) {
    if (bytes(output[field]) > MAX_TEXT_BYTES) {
      throw new Refusal(422, `Invalid request.\n\n${field} exceeds a maximum bytesize of ${MAX_TEXT_BYTES}`)
    }
  }
  for (const one of output.annotations ?? []) checkAnnotation(one)
}

function checkAnnotation(one: Annotation): void {
  if (bytes(one.message) > MAX_DETAIL_BYTES || bytes(one.raw_details) > MAX_DETAIL_BYTES) {
    throw new Refusal(422, 'Invalid request.\n\nannotation message or raw_details exceeds 64 KB')
  }
  if ([...(one.title ?? '')].length > MAX_TITLE_CHARACTERS) {
    throw new Refusal(422, 'Invalid request.\n\nannotation title exceeds 255 characters')
  }
  const hasColumns = one.start_column !== undefined || one.end_column !== undefined
  if (hasColumns && one.start_line !== one.end_line) {
    throw new Refusal(422, 'Invalid request.\n\ncolumns need start_line and end_line to be equal')
  }
}
