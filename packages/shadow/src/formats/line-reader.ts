import { NEWLINE } from '../json/scan.ts'
import type { RecordReader } from './contract.ts'

/** Reads a file line by line; `rewrite` makes a record of a line, or undefined of one that is none of the wanted. */
export function lineReader(rewrite: (line: Buffer) => string | undefined): RecordReader {
  let held: Buffer[] = []
  return (piece, last, emit) => {
    let from = 0
    const take = (end: number): void => {
      const line = Buffer.concat([...held, piece.subarray(from, end)])
      held = []
      const record = line.length === 0 ? undefined : rewrite(line)
      if (record !== undefined) emit(record)
    }
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, from)) {
      take(end)
      from = end + 1
    }
    if (last) take(piece.length)
    else if (from < piece.length) held.push(Buffer.from(piece.subarray(from)))
  }
}

/** What a line holds as JSON; undefined where it is none. */
export function parsedLine(line: Buffer | string): unknown {
  try {
    return JSON.parse(line.toString())
  } catch {
    return undefined
  }
}

/** What stands at some keys, one inside the other. */
export function memberAt(data: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && key in at ? (at as Record<string, unknown>)[key] : undefined,
    data,
  )
}

/** The list at some keys; empty where there is none. */
export function listAt(data: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = memberAt(data, ...keys)
  return Array.isArray(found) ? found : []
}
