import type { Evidence } from '@sluice/verdict'
import { html, md, term } from './escape.ts'
import { isCheck } from './rows.ts'

/** One line of a checklist: what was asked, its answer in a word, and why. All but `answer` may hold foreign text. */
export interface Check {
  readonly name: string
  readonly finding: Evidence['finding']
  readonly answer: string
  readonly because: string
}

const ANSWER: Readonly<Record<Evidence['finding'], string>> = {
  fine: 'met',
  worse: 'not met',
  unknown: 'waiting',
}
const MARK: Readonly<Record<Evidence['finding'], string>> = { fine: '✅', worse: '❌', unknown: '⏳' }
const SIGN: Readonly<Record<Evidence['finding'], string>> = { fine: '✓', worse: '✗', unknown: '…' }

/** Everything that was asked once, what is not met first. */
export function checksOf(evidence: readonly Evidence[]): readonly Check[] {
  const order = ['worse', 'unknown', 'fine']
  return evidence
    .filter(isCheck)
    .sort((a, b) => order.indexOf(a.finding) - order.indexOf(b.finding))
    .map(({ metric, finding, notes }) => ({
      name: metric,
      finding,
      answer: ANSWER[finding],
      because: capital((notes ?? []).join(' ')),
    }))
}

/** A sentence of ours begins with a capital; what looks like a name, an address or a digest stays as it is. */
function capital(text: string): string {
  return /^[a-z]+[ ,]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text
}

/** The checklist for a comment; empty when nothing was asked. */
export function checklistMarkdown(checks: readonly Check[]): string {
  if (checks.length === 0) return ''
  return [
    `**${summaryOf(checks)}**`,
    '',
    ...checks.map(
      ({ name, finding, answer, because }) =>
        `- ${MARK[finding]} **${md(name)}**: ${answer}${because === '' ? '' : `. ${md(because, 400)}`}`,
    ),
  ].join('\n')
}

/** The checklist for the page. */
export function checklistHtml(checks: readonly Check[]): string {
  if (checks.length === 0) return ''
  const items = checks.map(
    ({ name, finding, answer, because }) =>
      `<li class="${finding}"><b aria-hidden="true">${SIGN[finding]}</b><div><strong>${html(name)}</strong> <span class="pill ${finding}">${answer}</span>${because === '' ? '' : `<br><span class="mute">${html(because, 400)}</span>`}</div></li>`,
  )
  return `<h2>${summaryOf(checks)}</h2><ul class="checks">${items.join('')}</ul>`
}

/** The checklist for a terminal. */
export function checklistTerminal(checks: readonly Check[]): readonly string[] {
  return checks.map(
    ({ name, finding, answer, because }) =>
      `${SIGN[finding]} ${term(name, 60)}: ${answer}${because === '' ? '' : ` (${term(because, 300)})`}`,
  )
}

function summaryOf(checks: readonly Check[]): string {
  const met = checks.filter(({ finding }) => finding === 'fine').length
  return `${met} of ${checks.length} ${checks.length === 1 ? 'condition' : 'conditions'} met`
}
