import { read } from '../../support/files.ts'

export interface ReadmeFiles {
  readonly workflow: string
  /** `.github/sluice.yml`. */
  readonly config: string
}

/**
 * The workflow that the README shows and the settings beside it, with each of these texts replaced. Throws where one is
 * not there exactly once: then the README has changed, and what this test runs would not be what people copy.
 */
export function readmeFiles(replacements: Readonly<Record<string, string>>): ReadmeFiles {
  const blocks = [...read('README.md').matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1] ?? '')
  const only = (what: string, found: readonly string[]): string => {
    const [block, ...more] = found
    if (block === undefined || more.length > 0) throw new Error(`the README must show one ${what}`)
    return block
  }
  const all = [
    only(
      'workflow',
      blocks.filter((block) => /^jobs:/m.test(block)),
    ),
    only(
      'file of settings',
      blocks.filter((block) => /^metrics:/m.test(block)),
    ),
  ].join('\0')
  const replaced = Object.entries(replacements).reduce((text, [from, to]) => {
    const parts = text.split(from)
    if (parts.length !== 2) throw new Error(`${from} stands ${parts.length - 1} times in the README's files`)
    return parts.join(to)
  }, all)
  const [workflow = '', config = ''] = replaced.split('\0')
  return { workflow, config }
}
