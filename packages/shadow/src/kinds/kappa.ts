import type { CrossCells } from './contract.ts'

/**
 * Cohen's kappa of two raters from the cells of their table, with its standard error (Fleiss, Cohen and Everitt, Psychological
 * Bulletin 72, 1969); undefined without answers, or when chance explains all.
 */
export function kappa(cells: CrossCells): { readonly value: number; readonly error: number } | undefined {
  const n = cells.reduce((sum, [, , count]) => sum + count, 0)
  const [rows, columns] = [sharesOf(cells, 0, n), sharesOf(cells, 1, n)]
  let chance = 0
  for (const [name, share] of rows) chance += share * (columns.get(name) ?? 0)
  if (n === 0 || chance >= 1) return undefined
  const agreed = cells.reduce((sum, [row, column, count]) => sum + (row === column ? count : 0), 0) / n
  const value = (agreed - chance) / (1 - chance)
  const spread = cells.reduce((sum, [row, column, count]) => {
    const margins = (columns.get(row) ?? 0) + (rows.get(column) ?? 0)
    const part = (row === column ? 1 : 0) - margins * (1 - value)
    return sum + (count / n) * part * part
  }, 0)
  const variance = spread - (value - chance * (1 - value)) ** 2
  return { value, error: Math.sqrt(Math.max(0, variance) / n) / (1 - chance) }
}

function sharesOf(cells: CrossCells, side: 0 | 1, n: number): ReadonlyMap<string, number> {
  const shares = new Map<string, number>()
  for (const cell of cells) shares.set(cell[side], (shares.get(cell[side]) ?? 0) + cell[2] / n)
  return shares
}
