import { NEWLINE } from '../json/scan.ts'
import type { Log } from './log.ts'

/** Most lines end soon; those that do not are read in larger pieces. */
const FIRST_PIECE = 2 * 1024
const PIECE = 64 * 1024
const buffer = Buffer.allocUnsafe(PIECE)

/** The first place from `at` on where a line of a log begins, or `end` when none does before that. */
export function lineStart(log: Log, at: number, end: number): number {
  let from = at
  let piece = FIRST_PIECE
  while (from < end) {
    const file = log.fileAt(from)
    const start = log.startOf(file)
    if (from === start) return from
    // The byte before says whether a line begins here.
    const got = log.read(buffer, from - 1, Math.min(piece, end - from + 1))
    piece = PIECE
    const newline = buffer.subarray(0, got).indexOf(NEWLINE)
    if (newline >= 0) return Math.min(from + newline, end)
    from = got < 2 ? log.startOf(file + 1) : from - 1 + got
  }
  return end
}
