import { UserError } from '@sluice/action';
import { startProxy } from '@sluice/traffic';
import { defineCommand } from "./command.js";
/** Runs the weighted reverse proxy until the process is told to stop; requests in flight end first. */
export const proxyCommand = defineCommand({
    name: 'proxy',
    about: 'Runs a reverse proxy that splits requests by weight between two versions. Prints its two addresses as one line of JSON and runs until it is stopped. SLUICE_PROXY_TOKEN protects the admin address.',
    usage: ['--baseline URL --candidate URL'],
    options: {
        baseline: { value: 'URL', about: 'address of the stable version' },
        candidate: { value: 'URL', about: 'address of the new version' },
        weight: {
            value: 'PERCENT',
            about: 'share of the requests that the candidate gets at first',
            fallback: '0',
        },
        port: { value: 'PORT', about: 'port for users; 0 chooses a free one', fallback: '0' },
        'admin-port': {
            value: 'PORT',
            about: 'port of the admin address; 0 chooses a free one',
            fallback: '0',
        },
        host: { value: 'ADDRESS', about: 'address to listen on', fallback: '127.0.0.1' },
        'sticky-header': { value: 'NAME', about: 'request header that keeps a user with one version' },
        'sticky-cookie': { value: 'NAME', about: 'cookie that keeps a user with one version' },
    },
    examples: ['proxy --baseline http://127.0.0.1:8080 --candidate http://127.0.0.1:8081 --port 8000'],
}, async (given, _, io) => {
    const { baseline, candidate } = given;
    const proxy = await startProxy({
        baseline: required('baseline', baseline),
        candidate: required('candidate', candidate),
        weight: numberOf('weight', given.weight, 100),
        port: numberOf('port', given.port, 65_535),
        adminPort: numberOf('admin-port', given['admin-port'], 65_535),
        host: given.host,
        ...tokenFrom(process.env['SLUICE_PROXY_TOKEN']),
        ...stickyFrom(given['sticky-header'], given['sticky-cookie']),
    });
    io.stdout(`${JSON.stringify({ url: proxy.url, admin: proxy.adminUrl })}\n`);
    await toldToStop();
    await proxy.close();
    return 0;
});
function required(name, given) {
    if (given !== undefined && URL.canParse(given))
        return given;
    const got = given === undefined ? 'it was not given' : `got ${JSON.stringify(given)}`;
    throw new UserError('WRONG_OPTION', `sluice proxy: --${name} must be the address of a version, ${got}.`, `Give it as in --${name} http://127.0.0.1:8080.`);
}
function numberOf(name, given, most) {
    const value = Number(given);
    if (given.trim() !== '' && value >= 0 && value <= most)
        return value;
    throw new UserError('WRONG_OPTION', `sluice proxy: --${name} must be a number from 0 to ${most}, got ${JSON.stringify(given)}.`, '`sluice proxy --help` lists the options.');
}
function tokenFrom(token) {
    return token === undefined || token === '' ? {} : { token };
}
function stickyFrom(header, cookie) {
    if (header !== undefined)
        return { sticky: { from: 'header', name: header } };
    return cookie === undefined ? {} : { sticky: { from: 'cookie', name: cookie } };
}
function toldToStop() {
    return new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'])
            process.once(signal, () => resolve());
    });
}
