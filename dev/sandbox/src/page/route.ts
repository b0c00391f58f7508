import type { ApiReply } from '../server/call.ts'
import { Refusal } from '../server/refusal.ts'
import type { RawRequest } from '../server/listen.ts'
import type { SandboxState } from '../state.ts'
import { renderPullRequestPage } from './pull-request.ts'
import type { Repository } from '../model/index.ts'
import { latestRuns, toneOf } from './checks.ts'
import { markup, type Html } from './html.ts'
import { icon } from './icons.ts'
import { pageShell } from './page.ts'

const ARTIFACT = /^\/_sandbox\/artifacts\/(\d+)\.zip$/
const PULL = /^\/([^/]+\/[^/]+)\/pull\/(\d+)$/
const CHECK = /^\/([^/]+\/[^/]+)\/runs\/(\d+)$/

const htmlReply = (body: string): ApiReply => ({
  status: 200,
  body,
  headers: { 'content-type': 'text/html; charset=utf-8' },
})

/** Answers what is not API: pages for people and the files behind artifact links. */
export function renderPage(state: SandboxState, request: RawRequest): ApiReply | undefined {
  const path = request.target.split('?')[0] ?? '/'
  if (path === '/' && request.prefix === '') return htmlReply(renderOverview(state))
  if (path === '/_sandbox/state') return { status: 200, body: summary(state) }
  try {
    return pullPage(state, path) ?? checkPage(state, path) ?? artifactFile(state, path)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

function pullPage(state: SandboxState, path: string): ApiReply | undefined {
  const [, fullName, number] = PULL.exec(path) ?? []
  const known = state.repositories.some((one) => one.fullName === fullName)
  return known ? htmlReply(renderPullRequestPage(state, Number(number), fullName)) : undefined
}

/** A check run's own link leads to its report on the pull request. */
function checkPage(state: SandboxState, path: string): ApiReply | undefined {
  const [, fullName, id] = CHECK.exec(path) ?? []
  const repository = state.repositories.find((one) => one.fullName === fullName)
  const run = repository?.checkRuns.find((one) => one.id === Number(id))
  const pull = repository?.pulls.find((one) => one.headSha === run?.headSha)
  if (pull === undefined) return undefined
  return { status: 302, headers: { location: `/${fullName}/pull/${pull.number}#check-${id}` } }
}

function artifactFile(state: SandboxState, path: string): ApiReply | undefined {
  const [, id] = ARTIFACT.exec(path) ?? []
  const content = id === undefined ? undefined : state.artifact(Number(id))
  return content && { status: 200, body: content, headers: { 'content-type': 'application/zip' } }
}

/** What tests in another process look at; the same as `SandboxState`, as far as JSON goes. */
const summary = (state: SandboxState): object => ({
  requests: state.requests,
  violations: state.violations,
  repositories: Object.fromEntries(
    state.repositories.map((one) => {
      const { pulls, checkRuns, comments, deployments, statuses, runs } = one
      return [one.fullName, { pulls, checkRuns, comments, deployments, statuses, runs }]
    }),
  ),
})

/** Every repository with its pull requests, each a link to its page. */
function renderOverview(state: SandboxState): string {
  const content =
    state.repositories.length === 0
      ? markup`<p class="empty">This sandbox is empty: nothing has been seeded yet.</p>`
      : markup`${state.repositories.map(viewRepository)}`
  return pageShell('Sandbox', markup`<b>Sandbox</b><span class="sep">·</span>a local GitHub`, content)
}

function viewRepository(repository: Repository): Html {
  return markup`<h2 class="part">${repository.fullName}</h2>
    <section class="box">
      ${repository.pulls.map((pull) => {
        const runs = latestRuns(repository, pull.headSha)
        return markup`<div class="row">
          ${icon('pull', 'green')}
          <div class="grow">
            <a href="/${repository.fullName}/pull/${pull.number}"><b>${pull.title}</b></a>
            <div class="sub">#${pull.number} opened by ${pull.author}</div>
          </div>
          ${runs.map((run) => icon(toneOf(run.conclusion), toneOf(run.conclusion)))}
        </div>`
      })}
      ${repository.pulls.length === 0 ? markup`<p class="empty">No pull requests.</p>` : ''}
    </section>`
}
