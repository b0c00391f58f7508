import { duration, field, optional, refuse, text, Unacceptable, withDefault, commandField, itemOf, itemsOf, textsField, } from '@sluice/action';
const statuses = field('status such as `200`, `2xx` or `200 204`', (given) => {
    const parts = given
        .replaceAll(/[[\],"]/g, ' ')
        .trim()
        .split(/\s+/);
    return parts.every((part) => /^[1-5](xx|\d\d)$/.test(part))
        ? parts
        : refuse('status such as `200`, `2xx` or `200 204`', given);
});
const attempts = field('whole number from 1 to 10', (given) => /^([1-9]|10)$/.test(given) ? Number(given) : refuse('whole number from 1 to 10', given));
const common = {
    name: optional(text('name')),
    within: withDefault('5s', duration()),
    attempts: withDefault('1', attempts),
};
const httpFields = {
    ...common,
    url: text('address; `$colour` becomes the colour'),
    method: withDefault('GET', text('method')),
    body: optional(text('text')),
    status: withDefault('2xx', statuses),
    send: withDefault('{}', textsField('mapping of headers to send')),
    json: withDefault('{}', textsField('mapping of JSON paths to expected values')),
    header: withDefault('{}', textsField('mapping of headers to expected values')),
};
const commandFields = { ...common, command: commandField() };
/** The `smoke` input: a YAML list of HTTP and command checks. */
export const smokeField = itemsOf('list of checks with `url` or `command`', decodeCheck);
function decodeCheck(item, path) {
    if (typeof item === 'object' && item !== null && 'command' in item) {
        const { name, within, attempts: tries, command } = itemOf(commandFields, item, path);
        return { kind: 'command', name: name ?? command.join(' '), command, withinMs: within, attempts: tries };
    }
    const { name, within, attempts: tries, ...http } = itemOf(httpFields, item, path);
    if (!URL.canParse(http.url.replaceAll('$colour', 'x'))) {
        throw new Unacceptable(`${path}.url: must be an address, got ${http.url}`);
    }
    return {
        kind: 'http',
        name: name ?? `${http.method} ${http.url}`,
        withinMs: within,
        attempts: tries,
        ...http,
    };
}
