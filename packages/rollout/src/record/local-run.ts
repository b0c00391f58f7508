import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

const SHAPE = /^local-([0-9a-f]{8})-(\d+)(?:-|$)/

/** Where process numbers mean the same: one start of one machine, and one container of it. */
function place(): string {
  const parts = [
    hostname(),
    orBlank(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    orBlank(() => readlinkSync('/proc/self/ns/pid')),
  ]
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 8)
}

function orBlank(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}

/** Names a run outside of CI by its machine and its process. There is no dot in it, and it is no number. */
export function localRun(): string {
  return `local-${place()}-${process.pid}`
}

/** Whether the process of such a run has ended; undefined where nobody can tell from here. */
export function localRunIsOver(run: string): boolean | undefined {
  const [, at, pid] = SHAPE.exec(run.split('.')[0] ?? '') ?? []
  if (at === undefined || at !== place()) return undefined
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    // A process of another user exists all the same.
    return !(error instanceof Error && 'code' in error && error.code === 'EPERM')
  }
}
