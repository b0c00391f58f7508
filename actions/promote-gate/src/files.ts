import { constants, glob, open, type FileHandle } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import type { Document } from '@sluice/gate'
import { DOCUMENT_LIMITS } from '@sluice/verdict'

/** Verdict files that the globs name, in order of their names. Where a signed one stands beside a plain one, only it is read. */
export async function collectFromFiles(
  globs: readonly string[],
  workspace: string,
  ownFolder: string,
): Promise<readonly Document[]> {
  const own = resolve(workspace, ownFolder) + sep
  const named = new Set<string>()
  for (const pattern of globs) {
    for await (const path of glob(pattern, { cwd: workspace })) named.add(resolve(workspace, path))
  }
  const paths = [...named].filter((path) => !path.startsWith(own) && !named.has(signedTwin(path))).sort()
  const found = await Promise.all(
    paths.map(async (path) => documentsIn(relative(workspace, path), await readHead(path))),
  )
  return found.flat()
}

/** Attestations are kept one a line, in files that say so by their name. */
function documentsIn(name: string, text: string | undefined): readonly Document[] {
  if (text === undefined || !name.endsWith('.jsonl')) return [{ origin: `file ${name}`, text }]
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line, i) => ({ origin: `file ${name}, line ${i + 1}`, text: line }))
}

function signedTwin(path: string): string {
  return path.endsWith(`${sep}verdict.json`) ? path.replace(/json$/, 'signed.json') : ''
}

/** One byte more than a document may have is enough to see that it is too large. A symbolic link is not followed. */
async function readHead(path: string): Promise<string | undefined> {
  const file = await openPlain(path)
  if (file === undefined) return undefined
  try {
    if (!(await file.stat()).isFile()) return undefined
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(Math.min((await file.stat()).size, DOCUMENT_LIMITS.bytes) + 1),
    })
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

async function openPlain(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOOP') return undefined
    throw error
  }
}
