import { access, constants, mkdir, realpath } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { touchingFiles, UserError } from '@sluice/action'

/**
 * The whole path of the folder that `report-dir` names, relative to the workspace or absolute; it is made where it is
 * not there yet. A `UserError` where nothing can be written there, which is best known before any work is done.
 */
export async function reportFolder(workspace: string, folder: string): Promise<string> {
  const path = resolve(workspace, folder)
  return await writingReports(path, async () => {
    await mkdir(path, { recursive: true })
    await access(path, constants.W_OK)
    if (!isAbsolute(folder)) await requireInside(workspace, path, folder)
    return path
  })
}

/** A link in the checkout must not lead reports out of it. */
async function requireInside(workspace: string, path: string, folder: string): Promise<void> {
  const [home, real] = [await realpath(workspace), await realpath(path)]
  const asked = relative(resolve(workspace), path)
  if (asked.startsWith('..') || real === home || real.startsWith(home + sep)) return
  throw new UserError(
    'REPORT_DIR_LEADS_OUT',
    `report-dir: ${folder} is a link to a folder outside the workspace, ${real}`,
    'Remove the link, or give another folder in `report-dir`.',
  )
}

/** Does what writes into the report folder, and tells what the system has against it. */
export async function writingReports<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const hint = 'Give `report-dir` a folder that can be written to; one that is not there is made.'
  return await touchingFiles({ what: 'report-dir', where: folder, hint }, work)
}

/** A path as later steps can use it: in the workspace it is relative to that, elsewhere it is whole. */
export function pathFrom(workspace: string, path: string): string {
  const way = relative(resolve(workspace), path)
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? path : way
}
