import { UserError } from "./user-error.js";
const REASONS = {
    EACCES: 'permission is denied',
    EPERM: 'this is not permitted',
    ENOENT: 'there is no such file or folder',
    EISDIR: 'it is a folder, not a file',
    ENOTDIR: 'a file stands where a folder is needed',
    EEXIST: 'a file stands where a folder is needed',
    ELOOP: 'it is a link that leads back to itself',
    ENAMETOOLONG: 'the name is too long',
    EROFS: 'the file system is read-only',
    ENOSPC: 'no space is left on the device',
    EDQUOT: 'no more space is granted here',
    EFBIG: 'the file would become too large',
    EMFILE: 'too many files are open',
    ENFILE: 'too many files are open',
    EIO: 'the device failed',
};
/**
 * What the system has against a file, in words, after the path that it names, or `where` if it names none; undefined for
 * any other error.
 */
export function fileTrouble(error, where) {
    if (!(error instanceof Error) || !('code' in error) || !('syscall' in error))
        return undefined;
    const reason = REASONS[String(error.code)];
    if (reason === undefined)
        return undefined;
    const path = 'path' in error && typeof error.path === 'string' ? error.path : where;
    return path === undefined ? reason : `${path}: ${reason}`;
}
/**
 * Does some work on files, most of it in the folder `where`. What the system has against one of them is told as a
 * `UserError` that begins with `what`.
 */
export async function touchingFiles({ what, where, hint }, work) {
    try {
        return await work();
    }
    catch (error) {
        const trouble = fileTrouble(error, where);
        throw trouble === undefined ? error : new UserError('FILE_TROUBLE', `${what}: ${trouble}`, hint);
    }
}
