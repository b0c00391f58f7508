import { plain } from "./text.js";
/** A job log on standard output: `notice`, `warning` and `error` become annotations of the run. */
export function jobLog(write) {
    const annotate = (command) => (message) => write(`::${command}::${escapeData(plain(message))}`);
    return {
        info: (message) => write(plain(message)),
        notice: annotate('notice'),
        warning: annotate('warning'),
        error: annotate('error'),
    };
}
/** Line ends and percent signs as workflow commands carry them: `a%b` becomes `a%25b`. */
export function escapeData(text) {
    return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
