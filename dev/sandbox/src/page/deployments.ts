import type { StoredDeployment, StoredDeploymentStatus, StoredRun } from '../model/index.ts'
import { safeLink, toneOf } from './checks.ts'
import { markup } from './html.ts'
import type { Html } from './html.ts'
import { clock, icon, person } from './icons.ts'
import type { Tone } from './icons.ts'

const LABELS: Readonly<Record<string, string>> = {
  success: 'Active',
  in_progress: 'In progress',
  inactive: 'Inactive',
  failure: 'Failed',
  error: 'Error',
  queued: 'Queued',
  pending: 'Pending',
}

/** The state a deployment is in now; one without a status is pending. */
const shownState = (deployment: StoredDeployment): string => deployment.statuses.at(-1)?.state ?? 'pending'

const tone = (state: string): Tone => (state === 'inactive' ? 'grey' : toneOf(state))

const statePill = (state: string): Html =>
  markup`<span class="pill ${tone(state)}">${LABELS[state] ?? state}</span>`

/** Every deployment with its whole history, newest deployment first. */
export function viewDeployments(deployments: readonly StoredDeployment[]): Html {
  if (deployments.length === 0)
    return markup`<section class="box"><p class="empty">Nothing was deployed yet.</p></section>`
  return markup`<section class="box" id="deployments">${deployments.toReversed().map(viewDeployment)}</section>`
}

function viewDeployment(deployment: StoredDeployment): Html {
  const state = shownState(deployment)
  const url = deployment.statuses.findLast((status) => status.environmentUrl !== '')?.environmentUrl
  return markup`<div class="row" id="deployment-${deployment.id}">
    ${icon('rocket', tone(state))}
    <div class="grow">
      <b>${deployment.environment}</b> ${statePill(state)}
      <div class="sub">
        ${person(deployment.creator)} deployed <span class="sha">${deployment.sha.slice(0, 7)}</span>
        · ${deployment.task} · ${clock(deployment.createdAt)}
        ${deployment.description === null || deployment.description === '' ? '' : markup` · ${deployment.description}`}
      </div>
      <ol class="history">
        ${deployment.statuses.map(viewStatus)}
      </ol>
    </div>
    ${url === undefined ? '' : markup`<a class="more" href="${safeLink(url)}">View deployment</a>`}
  </div>`
}

function viewStatus(status: StoredDeploymentStatus): Html {
  return markup`<li>
    ${statePill(status.state)} <span class="grow">${status.description}</span>
    ${status.logUrl === '' ? '' : markup`<a class="sub" href="${safeLink(status.logUrl)}">Log</a>`}
    ${clock(status.createdAt)}
  </li>`
}

const GATE_WORDS = { waiting: 'waits for approval', open: 'may deploy', rejected: 'was refused' } as const
const GATE_TONES = { waiting: 'amber', open: 'green', rejected: 'red' } as const

/** Workflow runs with environments: what each job waits for and who has answered. */
export function viewRuns(runs: readonly StoredRun[]): Html {
  const gated = runs.filter((run) => run.gates.length > 0)
  if (gated.length === 0) return markup``
  return markup`<h2 class="part">Workflow runs</h2>
    <section class="box" id="runs">${gated.toReversed().map(viewRun)}</section>`
}

function viewRun(run: StoredRun): Html {
  const state = run.conclusion ?? run.status
  return markup`<div class="row">
    ${icon(toneOf(run.conclusion), toneOf(run.conclusion))}
    <div class="grow">
      <b>${run.name}</b>
      <span class="sub">#${run.number} · ${state.replaceAll('_', ' ')} · started by ${run.actor}</span>
      <ol class="history">
        ${run.gates.map(
          (gate) =>
            markup`<li>
              <span class="pill ${GATE_TONES[gate.state]}">${gate.environment}</span>
              ${GATE_WORDS[gate.state]}
            </li>`,
        )}
        ${run.reviews.map(
          (review) =>
            markup`<li>
              ${icon('eye', review.state === 'approved' ? 'green' : review.state === 'rejected' ? 'red' : 'grey')}
              <span class="grow"
                >${person(review.user)} ${REVIEW_WORDS[review.state]} ${review.environments.join(', ')}
                ${review.comment === '' ? '' : markup`— ${review.comment}`}</span
              >
              ${clock(review.at)}
            </li>`,
        )}
      </ol>
    </div>
  </div>`
}

const REVIEW_WORDS = { approved: 'approved', rejected: 'rejected', pending: 'reported on' } as const

/** The latest of these deployments in each environment, for the margin of the page. */
export function viewEnvironments(deployments: readonly StoredDeployment[]): Html {
  const latest = new Map(deployments.map((one) => [one.environment, one]))
  return markup`<section>
    <h3>Environments</h3>
    ${[...latest].map(([name, one]) => markup`<p>${name} ${statePill(shownState(one))}</p>`)}
    ${latest.size === 0 ? markup`<p>None yet</p>` : ''}
  </section>`
}
