/** A share as a percentage. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

/** A number of requests as the reference writes it: 300, 13.8k, 1.66M. */
export function requests(count: number): string {
  if (!Number.isFinite(count)) return 'never'
  if (count >= 1e6) return `${(count / 1e6).toFixed(2)}M`
  return count >= 1e3 ? `${(count / 1e3).toFixed(1)}k` : String(count)
}

/** The q-quantile of unsorted numbers, infinities included. */
export function quantileOf(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN
}

/** Prints a Markdown table under a heading. */
export function show(heading: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  console.log(`\n${heading}\n\n${[line(head), rule, ...rows.map(line)].join('\n')}`)
}
