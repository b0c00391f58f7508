import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importFrom } from '../../packages/cli/src/import/import.ts'
import { storyOf } from '../../packages/cli/src/import/write/story.ts'
import { root } from '../support/files.ts'
import { importFixtures } from '../support/import-fixtures.ts'

const name = (tool: string, file: string): string => `${tool}/${file.replace(/\.\w+$/, '')}`

test.each(importFixtures)(
  'what people read after the import of $tool/$file',
  async ({ tool, file, text }) => {
    const imported = importFrom(new Map([[file, text]]))
    const files = [...imported.files].map(([path, content]) => `--- ${path}\n${content}`)
    await expect([storyOf(imported), ...files].join('\n')).toMatchFileSnapshot(
      join(root, 'test/goldens/import', `${name(tool, file)}.txt`),
    )
  },
)

test('every golden belongs to a fixture', () => {
  const folder = join(root, 'test/goldens/import')
  const kept = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) =>
    one.endsWith('.txt'),
  )
  expect(kept.toSorted()).toEqual(
    importFixtures.map(({ tool, file }) => `${name(tool, file)}.txt`).toSorted(),
  )
})
