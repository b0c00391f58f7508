import type { CheckRun, CommitStatus, Repository } from '../model/index.ts'
import { latestStatuses } from '../routes/statuses.ts'
import type { RequiredCheck } from '../state.ts'
import { Html, markup } from './html.ts'
import { icon } from './icons.ts'
import type { Tone } from './icons.ts'
import { renderGitHubMarkdown } from './markdown.ts'

const TONES: Readonly<Record<string, Tone>> = {
  success: 'green',
  failure: 'red',
  error: 'red',
  timed_out: 'red',
  action_required: 'red',
  cancelled: 'grey',
  neutral: 'grey',
  skipped: 'grey',
}

const WORDS: Readonly<Record<string, string>> = {
  success: 'Successful',
  failure: 'Failing',
  neutral: 'Neutral',
  skipped: 'Skipped',
  cancelled: 'Cancelled',
  timed_out: 'Timed out',
  action_required: 'Action required',
  in_progress: 'In progress',
  queued: 'Queued',
}

export const toneOf = (state: string | null): Tone => TONES[state ?? ''] ?? 'amber'

/** The newest run of each name, as the merge box counts them. */
export function latestRuns(repository: Repository, sha: string): readonly CheckRun[] {
  const latest = new Map<string, CheckRun>()
  for (const run of repository.checkRuns) if (run.headSha === sha) latest.set(run.name, run)
  return [...latest.values()]
}

/** The merge box: what all checks say together, then each with its report. */
export function viewChecks(repository: Repository, sha: string, required: readonly RequiredCheck[]): Html {
  const runs = latestRuns(repository, sha)
  const statuses = latestStatuses(repository.statuses, sha)
  const isRequired = (name: string): boolean => required.some((one) => one.name === name)
  const missing = required.filter(({ state }) => state === 'expected')
  const tones = [
    ...runs.map((run) => toneOf(run.conclusion)),
    ...statuses.map(({ state }) => toneOf(state)),
    ...missing.map((): Tone => 'amber'),
  ]
  return markup`<section class="box" id="checks">
    ${banner(tones)} ${runs.map((run) => viewRun(run, isRequired(run.name)))}
    ${statuses.map((status) => viewStatus(status, isRequired(status.context)))}
    ${missing.map(({ name }) => row('amber', markup`<b>${name}</b>`, 'Expected — Waiting for status to be reported', true))}
  </section>`
}

function banner(tones: readonly Tone[]): Html {
  const count = (tone: Tone): number => tones.filter((one) => one === tone).length
  const words = [
    [count('red'), 'failing'],
    [count('amber'), 'pending'],
    [count('grey'), 'neutral'],
    [count('green'), 'successful'],
  ] as const
  const listed = words.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`)
  const [tone, title]: readonly [Tone, string] =
    tones.length === 0
      ? ['grey', 'No checks yet']
      : count('red') > 0
        ? ['red', 'Some checks were not successful']
        : count('amber') > 0
          ? ['amber', 'Some checks haven’t completed yet']
          : ['green', 'All checks have passed']
  const sum =
    listed.length === 0
      ? 'Nothing was reported for this commit'
      : `${listed.join(', ')} ${tones.length === 1 ? 'check' : 'checks'}`
  return markup`<div class="banner">
    ${icon(tone, tone)}
    <div><strong>${title}</strong><span class="sub">${sum}</span></div>
  </div>`
}

const requiredLabel = (required: boolean): Html =>
  required ? markup`<span class="label">Required</span>` : markup``

function row(tone: Tone, name: Html, sub: string, required: boolean, more: Html = markup``): Html {
  return markup`<div class="row">
    ${icon(tone, tone)}
    <div class="grow">
      ${name}${requiredLabel(required)}
      <div class="sub">${sub}</div>
    </div>
    ${more}
  </div>`
}

function viewRun(run: CheckRun, required: boolean): Html {
  const state = run.conclusion ?? run.status
  const word = WORDS[state] ?? state
  const sub = run.title === null ? word : `${word} — ${run.title}`
  const parts = [run.summary, run.text].filter((part) => part !== null && part !== '')
  const details =
    run.detailsUrl === null
      ? markup``
      : markup`<p class="sub"><a href="${safeLink(run.detailsUrl)}">Details</a></p>`
  const line = row(
    toneOf(run.conclusion),
    markup`<b>${run.name}</b>`,
    sub,
    required,
    markup`<span class="more">Report</span>`,
  )
  if (parts.length === 0 && run.annotations.length === 0) {
    return row(toneOf(run.conclusion), markup`<b>${run.name}</b>`, sub, required)
  }
  return markup`<details
    class="check"
    id="check-${run.id}"
    ${new Html(run.conclusion === 'success' ? '' : ' open')}
  >
    <summary>${line}</summary>
    <div class="body">
      ${parts.map((part) => markup`<div class="md">${new Html(renderGitHubMarkdown(part ?? '', 'document'))}</div>`)}
      ${run.annotations.map(
        (one) =>
          markup`<p class="sub">
            ${one.annotation_level} · ${one.path}:${one.start_line} · ${one.title ?? ''} ${one.message}
          </p>`,
      )}
      ${details}
    </div>
  </details>`
}

function viewStatus(status: CommitStatus, required: boolean): Html {
  const words = status.description ?? status.state
  const link =
    status.targetUrl === null
      ? markup``
      : markup`<a class="more" href="${safeLink(status.targetUrl)}">Details</a>`
  return row(toneOf(status.state), markup`<b>${status.context}</b>`, words, required, link)
}

/** Links come from whoever may report: only the web's own schemes become clickable. */
export const safeLink = (url: string): string => (/^https?:\/\//i.test(url) ? url : '#')
