import { StringDecoder } from 'node:string_decoder'
import { CsvReader, QUOTE_UNCLOSED, UserError } from '@sluice/action'
import type { LogFormat } from './contract.ts'

export const csv: LogFormat = {
  endings: ['csv', 'tsv'],
  reader: (_, name) => {
    const reader = new CsvRecords(/\.tsv(?:\.|$)/i.test(name) ? '\t' : undefined)
    const decoder = new StringDecoder('utf8')
    return (piece, last, emit) =>
      reader.read(`${decoder.write(piece)}${last ? decoder.end() : ''}`, last, emit)
  },
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** What may separate fields: spreadsheets write semicolons where a comma stands in numbers. */
const SEPARATORS = [',', ';', '\t'] as const

/**
 * Reads CSV piece by piece and gives each row as a JSON object; the first row names the fields. Where it is not given, the
 * separator is the one that the first row has most of; a first line `sep=;`, as Excel writes it, decides.
 */
export class CsvRecords {
  #reader: CsvReader | undefined
  #names: readonly string[] | undefined
  /** The first line, until it is whole. */
  #first = ''

  constructor(separator?: string) {
    this.#reader = separator === undefined ? undefined : readerOf(separator)
  }

  /** Takes the next piece of text; `last` says that nothing follows. Throws a `UserError` where a quote is never closed. */
  read(text: string, last: boolean, emit: (record: string) => void): void {
    if (this.#reader !== undefined) {
      this.#reader.read(text, last, ({ cells }) => this.#take(cells, emit))
      return
    }
    // Held back until the first line tells what separates fields.
    this.#first += text
    const end = this.#first.indexOf('\n')
    if (end < 0 && !last) return
    const first = end < 0 ? this.#first : this.#first.slice(0, end)
    const told = /^\uFEFF?sep=(.)\r?$/.exec(first)?.[1]
    this.#reader = readerOf(told ?? mostIn(first))
    this.read(told === undefined ? this.#first : this.#first.slice(end + 1), last, emit)
  }

  #take(cells: readonly string[], emit: (record: string) => void): void {
    if (this.#names === undefined) {
      this.#names = cells.map((name) => name.trim())
      return
    }
    // Cells beyond the named ones are kept too: a row that is too long is a difference, not a nothing.
    const members = cells.map(
      (value, i) => `${JSON.stringify(this.#names?.[i] ?? `column ${i + 1}`)}:${tokenOf(value)}`,
    )
    emit(`{${members.join(',')}}`)
  }
}

/** Quotes that stand oddly are kept as they are, for they may be what differs. */
function readerOf(separator: string): CsvReader {
  const note = (line: number, problem: string): void => {
    if (problem !== QUOTE_UNCLOSED) return
    throw new UserError(
      'BAD_INPUT',
      `CSV: the quote that opens in line ${line} is never closed, so all rows after it would be one field`,
      'Write a quote inside a field twice, as in RFC 4180.',
    )
  }
  return new CsvReader(note, { separator })
}

/** The separator that stands most often in a line, outside of quotes. */
function mostIn(line: string): string {
  const bare = line.replaceAll(/"(?:[^"]|"")*"/g, '')
  const count = (separator: string): number => bare.split(separator).length
  return SEPARATORS.reduce((most, each) => (count(each) > count(most) ? each : most))
}

/** What is written as a JSON number is one, digit for digit; everything else is text. */
function tokenOf(value: string): string {
  return NUMBER.test(value) ? value : JSON.stringify(value)
}
