import type { CanaryPlan, PlanRow, Wait } from './plan.ts'

/** Seconds as people say them: 40 s, 12 min, 3.5 h, 9 days. */
export function aboutTime(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  if (seconds < 5400) return `${Math.ceil(seconds / 60)} min`
  if (seconds < 172_800) return `${(seconds / 3600).toFixed(1)} h`
  return `${Math.ceil(seconds / 86_400)} days`
}

/** A number of requests in three figures: 300, 13.8k, 1.66M. */
export function aboutRequests(count: number): string {
  if (count < 1000) return String(count)
  const [value, letter] = count < 999_500 ? [count / 1e3, 'k'] : [count / 1e6, 'M']
  return `${Number(value.toPrecision(3))}${letter}`
}

/** The plan as a table with its advice underneath. */
export function showPlan({ request, rows, advice }: CanaryPlan): string {
  const head = ['', 'half of rollouts', '80 %', '90 %']
  const cells = [head, ...rows.map((row) => [question(row, request.margin), ...waits(row)])]
  const widths = head.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)))
  const lines = cells.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('   ')
      .trimEnd(),
  )
  const asked = `Base rate ${100 * request.baseRate} %, candidate's share ${100 * request.share} %, margin ${100 * request.margin} %, ${request.traffic} requests/s, confidence ${100 * request.confidence} %. Requests are of both arms together.`
  return `${[asked, '', ...lines, ...(advice.length === 0 ? [] : ['', ...advice])].join('\n')}\n`
}

function question({ question: kind, ratio }: PlanRow, margin: number): string {
  return kind === 'detect' ? `find a rate ×${ratio}` : `pass a sound candidate (margin ${100 * margin} %)`
}

function waits({ median, p80, p90 }: PlanRow): readonly string[] {
  return [median, p80, p90].map(
    ({ requests, seconds }: Wait) => `${aboutRequests(requests)} (${aboutTime(seconds)})`,
  )
}
