import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { read, root } from './files.ts'

/** Settings of other tools, written for these tests after the kinds that people publish: one folder for each tool. */
const FOLDER = 'test/fixtures/import'

export interface ImportFixture {
  readonly tool: string
  readonly file: string
  readonly text: string
}

export const importFixtures: readonly ImportFixture[] = readdirSync(join(root, FOLDER))
  .toSorted()
  .flatMap((tool) =>
    readdirSync(join(root, FOLDER, tool))
      .toSorted()
      .map((file) => ({ tool, file, text: read(`${FOLDER}/${tool}/${file}`) })),
  )
