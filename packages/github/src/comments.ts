import { createOnce } from './create-once.ts'
import type { GitHub } from './connect.ts'
import { cutCharacters } from './cut.ts'
import { isGone } from './github-error.ts'
import { publishing } from './publishing.ts'
import type { Published } from './publishing.ts'
import { selfOf } from './self.ts'
import type { Self } from './self.ts'

const MAX_COMMENT_CHARACTERS = 65_536

export interface CommentRequest {
  /** Number of the pull request or issue. */
  readonly issue: number
  /** What makes it the same comment next time, such as action, environment and service. */
  readonly key: readonly string[]
  /** The comment that this run has written or found before: it is edited without looking for it. */
  readonly id?: number
  readonly body: string
  /** Markdown put under a body that had to be cut. */
  readonly whenCut?: string
}

export interface CommentFound {
  readonly id: number
  readonly url: string
}

interface CommentData {
  readonly id: number
  readonly html_url: string
  readonly body?: string | undefined
  readonly user: { readonly login: string; readonly type: string } | null
}

/** The hidden first line by which a comment is found again; no key can break out of it. */
export function commentMarker(key: readonly string[]): string {
  return `<!-- sluice:${key.map((part) => encodeURIComponent(part).replaceAll('-', '%2D')).join('/')} -->`
}

/**
 * Edits our comment of this key, or writes it. Ours means marker *and* author: a marker that a
 * contributor planted is left alone. Two of ours, written at once, are reduced to the older.
 */
export async function upsertComment(github: GitHub, asked: CommentRequest): Promise<Published<CommentFound>> {
  return await publishing(() => upsert(github, asked))
}

async function upsert(github: GitHub, asked: CommentRequest): Promise<CommentFound> {
  const marker = commentMarker(asked.key)
  const body = cutCharacters(`${marker}\n${asked.body}`, MAX_COMMENT_CHARACTERS, asked.whenCut)
  const key = JSON.stringify(['comment', asked.issue, marker])
  const comment =
    (await editRemembered(github, key, body)) ?? (await editOrCreate(github, asked, marker, body))
  github.memory.set(key, comment.id)
  return comment
}

async function editRemembered(github: GitHub, key: string, body: string): Promise<CommentFound | undefined> {
  const id = github.memory.get(key)
  if (id === undefined) return undefined
  try {
    return await edit(github, id, body)
  } catch (error) {
    // Someone deleted it.
    if (isGone(error)) return undefined
    throw error
  }
}

async function editOrCreate(
  github: GitHub,
  asked: CommentRequest,
  marker: string,
  body: string,
): Promise<CommentFound> {
  if (asked.id !== undefined) return await edit(github, asked.id, body)
  const self = await selfOf(github)
  const list = (): Promise<readonly CommentData[]> => ours(github, asked.issue, marker, self)
  const [known, ...others] = await list()
  if (known !== undefined) {
    // Two runs wrote at once, and neither was shown the other's.
    for (const { id } of others) await remove(github, id)
    return await edit(github, known.id, body)
  }
  const made = await createOnce(
    github,
    () => create(github, asked.issue, body),
    async () => (await list())[0],
  )
  return await keepOldest(github, made, await list(), body)
}

/** Oldest first, as GitHub lists them. */
async function ours(
  github: GitHub,
  issue: number,
  marker: string,
  self: Self,
): Promise<readonly CommentData[]> {
  const all = await github.ask('list comments', (octokit) =>
    octokit.paginate(octokit.rest.issues.listComments, {
      ...github.repo,
      issue_number: issue,
      per_page: 100,
    }),
  )
  return all.filter(({ body, user }) => {
    const written = body === marker || body?.startsWith(`${marker}\n`)
    return written === true && user !== null && self.wrote(user)
  })
}

async function keepOldest(
  github: GitHub,
  made: CommentData,
  all: readonly CommentData[],
  body: string,
): Promise<CommentFound> {
  const [oldest] = all
  if (oldest === undefined || oldest.id === made.id) return { id: made.id, url: made.html_url }
  await remove(github, made.id)
  return await edit(github, oldest.id, body)
}

async function remove(github: GitHub, id: number): Promise<void> {
  try {
    await github.ask('delete a duplicate comment', (octokit) =>
      octokit.rest.issues.deleteComment({ ...github.repo, comment_id: id }),
    )
  } catch (error) {
    // Another run was faster, or a list was old.
    if (!isGone(error)) throw error
  }
}

async function create(github: GitHub, issue: number, body: string): Promise<CommentData> {
  const { data } = await github.ask('write a comment', (octokit) =>
    octokit.rest.issues.createComment({
      ...github.repo,
      issue_number: issue,
      body,
      request: { retries: 0 },
    }),
  )
  return data
}

async function edit(github: GitHub, id: number, body: string): Promise<CommentFound> {
  const { data } = await github.ask('edit the comment', (octokit) =>
    octokit.rest.issues.updateComment({ ...github.repo, comment_id: id, body }),
  )
  return { id: data.id, url: data.html_url }
}
