import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** Files of the project that git knows or would add, by the end of their names, relative to the root. */
export function projectFiles(...endings: readonly string[]): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  return [...new Set(listed.split('\n'))].filter(
    (file) =>
      endings.some((ending) => file.endsWith(ending)) &&
      !file.includes('/dist/') &&
      existsSync(join(root, file)),
  )
}

export function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}
