type Cells = readonly (readonly [row: string, column: string, count: number])[]

/** Cohen's kappa of two raters from the cells of their table; undefined without answers, or when chance explains all. */
export function kappa(cells: Cells): number | undefined {
  const rows = new Map<string, number>()
  const columns = new Map<string, number>()
  let [n, agreed] = [0, 0]
  for (const [row, column, count] of cells) {
    rows.set(row, (rows.get(row) ?? 0) + count)
    columns.set(column, (columns.get(column) ?? 0) + count)
    n += count
    if (row === column) agreed += count
  }
  if (n === 0) return undefined
  let chance = 0
  for (const [name, count] of rows) chance += (count / n) * ((columns.get(name) ?? 0) / n)
  return chance >= 1 ? undefined : (agreed / n - chance) / (1 - chance)
}
