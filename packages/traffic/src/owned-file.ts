import { randomBytes } from 'node:crypto'
import { chmod, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

const READABLE_BY_ALL = 0o644

/** A file's content, or undefined where there is no such file; any other failure to read rejects. */
export async function readIfThere(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch(absent)
}

/**
 * Puts new content in a file's place at once, so that no one reads half of it; its mode and a link to it are kept.
 * `undefined` removes the file.
 */
export async function replaceFile(path: string, content: string | undefined): Promise<void> {
  if (content === undefined) {
    await rm(path, { force: true })
    return
  }
  const target = (await realpath(path).catch(absent)) ?? path
  const mode = (await stat(target).catch(absent))?.mode
  // Not named `*.conf`: nginx may include everything so named in this folder.
  const fresh = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}`)
  await writeFile(fresh, content)
  await chmod(fresh, mode === undefined ? READABLE_BY_ALL : mode & 0o777)
  await rename(fresh, target)
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}
