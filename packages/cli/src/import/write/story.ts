import { FORMAT, type Imported } from '../import.ts'
import type { Note, NoteKind } from '../ledger.ts'

const TITLES: Readonly<Record<NoteKind, string>> = {
  carried: 'Carried over',
  changed: 'Carried over, with a difference',
  left: 'Not carried over',
  chosen: 'Chosen by `sluice import`: check each of these',
}

/** What became of everything, in words. */
export function storyOf({ releases, notes, skipped }: Imported): string {
  const heads = releases.map(({ service, action, from }) => `${service}: ${from}, now ${action}`)
  const parts = (Object.keys(TITLES) as readonly NoteKind[]).flatMap((outcome) => {
    const own = notes.filter((note) => note.outcome === outcome && note.into !== FORMAT)
    return own.length === 0
      ? []
      : ['', `${TITLES[outcome]} (${own.length}):`, ...linesOf(own, releases.length > 1)]
  })
  const others = [...skipped].map(([kind, count]) => `${kind} (${count})`)
  const rest =
    others.length === 0 ? [] : ['', `Not read, since Sluice has no use for them: ${others.join(', ')}.`]
  return `${[...heads, ...parts, ...rest].join('\n')}\n`
}

/** Lines in the order of the input; what is said of several lines is said once. */
function linesOf(notes: readonly Note[], several: boolean): readonly string[] {
  const sorted = notes.toSorted(
    (a, b) => (a.file ?? '').localeCompare(b.file ?? '') || (a.line ?? 0) - (b.line ?? 0),
  )
  const groups = new Map<string, string[]>()
  for (const note of sorted) {
    const said = becauseOf(note)
    const line = lineOf(note, several).replaceAll(/\p{Cc}+/gu, ' ')
    groups.set(said, [...(groups.get(said) ?? []), `  ${line}`])
  }
  return [...groups].flatMap(([said, lines]) => [...lines, ...(said === '' ? [] : [`      ${said}`])])
}

function lineOf({ file, line, lastLine, service, path, value, into }: Note, several: boolean): string {
  const last = lastLine === undefined ? '' : `-${lastLine}`
  const own = several && service !== undefined ? `${service}, ` : ''
  const where = file === undefined ? own : `${file}:${line}${last} `
  return `${where}${path || 'the document'}${value === undefined ? '' : `: ${value}`}${into === undefined ? '' : ` → ${into}`}`
}

function becauseOf({ why, todo }: Note): string {
  return [why === undefined ? '' : sentence(why), todo ?? ''].filter((one) => one !== '').join(' ')
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}
