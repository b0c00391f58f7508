/** A JSON object, as opposed to a list, a null or a plain value. */
export function isRecord(data) {
    return typeof data === 'object' && data !== null && !Array.isArray(data);
}
