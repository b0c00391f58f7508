import { openLog } from '../../pairs/open-log.ts'

const SAMPLES = 32
const SAMPLE = 16 * 1024

/**
 * Whether logs look the same all through: of one size, and equal in each of a few places. It only says how much work is
 * to be expected; logs that look alike are still compared to the last byte.
 */
export function lookAlike(arms: readonly (readonly string[])[]): boolean {
  const open = arms.map(openLog)
  try {
    const logs = open.map(({ log }) => log)
    const size = logs[0]?.size ?? 0
    if (!logs.every((log) => log.size === size && log.files.length === 1)) return false
    const pieces = logs.map(() => Buffer.allocUnsafe(Math.min(SAMPLE, size)))
    return Array.from({ length: SAMPLES }, (_, k) => Math.floor(((size - SAMPLE) * k) / (SAMPLES - 1))).every(
      (offset) => {
        logs.forEach((log, arm) => {
          const into = pieces[arm]
          if (into !== undefined) log.load(into, Math.max(0, offset), into.length)
        })
        return pieces.every((piece) => piece.equals(pieces[0] ?? piece))
      },
    )
  } finally {
    for (const { close } of open) close()
  }
}
