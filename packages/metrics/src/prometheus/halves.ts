import type { Series } from './answer.ts'

const SUM = /^\s*sum\s*(?:by\s*\(([^)]*)\)\s*)?\(/i
const BY = /^\s*by\s*\(([^)]*)\)\s*$/i
const OR_ZERO = /\s+or\s+(?:on\s*\(\s*\)\s*)?vector\s*\(\s*0\s*\)\s*$/i

/** The PromQL of a sum, with one series for each value of a label; undefined where the text is not one sum. */
export function byLabel(text: string, label: string): string | undefined {
  const sum = text.replace(OR_ZERO, '')
  const [head, before] = SUM.exec(sum) ?? []
  if (head === undefined) return undefined
  const end = closing(sum, head.length)
  if (end === undefined) return undefined
  const rest = sum.slice(end + 1)
  const [, behind] = BY.exec(rest) ?? []
  if (rest.trim() !== '' && (behind === undefined || before !== undefined)) return undefined
  const labels = (before ?? behind ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== label)
  return `sum by (${[...labels, label].join(', ')}) (${sum.slice(head.length, end)})`
}

/** Where the bracket that is open at `start` closes. */
function closing(text: string, start: number): number | undefined {
  let depth = 1
  let quote: string | undefined
  for (let i = start; i < text.length; i++) {
    const letter = text[i] ?? ''
    if (quote !== undefined) {
      if (letter === '\\' && quote !== '`') i++
      else if (letter === quote) quote = undefined
    } else if (letter === '#') return undefined
    else if (/["'`]/.test(letter)) quote = letter
    else if (/[([{]/.test(letter)) depth++
    else if (/[)\]}]/.test(letter) && --depth === 0) return i
  }
  return undefined
}

/**
 * Half of the instances: every second one in the order of their size, so that those which ran together are spread over both
 * halves. Undefined where there are fewer than two.
 */
export function halfOf(series: readonly Series[], label: string): ReadonlySet<string> | undefined {
  const sizes = new Map<string, number>()
  for (const { labels, points } of series) {
    const name = labels[label]
    if (name === undefined) continue
    const size = [...points.values()].reduce((sum, value) => sum + (Number.isFinite(value) ? value : 0), 0)
    sizes.set(name, (sizes.get(name) ?? 0) + size)
  }
  if (sizes.size < 2) return undefined
  const names = [...sizes]
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .map(([name]) => name)
  return new Set(names.filter((_, i) => i % 2 === 1))
}

/** The series of some instances, or of all, summed over the instances. */
export function summed(
  series: readonly Series[],
  label: string,
  isWanted: (name: string) => boolean = () => true,
): readonly Series[] {
  const sums = new Map<string, { readonly labels: Series['labels']; readonly points: Map<number, number> }>()
  for (const { labels, points } of series) {
    const { [label]: name = '', ...others } = labels
    if (!isWanted(name)) continue
    const key = JSON.stringify(Object.entries(others).sort(([a], [b]) => (a < b ? -1 : 1)))
    const sum = sums.get(key) ?? { labels: others, points: new Map<number, number>() }
    for (const [ms, value] of points) sum.points.set(ms, (sum.points.get(ms) ?? 0) + value)
    sums.set(key, sum)
  }
  return [...sums.values()]
}
