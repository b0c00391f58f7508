import { read } from '../../support/files.ts'

/**
 * The workflow that the README shows, with each of these texts replaced. Throws where one is not there exactly once:
 * then the README has changed, and what this test runs would not be what people copy.
 */
export function readmeWorkflow(replacements: Readonly<Record<string, string>>): string {
  const blocks = [...read('README.md').matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1] ?? '')
  const [workflow, ...more] = blocks.filter((block) => /^jobs:/m.test(block))
  if (workflow === undefined || more.length > 0) throw new Error('the README must show one workflow')
  return Object.entries(replacements).reduce((text, [from, to]) => {
    const parts = text.split(from)
    if (parts.length !== 2)
      throw new Error(`${from} stands ${parts.length - 1} times in the README's workflow`)
    return parts.join(to)
  }, workflow)
}
