import { StringDecoder } from 'node:string_decoder'
import { UserError } from '@sluice/action'
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
 * Reads CSV (RFC 4180) piece by piece and gives each row as a JSON object; the first row names the fields. Where it is not
 * given, the separator is the one that the first row has most of; a first line `sep=;`, as Excel writes it, decides.
 */
export class CsvRecords {
  #field = ''
  #row: string[] = []
  #quoted = false
  #afterQuote = false
  #rows = 0
  #names: readonly string[] | undefined
  #separator: string | undefined
  /** The first line, until it is whole. */
  #first = ''

  constructor(separator?: string) {
    this.#separator = separator
  }

  /** Takes the next piece of text; `last` says that nothing follows. Throws a `UserError` where a quote is never closed. */
  read(text: string, last: boolean, emit: (record: string) => void): void {
    for (const c of this.#afterFirst(text, last)) this.#take(c, emit)
    if (last && this.#quoted) {
      throw new UserError(
        'BAD_INPUT',
        `CSV: the quote that opens in row ${this.#rows + 1} is never closed, so that all rows behind it would be one field`,
        'Write a quote within a field twice, as RFC 4180 says.',
      )
    }
    if (last && (this.#field !== '' || this.#row.length > 0)) this.#endRow(emit)
  }

  /** Holds text back until the first line tells what separates fields. */
  #afterFirst(text: string, last: boolean): string {
    if (this.#separator !== undefined) return text
    this.#first += text
    const end = this.#first.indexOf('\n')
    if (end < 0 && !last) return ''
    const first = end < 0 ? this.#first : this.#first.slice(0, end)
    const told = /^\uFEFF?sep=(.)\r?$/.exec(first)?.[1]
    this.#separator = told ?? mostIn(first)
    return told === undefined ? this.#first : this.#first.slice(end + 1)
  }

  #take(c: string, emit: (record: string) => void): void {
    if (this.#quoted) {
      if (c !== '"') this.#field += c
      else {
        this.#quoted = false
        this.#afterQuote = true
      }
      return
    }
    if (c === '"' && this.#afterQuote) {
      this.#field += '"'
      this.#quoted = true
    } else if (c === '"' && this.#field === '') this.#quoted = true
    else if (c === this.#separator) this.#endField()
    else if (c === '\n') this.#endRow(emit)
    else if (c !== '\r') this.#field += c
    this.#afterQuote = false
  }

  #endField(): void {
    this.#row.push(this.#field)
    this.#field = ''
  }

  #endRow(emit: (record: string) => void): void {
    this.#endField()
    const row = this.#row
    this.#row = []
    this.#rows++
    if (row.length === 1 && row[0] === '') return
    if (this.#names === undefined) {
      this.#names = row.map((name) => name.replace(/^\uFEFF/, '').trim())
      return
    }
    // PairFields beyond the named ones are kept too: a row that is too long is a difference, not a nothing.
    const members = row.map(
      (value, i) => `${JSON.stringify(this.#names?.[i] ?? `column ${i + 1}`)}:${tokenOf(value)}`,
    )
    emit(`{${members.join(',')}}`)
  }
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
