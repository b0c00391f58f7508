/** Reads a producer's answer; undefined for anything else. */
export function decodeReply(data) {
    if (typeof data !== 'object' || data === null || !('state' in data) || !('position' in data))
        return undefined;
    const { state, position } = data;
    if (state !== 'running' && state !== 'paused')
        return undefined;
    return Number.isSafeInteger(position) && Number(position) >= 0
        ? { state, position: Number(position) }
        : undefined;
}
/** Reads an answer out of JSON text. */
export function parseReply(text) {
    try {
        return decodeReply(JSON.parse(text));
    }
    catch {
        return undefined;
    }
}
