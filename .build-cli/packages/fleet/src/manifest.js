import { Unacceptable, isMapping } from '@sluice/action';
export const FULL_SHARE = 1_000_000;
/** Unknown data as a manifest. Throws `Unacceptable` naming everything that does not fit. */
export function decodeManifest(data) {
    const problems = [];
    if (!isMapping(data))
        throw new Unacceptable('is not a manifest');
    const need = (name, good, shape) => {
        if (!good)
            problems.push(`${name} must be ${shape}`);
    };
    need('schema', data['schema'] === 1, '1');
    for (const name of ['fleet', 'salt'])
        need(name, typeof data[name] === 'string' && data[name] !== '', 'text');
    for (const name of ['sequence', 'issued', 'confirm', 'share'])
        need(name, isCount(data[name]), 'a whole number');
    need('share', Number(data['share']) <= FULL_SHARE, `at most ${FULL_SHARE}`);
    for (const name of ['stable', 'candidate'])
        need(name, isArtifact(data[name]), 'an artifact');
    const window = data['window'];
    need('window', window === null || isWindow(window), 'null or minutes of the day');
    if (problems.length > 0)
        throw new Unacceptable(problems.join('; '));
    return data;
}
export function isArtifact(data) {
    return (isMapping(data) &&
        typeof data['version'] === 'string' &&
        typeof data['digest'] === 'string' &&
        /^sha256:[0-9a-f]{64}$/.test(data['digest']) &&
        isCount(data['bytes']) &&
        typeof data['url'] === 'string');
}
function isWindow(data) {
    return isMapping(data) && [data['from'], data['to']].every((at) => isCount(at) && Number(at) < 24 * 60);
}
function isCount(value) {
    return Number.isSafeInteger(value) && Number(value) >= 0;
}
