import { read } from '../../support/files.ts'

export interface ShownFiles {
  readonly workflow: string
  /** `.github/sluice.yml`; empty where the page shows none. */
  readonly config: string
}

/**
 * A workflow that a page shows and the settings beside it, with each of these texts replaced: those of the part between
 * `from` and `to`, or of the whole page. Throws where one is not there exactly once: then the page has changed, and what a
 * test runs would not be what people copy.
 */
export function shownFiles(
  page: string,
  replacements: Readonly<Record<string, string>>,
  { from = '', to = '' } = {},
): ShownFiles {
  const text = read(page)
  const [start, end] = [text.indexOf(from), to === '' ? text.length : text.indexOf(to)]
  if (start < 0 || end < start) throw new Error(`${page} has no part from "${from}" to "${to}"`)
  const blocks = [...text.slice(start, end).matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1] ?? '')
  const only = (what: string, found: readonly string[], least: 0 | 1): string => {
    if (found.length > 1 || found.length < least) throw new Error(`${page} must show one ${what}`)
    return found[0] ?? ''
  }
  const all = [
    only(
      'workflow',
      blocks.filter((block) => /^jobs:/m.test(block)),
      1,
    ),
    only(
      'file of settings',
      blocks.filter((block) => /^metrics:/m.test(block)),
      0,
    ),
  ].join('\0')
  const replaced = Object.entries(replacements).reduce((result, [old, fresh]) => {
    const parts = result.split(old)
    if (parts.length !== 2) throw new Error(`${old} stands ${parts.length - 1} times in the files of ${page}`)
    return parts.join(fresh)
  }, all)
  const [workflow = '', config = ''] = replaced.split('\0')
  return { workflow, config }
}
