import { Unacceptable, isMapping } from '@sluice/action';
/** What a fingerprint may speak of. */
export const AREAS = [
    'runtime',
    'packages',
    'env',
    'files',
    'flags',
    'schema',
    'model',
    'data',
    'system',
    'limits',
    'other',
];
/** Reads `{ fingerprint: 1, facts: { area: { name: value } } }`. Throws `Unacceptable` naming everything that does not fit. */
export function decodeFingerprint(data) {
    if (!isMapping(data) || data['fingerprint'] !== 1 || !isMapping(data['facts'])) {
        throw new Unacceptable('is not a fingerprint: expected `fingerprint: 1` and `facts`');
    }
    const problems = [];
    const facts = new Map();
    for (const [area, entries] of Object.entries(data['facts'])) {
        if (!AREAS.some((known) => known === area))
            problems.push(`facts.${area} is not one of ${AREAS.join(', ')}`);
        if (!isMapping(entries))
            problems.push(`facts.${area} must be a mapping`);
        for (const [name, value] of Object.entries(isMapping(entries) ? entries : {})) {
            if (isFact(value))
                facts.set(`${area}/${name}`, value);
            else
                problems.push(`facts.${area}.${name} must be text, a number, a flag or null`);
        }
    }
    if (problems.length > 0)
        throw new Unacceptable(problems.join('; '));
    if (facts.size === 0)
        throw new Unacceptable('holds no fact: an empty fingerprint would match anything empty');
    return facts;
}
function isFact(value) {
    return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
