import { term } from '@sluice/report'
import type { Verdict } from '@sluice/verdict'

/** What the table has no column for: the notes of each metric, and the answer in the words of the rules' own tool. */
export function storyOf({ evidence, details, outcome, reason }: Verdict): string {
  const notes = evidence.flatMap((each) =>
    (each.notes ?? []).map((note) => `  ${term(each.metric, 40)}: ${term(note)}`),
  )
  const lines = [
    ...(notes.length > 0 ? ['', ...notes] : []),
    ...toolLines(details),
    '',
    `outcome: ${outcome} (${reason})`,
  ]
  return `${lines.join('\n')}\n`
}

function toolLines(details: Verdict['details']): readonly string[] {
  if (details?.kind === 'kayenta') {
    const { score, classification, reason } = details
    return ['', `Kayenta: ${plain(classification)}, score ${plain(score)}${said(reason)}`]
  }
  if (details?.kind === 'argo-analysis') {
    const { phase, message, effect } = details
    const then = phase === 'Running' ? 'when the records ended' : `so the rollout would ${plain(effect)}`
    return ['', `Argo Rollouts: ${plain(phase)} ${then}${said(message)}`]
  }
  return []
}

function said(text: unknown): string {
  return typeof text === 'string' && text !== '' ? ` (${term(text)})` : ''
}

function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? term(String(value)) : ''
}
