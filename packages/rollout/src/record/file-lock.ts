import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileTrouble, UserError } from '@sluice/action'
import { localRun, localRunIsOver } from './local-run.ts'

/** A change takes milliseconds, so that a lock this old is what a killed process left behind. Patience outlasts it. */
const STALE_MS = 10_000
const PATIENCE_MS = 30_000
const POLL_MS = 20

/** A lock that this process holds. */
export interface FileLock {
  /** Whether it is held still: a process that slept too long has lost it. */
  readonly isHeld: () => Promise<boolean>
  readonly release: () => Promise<void>
}

/**
 * Takes the lock beside a file: a file of its own, which only one process can make. The lock of a process that is gone,
 * or that is ten seconds old, is taken away. Throws `RECORD_FILE` after `patienceMs`.
 */
export async function lockFile(path: string, patienceMs = PATIENCE_MS): Promise<FileLock> {
  const lock = `${path}.lock`
  const mine = `${localRun()} ${randomUUID()}`
  const isHeld = async (): Promise<boolean> => (await textOf(lock)) === mine
  const release = async (): Promise<void> => {
    if (await isHeld()) await unlink(lock).catch(() => undefined)
  }
  await making(path, async () => void (await mkdir(dirname(path), { recursive: true })))
  const end = performance.now() + patienceMs
  for (;;) {
    if (await making(path, async () => await isMade(lock, mine))) return { isHeld, release }
    await takeAwayStale(lock)
    if (performance.now() >= end) {
      throw new UserError(
        'RECORD_FILE',
        `another process has held ${lock} for ${patienceMs / 1000} s`,
        'Wait until that process ends. If no other run is working, remove the file.',
      )
    }
    await delay(POLL_MS)
  }
}

/** Whether the lock was free; what else the file system has against it is told at once. */
async function isMade(lock: string, text: string): Promise<boolean> {
  try {
    await writeFile(lock, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function making<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const trouble = fileTrouble(error, path)
    if (trouble === undefined) throw error
    throw new UserError(
      'RECORD_FILE',
      `the record of rollouts cannot be written: ${trouble}`,
      'Name a file in a folder that this user may write to.',
    )
  }
}

async function takeAwayStale(lock: string): Promise<void> {
  const held = await textOf(lock)
  if (held === undefined) return
  const made = await stat(lock).catch(() => undefined)
  const isOld = made !== undefined && Date.now() - made.mtimeMs > STALE_MS
  const isStale = isOld || localRunIsOver(held.split(' ')[0] ?? '') === true
  if (!isStale) return
  // Two processes may find the same stale lock, and the slower one must not take away what the faster one made.
  const aside = `${lock}.${randomUUID()}`
  await rename(lock, aside).catch(() => undefined)
  if ((await textOf(aside)) !== held) await link(aside, lock).catch(() => undefined)
  await unlink(aside).catch(() => undefined)
}

async function textOf(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch(() => undefined)
}
