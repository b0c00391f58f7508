const TOKEN = /\b(gh[a-z]_[A-Za-z0-9_]{8,}|github_pat_\w{8,}|eyJ[\w-]+\.[\w-]+\.[\w-]+)/g;
/** A log that never repeats a secret: the given ones in any part, and whatever looks like a token of GitHub's. */
export function jsonLog(write, now, secrets) {
    const known = secrets
        .flatMap((secret) => [secret, ...secret.split('\n')])
        .filter((part) => part.trim().length >= 8);
    const hide = (text) => known.reduce((left, secret) => left.replaceAll(secret, '***'), text).replaceAll(TOKEN, '***');
    const at = (level) => (message, fields = {}) => {
        const line = { time: new Date(now()).toISOString(), level, message, ...fields };
        write(JSON.stringify(line, (_, value) => (typeof value === 'string' ? hide(value) : value)));
    };
    return { info: at('info'), warning: at('warning'), error: at('error') };
}
/** The words of an error; never its request, which holds the token. */
export function describe(error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
