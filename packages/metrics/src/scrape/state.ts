import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UserError } from '@sluice/action'
import type { SeriesAt } from './series.ts'

/** Everything looked at so far: per text and arm, what each look saw. */
export type Looks = Map<string, Map<number, SeriesAt>>

/** Reads the looks of earlier jobs; no file yet is no looks, an unreadable one is `STATE_UNREADABLE`. */
export async function loadLooks(path: string): Promise<Looks> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw unreadable(path, error.message)
  })
  if (text === undefined) return new Map()
  try {
    return decodeLooks(JSON.parse(text))
  } catch (error) {
    throw unreadable(path, error instanceof Error ? error.message : String(error))
  }
}

/** Writes a new file beside the old one and swaps them, so that a job killed in between leaves a whole file. */
export async function saveLooks(path: string, looks: Looks): Promise<void> {
  const data = { schema: 1, looks: [...looks].map(([key, seen]) => [key, [...seen]]) }
  const fresh = `${path}.${randomBytes(4).toString('hex')}`
  await mkdir(dirname(path), { recursive: true })
  await writeFile(
    fresh,
    JSON.stringify(data, (_, value: unknown) => (isStrange(value) ? String(value) : value)),
  )
  await rename(fresh, path)
}

function decodeLooks(data: unknown): Looks {
  if (
    typeof data !== 'object' ||
    data === null ||
    !('schema' in data) ||
    data.schema !== 1 ||
    !('looks' in data)
  ) {
    throw new TypeError('it is not a state file of schema 1')
  }
  return new Map(pairs(data.looks).map(([key, seen]) => [String(key), new Map(pairs(seen).map(decodeLook))]))
}

function decodeLook([at, seen]: readonly [unknown, unknown]): [number, SeriesAt] {
  if (typeof at !== 'number' || typeof seen !== 'object' || seen === null)
    throw new TypeError('a look has no time')
  const { values, started } = seen as { values?: unknown; started?: unknown }
  return [at, { values: numbers(values), started: numbers(started) }]
}

/** NaN and infinities, which JSON has no spelling for. */
function isStrange(value: unknown): boolean {
  return typeof value === 'number' && !Number.isFinite(value)
}

function numbers(data: unknown): Readonly<Record<string, number>> {
  if (typeof data !== 'object' || data === null) throw new TypeError('a look has no values')
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Number(value ?? 'missing')]))
}

function pairs(data: unknown): readonly (readonly [unknown, unknown])[] {
  if (!Array.isArray(data)) throw new TypeError('a list is missing')
  return data.map((item: unknown) => {
    if (!Array.isArray(item) || item.length !== 2) throw new TypeError('a pair is missing')
    return [item[0], item[1]] as const
  })
}

function unreadable(path: string, problem: string): UserError {
  return new UserError(
    'STATE_UNREADABLE',
    `the state file ${path} cannot be read: ${problem}`,
    'Remove the file to start observing again. Earlier intervals then count as not observed.',
  )
}
