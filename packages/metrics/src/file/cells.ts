import { unknownName } from '@sluice/schema'
import type { Block } from '@sluice/verdict'
import { numberIn } from '../prometheus/answer.ts'

/** A block and the metric it belongs to. */
export interface RecordedBlock {
  readonly metric: string
  readonly block: Block
}

/** Notes what is wrong with a line; lines count from 1. */
export type NoteLine = (line: number, problem: string) => void

export const ARMS = ['baseline', 'candidate'] as const

/** One arm of one block, or one bucket or value of it. */
export interface FileRow {
  readonly line: number
  readonly cells: ReadonlyMap<string, string>
}

/** Notes columns that are missing or unknown. */
export function columnsFit(
  columns: readonly string[],
  needed: readonly string[],
  known: readonly string[],
  note: NoteLine,
): boolean {
  const missing = needed.filter((name) => !columns.includes(name))
  const unknown = columns.filter((name) => !needed.includes(name) && !known.includes(name))
  if (missing.length > 0) note(1, `columns missing: ${missing.join(', ')}`)
  for (const name of unknown) note(1, `column ${name} ${unknownName(name, [...needed, ...known])}`)
  return missing.length === 0 && unknown.length === 0
}

/** Epoch milliseconds from a number of them or an ISO 8601 time; NaN for anything else. */
export function timeIn(text = ''): number {
  return /^\d+$/.test(text) ? Number(text) : /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN
}

/** A weight in percent, with or without the sign. */
export function percentIn(text = ''): number {
  return numberIn(text.replace(/\s*%$/, ''))
}

/** The number in a cell; anything else is noted. */
export function cellNumber(row: FileRow, column: string, note: NoteLine): number {
  const text = row.cells.get(column) ?? ''
  const value = numberIn(text)
  if (Number.isNaN(value) && !/^nan$/i.test(text))
    note(row.line, `${column} must be a number, got ${JSON.stringify(text)}`)
  return value
}

/** What is wrong with a block's times and weight, if anything is. */
export function misplaced(block: Pick<Block, 'from' | 'to' | 'weight'>): string | undefined {
  if (!(block.from < block.to)) return `from (${block.from}) must be before to (${block.to})`
  if (!(block.weight >= 0 && block.weight <= 100))
    return `weight must be from 0 to 100 percent, got ${block.weight}`
  return undefined
}
