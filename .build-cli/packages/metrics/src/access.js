import { mapOfText, optional, secret, text } from '@sluice/action';
/** How a source lets us in: settings that every source over HTTP shares. */
export const accessFields = {
    username: optional(text('user name for basic authentication')),
    password: optional(secret(text('password for basic authentication'))),
    token: optional(secret(text('bearer token'))),
    headers: optional(secret(mapOfText('names and values of further request headers, e.g. `X-Scope-OrgID: team`'))),
};
/** The headers to send, and the address without the name and password it may hold. Secrets are masked. */
export function access(address, settings, io) {
    const url = new URL(address);
    const username = settings.username ?? decodeURIComponent(url.username);
    const password = settings.password ?? decodeURIComponent(url.password);
    url.username = '';
    url.password = '';
    const headers = {};
    if (username !== '') {
        const basic = Buffer.from(`${username}:${password}`).toString('base64');
        io.mask(password);
        io.mask(basic);
        headers['authorization'] = `Basic ${basic}`;
    }
    if (settings.token !== undefined)
        headers['authorization'] = `Bearer ${settings.token}`;
    for (const [name, value] of Object.entries(settings.headers ?? {})) {
        // A tenant's name in a header is no secret, and hiding it would garble the log.
        if (/auth|token|secret|key|cookie|password/i.test(name))
            io.mask(value);
        headers[name.toLowerCase()] = value;
    }
    return { url, headers };
}
