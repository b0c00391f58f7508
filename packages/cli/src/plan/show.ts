import type { CanaryPlan, PlanRow, Wait } from './plan.ts'
import { aboutRequests, aboutTime } from './units.ts'

const HEAD = ['', 'half of rollouts', '80%', '90%'] as const

/** The plan as a table with its advice underneath. */
export function showPlan(plan: CanaryPlan): string {
  const cells = [HEAD, ...cellsOf(plan)]
  const widths = HEAD.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)))
  const lines = cells.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('   ')
      .trimEnd(),
  )
  const { advice } = plan
  return `${[askedWords(plan), '', ...lines, ...(advice.length === 0 ? [] : ['', ...advice])].join('\n')}\n`
}

/** The same for a comment on a pull request. */
export function planMarkdown(plan: CanaryPlan): string {
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`
  return [
    '### How long this canary takes',
    '',
    askedWords(plan),
    '',
    line(HEAD),
    '|---|--:|--:|--:|',
    ...cellsOf(plan).map(line),
    '',
    ...plan.advice.map((advice) => `- ${advice}`),
    '',
  ].join('\n')
}

function cellsOf({ request, rows }: CanaryPlan): readonly (readonly string[])[] {
  return rows.map((row) => [question(row, request.margin), ...waits(row)])
}

function askedWords({ request }: CanaryPlan): string {
  return `Base rate ${percent(request.baseRate)}, share of the candidate ${percent(request.share)}, margin ${percent(request.margin)}, ${rounded(request.traffic)} requests/s, confidence ${percent(request.confidence)}. Requests are those of both versions together.${request.history === undefined ? '' : ` Tried on ${request.history.counts.length} intervals of ${rounded(request.history.seconds)} s of the stable version's past, with the noise that it had.`}`
}

function question({ question: kind, ratio }: PlanRow, margin: number): string {
  return kind === 'detect' ? `find a rate ×${ratio}` : `pass a sound candidate (margin ${percent(margin)})`
}

function waits({ median, p80, p90 }: PlanRow): readonly string[] {
  return [median, p80, p90].map(({ requests, seconds }: Wait) =>
    Number.isFinite(seconds) ? `${aboutRequests(requests)} (${aboutTime(seconds)})` : aboutTime(seconds),
  )
}

function percent(share: number): string {
  return `${rounded(100 * share)}%`
}

/** At most five digits, without the noise of binary fractions. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(5)))
}
