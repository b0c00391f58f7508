import type { Comment, PullRequest, Repository } from '../model/index.ts'
import { notFound } from '../server/refusal.ts'
import type { SandboxState } from '../state.ts'
import { latestRuns, toneOf, viewChecks } from './checks.ts'
import { viewDeployments, viewEnvironments, viewRuns } from './deployments.ts'
import { Html, markup } from './html.ts'
import { avatar, clock, icon, person } from './icons.ts'
import { renderGitHubMarkdown } from './markdown.ts'
import { pageShell } from './page.ts'

/**
 * One pull request as a person would see it, in one file that needs no network: checks with their
 * reports, comments, deployments and approvals. `fullName` may be left out when there is only one
 * repository.
 */
export function renderPullRequestPage(state: SandboxState, number: number, fullName?: string): string {
  const repository = fullName === undefined ? state.repositories[0] : state.repository(fullName)
  const pull = repository?.pulls.find((one) => one.number === number)
  if (repository === undefined || pull === undefined) throw notFound()
  const required = state.requiredChecks(repository.fullName, pull.headSha)
  const comments = repository.comments.filter((comment) => comment.issue === number)
  const deployments = repository.deployments.filter((one) => isAbout(one.sha, pull))
  const runs = repository.runs.filter((run) => isAbout(run.headSha, pull))
  const content = markup`${heading(repository, pull)}
    <div class="columns">
      <main>
        ${viewComment({ author: pull.author, at: pull.createdAt, body: pull.body || '_No description provided._' })}
        ${comments.map((comment) =>
          viewComment({ author: comment.author, at: comment.createdAt, body: comment.body, comment }),
        )}
        <h2 class="part">Checks</h2>
        ${viewChecks(repository, pull.headSha, required)}
        <h2 class="part">Deployments</h2>
        ${viewDeployments(deployments)} ${viewRuns(runs)}
      </main>
      <aside>${viewEnvironments(deployments)} ${viewMargin(repository, pull)}</aside>
    </div>`
  return pageShell(`${pull.title} · ${repository.fullName} #${number}`, crumbs(repository, number), content)
}

const isAbout = (sha: string, pull: PullRequest): boolean => sha === pull.headSha || sha === pull.mergeSha

const crumbs = (repository: Repository, number: number): Html =>
  markup`<b>${repository.owner}</b><span class="sep">/</span><b>${repository.name}</b
    ><span class="sep">/</span>pull ${number}`

function heading(repository: Repository, pull: PullRequest): Html {
  const isFork = pull.headRepository !== repository.fullName
  const head = isFork ? `${pull.headRepository.split('/')[0]}:${pull.headRef}` : pull.headRef
  return markup`<h1>${pull.title} <span class="number">#${pull.number}</span></h1>
    <div class="meta">
      <span class="open">${icon('pull')} Open</span>
      <span
        >${person(pull.author)} wants to merge 1 commit into <span class="ref">${pull.baseRef}</span> from
        <span class="ref">${head}</span></span
      >
      <span class="sha">${pull.headSha.slice(0, 7)}</span>
    </div>`
}

interface Shown {
  readonly author: string
  readonly at: string
  readonly body: string
  readonly comment?: Comment
}

function viewComment({ author, at, body, comment }: Shown): Html {
  const edited = comment !== undefined && comment.updatedAt !== comment.createdAt
  const anchor = comment === undefined ? 'description' : `issuecomment-${comment.id}`
  return markup`<article class="item" id="${anchor}">
    ${avatar(author)}
    <div class="box">
      <header>${person(author)} commented ${clock(at)}${edited ? ' · edited' : ''}</header>
      <div class="body md">${new Html(renderGitHubMarkdown(body, 'comment'))}</div>
    </div>
  </article>`
}

function viewMargin(repository: Repository, pull: PullRequest): Html {
  const runs = latestRuns(repository, pull.headSha)
  return markup`<section>
    <h3>Checks</h3>
    ${runs.map((run) => markup`<p>${icon(toneOf(run.conclusion), toneOf(run.conclusion))} ${run.name}</p>`)}
    ${runs.length === 0 ? markup`<p>None yet</p>` : ''}
  </section>`
}
