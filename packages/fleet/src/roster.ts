import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UserError, type Io } from '@sluice/action'

/** Ids of the devices that exist, each with the label of its group; blank where it has none. */
export type Roster = ReadonlyMap<string, string>

/** Reads one device a line: its id, and after a space, tab or comma the label of its group. Throws `UserError`. */
export function readRoster(text: string): Roster {
  const roster = new Map<string, string>()
  const problems: string[] = []
  for (const [i, line] of text.split('\n').entries()) {
    const [id = '', label = '', ...more] = line.trim().split(/[\s,]+/)
    if (id === '') continue
    if (more.length > 0) problems.push(`line ${i + 1}: has more than an id and a group`)
    const known = roster.get(id)
    if (known !== undefined && known !== label)
      problems.push(`line ${i + 1}: ${id} is already in the group ${known || 'of all others'}`)
    roster.set(id, label)
  }
  if (problems.length === 0) return roster
  throw new UserError(
    'BAD_ROSTER',
    problems.slice(0, MOST_PROBLEMS).join('\n'),
    'Write one device id a line in the file that `roster` names. The label of its group may follow after a space.',
  )
}

const MOST_PROBLEMS = 20

/** The roster in a file of the workspace. */
export async function rosterIn(path: string | undefined, io: Io): Promise<Roster | undefined> {
  return path === undefined
    ? undefined
    : readRoster(await readFile(resolve(io.facts.workspace, path), 'utf8'))
}
