import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const FOLDERS = ['packages', 'dev', 'actions', 'test', 'bench', 'scripts', 'docs', 'examples', '.github']
const FILES = ['package.json', 'tsconfig.json', 'README.md']

/**
 * A copy of the project to break: sources are copied, libraries are shared, and our own packages lead to the copies. The
 * caller removes it.
 */
export function copyOf(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'mutants-'))
  for (const name of FOLDERS) {
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => !/\/(dist|node_modules)(\/|$)/.test(path),
    })
  }
  for (const name of FILES) cpSync(join(root, name), join(copy, name))
  const libraries = join(copy, 'node_modules')
  mkdirSync(join(libraries, '@sluice'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@sluice') symlinkSync(join(root, 'node_modules', name), join(libraries, name))
  }
  for (const kind of ['packages', 'dev', 'actions']) {
    for (const folder of readdirSync(join(copy, kind))) {
      const about = readFileSync(join(copy, kind, folder, 'package.json'), 'utf8')
      const { name } = JSON.parse(about) as { readonly name: string }
      if (name.startsWith('@sluice/')) symlinkSync(join(copy, kind, folder), join(libraries, name))
    }
  }
  return copy
}
