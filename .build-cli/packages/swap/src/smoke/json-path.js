import { Unacceptable } from '@sluice/action';
/** A dotted path into JSON: `$.model.version`, `$.items[0].id`, `$['a.b']`. Undefined where nothing is there. */
export function atPath(data, path) {
    let here = data;
    for (const step of stepsOf(path)) {
        if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step))
            return undefined;
        here = here[step];
    }
    return here;
}
/** The steps of a path. Throws `Unacceptable` for a path that it can't follow. */
export function stepsOf(path) {
    const steps = [];
    let rest = path.startsWith('$') ? path.slice(1) : `.${path}`;
    while (rest !== '') {
        const found = /^(?:\.([\w-]+)|\[(\d+)\]|\['([^']*)'\])/.exec(rest);
        const step = found?.[1] ?? found?.[2] ?? found?.[3];
        if (found === null || step === undefined) {
            throw new Unacceptable(`must be a path such as $.model.version or $.items[0], got ${path}`);
        }
        steps.push(step);
        rest = rest.slice(found[0].length);
    }
    return steps;
}
/** Whether a value is what was expected: the same text, or matching `/pattern/`. */
export function matches(value, expected) {
    if (value === undefined)
        return false;
    const pattern = /^\/(.*)\/(i?)$/.exec(expected);
    return pattern === null ? value === expected : new RegExp(pattern[1] ?? '', pattern[2]).test(value);
}
