import type { CrossCells, Plain } from './contract.ts'

/** Most distinct rows or columns that are told apart; the rest is one class. */
export const MOST_CLASSES = 2000
export const OTHER_CLASSES = '(other classes)'

/** Counts of pairs of names, such as a confusion matrix: rows are what was, columns what is. */
export class CrossTable {
  readonly #rows = new Map<string, Map<string, number>>()
  readonly #names = new Set<string>()

  add(row: string, column: string, times = 1): void {
    const from = this.#name(row)
    const to = this.#name(column)
    const cells = this.#rows.get(from) ?? new Map<string, number>()
    cells.set(to, (cells.get(to) ?? 0) + times)
    this.#rows.set(from, cells)
  }

  /** Cells with their counts, sorted by row and column. */
  cells(): CrossCells {
    const cells = [...this.#rows].flatMap(([row, columns]) =>
      [...columns].map(([column, count]) => [row, column, count] as const),
    )
    return cells.sort(([a, b], [c, d]) => (a < c ? -1 : a > c ? 1 : b < d ? -1 : 1))
  }

  merge(data: Plain): void {
    if (!Array.isArray(data)) return
    for (const cell of data as readonly Plain[]) {
      const [row, column, count] = cell as readonly [string, string, number]
      this.add(row, column, count)
    }
  }

  #name(name: string): string {
    if (this.#names.has(name)) return name
    if (this.#names.size >= MOST_CLASSES) return OTHER_CLASSES
    this.#names.add(name)
    return name
  }
}
