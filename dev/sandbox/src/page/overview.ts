import type { Repository } from '../model/index.ts'
import type { SandboxState } from '../state.ts'
import { latestRuns, toneOf } from './checks.ts'
import { markup } from './html.ts'
import type { Html } from './html.ts'
import { icon } from './icons.ts'
import { pageShell } from './page.ts'

/** Every repository with its pull requests, each a link to its page. */
export function renderOverview(state: SandboxState): string {
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
