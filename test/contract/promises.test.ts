import { expect, test } from 'vitest'
import { read } from '../support/files.ts'

interface Row {
  readonly file: string
  readonly name: string
}

/** The rows of the table "What is tested". */
function rows(page: string): readonly Row[] {
  const table = read(page).split('## What is tested')[1]?.split('\n## ')[0] ?? ''
  return [...table.matchAll(/^\|[^|]*\| \[[^\]]*\]\(\.\.\/([^)]+)\)\s*\|(.*)\|$/gm)].map(
    ([, file = '', name = '']) => ({ file, name: name.trim() }),
  )
}

test('every promise about rollouts names a test that exists', () => {
  const named = rows('docs/rollouts.md')
  expect(named.length).toBeGreaterThan(15)
  const missing = named.filter(({ file, name }) => !read(file).includes(name))
  expect(missing).toEqual([])
})
