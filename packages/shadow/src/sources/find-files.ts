import { accessSync, constants, globSync, readdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileTrouble, UserError } from '@sluice/action'

/**
 * The files that the patterns of some inputs name, sorted, each once. A pattern that names nothing, and a file that
 * cannot be read, are a `UserError` that tells all of them: silence is no data.
 */
export function findFiles<K extends string>(
  asked: Readonly<Record<K, readonly string[]>>,
  folder: string,
): Readonly<Record<K, readonly string[]>> {
  const problems: string[] = []
  const found = {} as Record<K, readonly string[]>
  for (const input of Object.keys(asked) as K[]) {
    const say = (problem: string): void => void problems.push(`${input}: ${problem}`)
    found[input] = [...new Set(asked[input].flatMap((pattern) => filesOf(pattern, folder, say)))].sort()
  }
  if (problems.length > 0) {
    throw new UserError(
      'NO_SUCH_FILE',
      [...new Set(problems)].join('\n'),
      'Give files, or patterns such as logs/*.ndjson, that can be read. Check that an earlier step downloaded the artifact, and into which folder.',
    )
  }
  return found
}

function filesOf(pattern: string, folder: string, say: (problem: string) => void): readonly string[] {
  const path = resolve(folder, pattern)
  const found = globSync(path).map((file) => ({ file, ...lookAt(file) }))
  const files = found.filter(({ isFile }) => isFile).map(({ file }) => file)
  const troubles = found.flatMap(({ trouble }) => trouble ?? [])
  troubles.forEach(say)
  if (files.length > 0 || troubles.length > 0) return files
  const hidden = hiddenBy(path)
  if (hidden !== undefined) say(`${pattern} cannot be found: ${hidden}`)
  else if (found.some(({ file }) => file === path))
    say(`${pattern} is no file but a folder, a device or a pipe`)
  else say(`no file matches ${pattern}`)
  return files
}

function lookAt(path: string): { readonly isFile: boolean; readonly trouble?: string } {
  try {
    if (!statSync(path).isFile()) return { isFile: false }
    accessSync(path, constants.R_OK)
    return { isFile: true }
  } catch (error) {
    const trouble = fileTrouble(error)
    if (trouble === undefined) throw error
    return { isFile: false, trouble }
  }
}

/** Why nothing below the folder that a pattern begins with can be seen; undefined where it can, or is not there. */
function hiddenBy(path: string): string | undefined {
  const fixed = path.slice(0, path.search(/[*?[{(]|$/))
  try {
    readdirSync(fixed === path ? dirname(path) : dirname(`${fixed}x`))
    return undefined
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code !== 'ENOENT'
    return isThere ? fileTrouble(error) : undefined
  }
}
