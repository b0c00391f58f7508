import { createOnce } from './create-once.ts'
import type { GitHub } from './connect.ts'
import { cutBytes, cutCharacters } from './cut.ts'
import { isForbidden, isGone } from './github-error.ts'
import { publishing } from './publishing.ts'
import type { Published } from './publishing.ts'

/** GitHub counts these in bytes, whatever its documentation says. */
export const MAX_OUTPUT_BYTES = 65_535
const MAX_TITLE_CHARACTERS = 255

export type CheckRunConclusion =
  'success' | 'failure' | 'neutral' | 'cancelled' | 'skipped' | 'timed_out' | 'action_required'

export interface CheckRunRequest {
  /** Describes itself: with a GITHUB_TOKEN it may be shown under another workflow's suite. */
  readonly name: string
  readonly headSha: string
  /** The check that this run has made or found before: it is edited without looking for it. */
  readonly id?: number
  /** The same name and id are the same check: edited in place, however often it is run. */
  readonly externalId: string
  readonly status: 'queued' | 'in_progress' | 'completed'
  readonly conclusion?: CheckRunConclusion
  readonly title: string
  readonly summary: string
  readonly text?: string
  readonly detailsUrl?: string
  /** Markdown put under whatever had to be cut, such as a link to the whole. */
  readonly whenCut?: string
}

export interface CheckRunFound {
  readonly id: number
  readonly url: string
  readonly name: string
  readonly externalId: string
  readonly status: string
  readonly conclusion: string | null
  readonly summary: string
  readonly text: string
  readonly detailsUrl: string
  readonly appId: number | undefined
  readonly appSlug: string | undefined
  readonly headSha: string
  readonly completedAt: string | null
}

interface CheckRunData {
  readonly id: number
  readonly html_url: string | null
  readonly name: string
  readonly external_id: string | null
  readonly status: string
  readonly conclusion: string | null
  readonly details_url: string | null
  readonly head_sha: string
  readonly completed_at: string | null
  readonly output: { readonly summary: string | null; readonly text: string | null }
  readonly app: { readonly id: number; readonly slug?: string } | null
}

const found = (data: CheckRunData): CheckRunFound => ({
  id: data.id,
  url: data.html_url ?? '',
  name: data.name,
  externalId: data.external_id ?? '',
  status: data.status,
  conclusion: data.conclusion,
  summary: data.output.summary ?? '',
  text: data.output.text ?? '',
  detailsUrl: data.details_url ?? '',
  appId: data.app?.id,
  appSlug: data.app?.slug,
  headSha: data.head_sha,
  completedAt: data.completed_at,
})

/** All check runs of a commit, or those of one name, newest of each suite. */
export async function listCheckRuns(
  github: GitHub,
  ref: string,
  name?: string,
): Promise<readonly CheckRunFound[]> {
  const runs = await github.ask('list check runs', (octokit) =>
    octokit.paginate(octokit.rest.checks.listForRef, {
      ...github.repo,
      ref,
      per_page: 100,
      ...(name === undefined ? {} : { check_name: name }),
    }),
  )
  return runs.map(found)
}

/** Creates the check run or edits the one of the same name and external id; a refusal is a value. */
export async function upsertCheckRun(
  github: GitHub,
  asked: CheckRunRequest,
): Promise<Published<CheckRunFound>> {
  return await publishing(() => upsert(github, asked))
}

async function upsert(github: GitHub, asked: CheckRunRequest): Promise<CheckRunFound> {
  const key = JSON.stringify(['check', asked.headSha, asked.name, asked.externalId])
  const remembered = github.memory.get(key)
  const mine = remembered === undefined ? undefined : await edit(github, remembered, asked)
  const run = mine ?? (await editOrCreate(github, asked))
  github.memory.set(key, run.id)
  return run
}

async function editOrCreate(github: GitHub, asked: CheckRunRequest): Promise<CheckRunFound> {
  const find = async (): Promise<CheckRunFound | undefined> => {
    const runs = await listCheckRuns(github, asked.headSha, asked.name)
    return runs.find((run) => run.externalId === asked.externalId)
  }
  const known = asked.id ?? (await find())?.id
  if (known !== undefined) {
    const edited = await edit(github, known, asked)
    if (edited !== undefined) return edited
  }
  return await createOnce(github, () => create(github, asked), find)
}

/** Undefined when another App owns the check, as its name and id were then only alike, and when it is gone. */
async function edit(github: GitHub, id: number, asked: CheckRunRequest): Promise<CheckRunFound | undefined> {
  try {
    const { data } = await github.ask('edit the check run', (octokit) =>
      octokit.rest.checks.update({ ...github.repo, check_run_id: id, ...contentOf(asked) }),
    )
    return found(data)
  } catch (error) {
    if (isForbidden(error) && error.message.includes('app_id')) return undefined
    if (isGone(error)) return undefined
    throw error
  }
}

async function create(github: GitHub, asked: CheckRunRequest): Promise<CheckRunFound> {
  const { data } = await github.ask('create a check run', (octokit) =>
    octokit.rest.checks.create({
      ...github.repo,
      name: asked.name,
      head_sha: asked.headSha,
      ...contentOf(asked),
      request: { retries: 0 },
    }),
  )
  return found(data)
}

type CheckContent = {
  external_id: string
  status: 'queued' | 'in_progress' | 'completed'
  conclusion?: CheckRunConclusion
  details_url?: string
  output: { title: string; summary: string; text?: string }
}

function contentOf(asked: CheckRunRequest): CheckContent {
  const fit = (text: string): string => cutBytes(text, MAX_OUTPUT_BYTES, asked.whenCut)
  return {
    external_id: asked.externalId,
    status: asked.status,
    ...(asked.conclusion === undefined ? {} : { conclusion: asked.conclusion }),
    ...(asked.detailsUrl === undefined ? {} : { details_url: asked.detailsUrl }),
    output: {
      title: cutCharacters(asked.title, MAX_TITLE_CHARACTERS),
      summary: fit(asked.summary),
      ...(asked.text === undefined ? {} : { text: fit(asked.text) }),
    },
  }
}
