/** The finite number a token is, or undefined. */
export function numberOf(token) {
    if (token === undefined || token === 'null' || token.startsWith('"'))
        return undefined;
    const value = Number(token);
    return Number.isFinite(value) ? value : undefined;
}
/** The list a token is, or undefined. */
export function listOf(token) {
    if (token === undefined || !token.startsWith('['))
        return undefined;
    try {
        const value = JSON.parse(token);
        return Array.isArray(value) ? value : undefined;
    }
    catch {
        return undefined;
    }
}
