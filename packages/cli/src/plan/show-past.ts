import type { Margin } from '@sluice/verdict'
import type { PastRow, PlanFromPast, PlannedMetric } from './from-past.ts'
import { aboutTime } from './units.ts'

/** The plan as one table for each metric, with the advice underneath. */
export function showPastPlan(plan: PlanFromPast): string {
  const tables = plan.metrics.map((metric) => {
    const cells = cellsOf(metric)
    const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)))
    const lines = cells.map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    return [heading(metric, plan), ...lines].join('\n')
  })
  return `${[words(plan), ...tables, ...last(plan)].join('\n\n')}\n`
}

/** The same for a comment on a pull request. */
export function pastPlanMarkdown(plan: PlanFromPast): string {
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`
  const tables = plan.metrics.map((metric) => {
    const [head = [], ...rows] = cellsOf(metric)
    const rule = `|---|${head
      .slice(1)
      .map(() => '--:|')
      .join('')}`
    return [`${heading(metric, plan)}`, '', line(head), rule, ...rows.map(line)].join('\n')
  })
  return `${['### How long this canary takes', words(plan), ...tables, ...last(plan)].join('\n\n')}\n`
}

function words({ confidence, seconds, share }: PlanFromPast): string {
  const beside =
    share === undefined
      ? ''
      : ` The candidate is compared with a control and gets ${percent(share)} of the requests of both.`
  return `Tried on the stable version's past, in intervals of ${short(seconds)} s, with the noise that it had. Confidence ${percent(confidence)}.${beside} Each cell: half of rollouts (80%).`
}

function heading(
  { name, kind, margin, noise, intervals, size, level, tolerated }: PlannedMetric,
  { seconds }: PlanFromPast,
): string {
  const unit = kind === 'count' ? 'units of exposure' : kind === 'proportion' ? 'requests' : 'values'
  const seen = level === null ? '' : `, ${kind === 'proportion' ? percent(level) : short(level)}`
  const learned = noise === 'learned' ? 'noise learned from' : 'noise assumed; tried on'
  const within =
    tolerated.length === 0
      ? ''
      : ` A candidate that is ${tolerated.map((times) => `×${times}`).join(' or ')} worse is within the margin, so it is not found.`
  return `"${name}" (margin ${marginText(kind, margin)}): ${short(size / seconds)} ${unit}/s${seen}; ${learned} ${intervals} intervals.${within}`
}

function marginText(kind: PlannedMetric['kind'], { value, of, floor }: Margin): string {
  const amount = (each: number) => (kind === 'proportion' ? `${short(100 * each)} points` : short(each))
  const main = of === 'baseline' ? percent(value) : amount(value)
  return floor === undefined ? main : `${main}, at least ${amount(floor)}`
}

function cellsOf({ steps, kind }: PlannedMetric): readonly (readonly string[])[] {
  const rows = steps[0]?.rows ?? []
  return [
    ['', ...steps.map(({ weight }) => `at ${weight}%`)],
    ...rows.map((row, i) => [question(row, kind), ...steps.map((step) => wait(step.rows[i]))]),
  ]
}

function question({ question: asked, times }: PastRow, kind: PlannedMetric['kind']): string {
  if (asked === 'pass') return 'pass a sound candidate'
  return kind === 'proportion' || kind === 'count' ? `find a rate ×${times}` : `find values ×${times}`
}

function wait(row: PastRow | undefined): string {
  if (row === undefined) return ''
  return Number.isFinite(row.median)
    ? `${aboutTime(row.median)} (${aboutTime(row.p80)})`
    : aboutTime(row.median)
}

function last({ total, advice: given, leftOut }: PlanFromPast): readonly string[] {
  const advice = [...leftOut.map(withoutPlan), ...given]
  if (total === null)
    return ['None of the planned metrics is critical, so it is not known when a candidate passes.', ...advice]
  const atLeast = leftOut.some(({ critical }) => critical) ? 'at least' : 'about'
  const all = `A sound candidate passes all steps after ${atLeast} ${aboutTime(total.median)} in half of rollouts, and ${aboutTime(total.p80)} in 80%. Warm-up and bake time come on top.`
  return [
    Number.isFinite(total.median) ? all : 'A sound candidate is not likely to pass all steps.',
    ...advice,
  ]
}

function withoutPlan({ name, critical }: PlanFromPast['leftOut'][number]): string {
  const also = critical ? ' It must pass as well, which may take longer.' : ''
  return `"${name}" has no plan: only proportions, counts, means and quantiles of the judge \`sequential\`, without \`units\`, have one.${also}`
}

function percent(share: number): string {
  return `${short(100 * share)}%`
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)))
}
