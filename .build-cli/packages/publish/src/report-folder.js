import { access, constants, mkdir } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { touchingFiles } from '@sluice/action';
/**
 * The whole path of the folder that `report-dir` names, relative to the workspace or absolute; it is made where it is
 * not there yet. A `UserError` where nothing can be written there, which is best known before any work is done.
 */
export async function reportFolder(workspace, folder) {
    const path = resolve(workspace, folder);
    return await writingReports(path, async () => {
        await mkdir(path, { recursive: true });
        await access(path, constants.W_OK);
        return path;
    });
}
/** Does what writes into the report folder, and tells what the system has against it. */
export async function writingReports(folder, work) {
    const hint = 'Give `report-dir` a folder that can be written to; one that is not there is made.';
    return await touchingFiles({ what: 'report-dir', where: folder, hint }, work);
}
/** A path as later steps can use it: in the workspace it is relative to that, elsewhere it is whole. */
export function pathFrom(workspace, path) {
    const way = relative(resolve(workspace), path);
    return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? path : way;
}
