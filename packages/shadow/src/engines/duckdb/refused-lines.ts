import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { openLog } from '../../pairs/open-log.ts'
import { Lines } from '../../pairs/lines.ts'

const NEWLINE = Buffer.from('\n')
/** A line that is longer than the limit is here only up to it; with one byte more it is seen to be too long again. */
const TOO_LONG = Buffer.from(' \n')

/** Rows that DuckDB read from logs on this machine, and a file with the numbers, from 1 and in order, of those it refused. */
export interface RefusedLines {
  readonly rows: number
  readonly numbers: string
}

/**
 * Appends to a file the lines of logs that DuckDB refused, as they are written: a byte order mark, half a surrogate pair,
 * broken UTF-8 or a line that is cut behind its id is no reason for us not to look. Says how many they were: none where
 * DuckDB counted other lines than we do, so that its numbers mean nothing here.
 */
export function appendRefused(
  paths: readonly string[],
  refused: RefusedLines,
  limit: number,
  into: string,
): number {
  const numbers = readFileSync(refused.numbers, 'utf8').split('\n').filter(Boolean).map(Number)
  if (numbers.length === 0 || countLines(paths, limit) !== refused.rows) return 0
  const { log, close } = openLog(paths)
  const file = openSync(into, 'a')
  try {
    const lines = new Lines(log, limit)
    let number = 0
    for (const wanted of numbers) {
      while (number < wanted && lines.advance()) number++
      writeSync(file, lines.bytes, lines.from, lines.to - lines.from)
      writeSync(file, lines.oversized ? TOO_LONG : NEWLINE)
    }
    return numbers.length
  } finally {
    closeSync(file)
    close()
  }
}

function countLines(paths: readonly string[], limit: number): number {
  const { log, close } = openLog(paths)
  try {
    const lines = new Lines(log, limit)
    let count = 0
    while (lines.advance()) count++
    return count
  } finally {
    close()
  }
}
