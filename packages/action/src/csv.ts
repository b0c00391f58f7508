/** The cells of one row and the line it begins on, counting from 1. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

export type NoteCsv = (line: number, problem: string) => void

/** The problem of a text that ends within quotes: everything behind the last opening one is one cell. */
export const QUOTE_UNCLOSED = 'has a quote that is never closed'

/**
 * Reads CSV (RFC 4180) piece by piece: quoted cells may hold separators, line ends and doubled quotes. Blank lines are
 * left out. A byte order mark is dropped. Stray and unclosed quotes are noted with their line, and reading goes on.
 */
export class CsvReader {
  readonly #note: NoteCsv
  readonly #comments: boolean
  readonly #separator: string
  #cell = ''
  #cells: string[] = []
  #state: 'start' | 'plain' | 'quoted' | 'closed' | 'comment' = 'start'
  #line = 1
  #rowLine = 1
  #began = false

  /** With `comments`, lines that start with # are left out. `separator` is one character. */
  constructor(
    note: NoteCsv,
    { comments = false, separator = ',' }: { readonly comments?: boolean; readonly separator?: string } = {},
  ) {
    this.#note = note
    this.#comments = comments
    this.#separator = separator
  }

  /** Takes the next piece of text; `last` says that nothing follows. */
  read(piece: string, last: boolean, emit: (row: CsvRow) => void): void {
    const text = this.#began ? piece : piece.replace(/^\uFEFF/, '')
    this.#began ||= piece !== ''
    let from = 0
    for (let i = 0; i < text.length; i++) {
      const c = text[i]
      if (c === '\n') this.#line++
      if (this.#state === 'quoted') {
        if (c !== '"') continue
        this.#cell += text.slice(from, i)
        from = i + 1
        this.#state = 'closed'
      } else if (c === '\n') {
        this.#take(text.slice(from, i))
        from = i + 1
        this.#endRow(emit)
      } else if (this.#state === 'comment') continue
      else if (c === this.#separator) {
        this.#take(text.slice(from, i))
        from = i + 1
        this.#endCell()
      } else if (c === '"') {
        if (this.#state === 'closed') this.#cell += '"'
        else if (this.#state !== 'start') {
          this.#note(this.#line, 'has a quote inside a cell that does not begin with one')
          continue
        }
        this.#state = 'quoted'
        from = i + 1
      } else if (this.#state === 'start') {
        const comment = this.#comments && c === '#' && this.#cells.length === 0
        this.#state = comment ? 'comment' : 'plain'
      }
    }
    if (this.#state === 'quoted') this.#cell += text.slice(from)
    else this.#take(text.slice(from))
    if (!last) return
    if (this.#state === 'quoted') this.#note(this.#rowLine, QUOTE_UNCLOSED)
    this.#endRow(emit)
  }

  /** Text outside quotes. Behind a closing quote only the carriage return of a line end may stand; other text is kept. */
  #take(plain: string): void {
    if (this.#state === 'comment' || plain === '') return
    if (this.#state === 'closed') {
      if (plain.trim() === '') return
      this.#note(this.#line, 'has text behind a closing quote')
      this.#cell += plain.replace(/\r$/, '')
    } else this.#cell += plain
  }

  #endCell(): void {
    this.#cells.push(this.#cell)
    this.#cell = ''
    this.#state = 'start'
  }

  #endRow(emit: (row: CsvRow) => void): void {
    const comment = this.#state === 'comment'
    const plain = this.#state !== 'closed'
    if (plain) this.#cell = this.#cell.replace(/\r$/, '')
    const blank = plain && this.#cells.length === 0 && this.#cell.trim() === ''
    this.#endCell()
    const cells = this.#cells
    this.#cells = []
    const line = this.#rowLine
    this.#rowLine = this.#line
    if (!comment && !blank) emit({ line, cells })
  }
}

/** A table by the names in its first row. */
export interface CsvTable {
  readonly columns: readonly string[]
  readonly rows: readonly { readonly line: number; readonly cells: ReadonlyMap<string, string> }[]
}

/** Reads a whole CSV text whose first row names the columns. Names and cells are trimmed; comments are left out. */
export function readCsvTable(text: string, note: NoteCsv): CsvTable {
  const read: CsvRow[] = []
  new CsvReader(note, { comments: true }).read(text, true, (row) => read.push(row))
  const [head, ...rows] = read
  const columns = head?.cells.map((name) => name.trim()) ?? []
  return {
    columns,
    rows: rows.flatMap(({ line, cells }) => {
      if (cells.length === columns.length)
        return [{ line, cells: new Map(columns.map((name, i) => [name, cells[i]?.trim() ?? ''])) }]
      note(line, `has ${cells.length} cells, the header has ${columns.length}`)
      return []
    }),
  }
}
