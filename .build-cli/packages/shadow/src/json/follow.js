export const ELEMENT = Symbol('element');
/** Follows the patterns of some rules from the record inwards; a step takes as long as the patterns, however deep it is. */
export class Follower {
    start;
    #nowhere = { here: [], open: [] };
    /** There may be millions of places, but most of them reach the same. */
    #known = new Map();
    constructor(rules) {
        let id = 0;
        const open = new Set();
        for (const { pattern, rule } of rules) {
            const whole = pattern.reduceRight((then, step) => ({ id: id++, step, then, rule }), undefined);
            enter(whole, open);
        }
        const here = rules.filter(({ pattern }) => pattern.length === 0).map(({ rule }) => rule);
        this.start = { here, open: [...open] };
    }
    /** What is reached one step further. */
    next({ open }, into) {
        if (open.length === 0)
            return this.#nowhere;
        const done = [];
        const left = new Set();
        for (const rest of open) {
            const deeper = rest.step.is === 'any-depth';
            if (!deeper && !takes(rest.step, into))
                continue;
            enter(deeper ? rest : rest.then, left);
            if (rest.then === undefined)
                done.push(rest);
        }
        return done.length + left.size === 0 ? this.#nowhere : this.#reached(done, [...left]);
    }
    #reached(done, open) {
        const name = `${done.map(idOf).join()} ${open.map(idOf).join()}`;
        const known = this.#known.get(name) ?? { here: done.map(({ rule }) => rule), open };
        this.#known.set(name, known);
        return known;
    }
}
function idOf({ id }) {
    return id;
}
/** Opens the rest of a pattern, and what may come next where its first steps may be none. */
function enter(from, open) {
    let rest = from;
    while (rest !== undefined && !open.has(rest)) {
        open.add(rest);
        rest = rest.step.is === 'any-depth' ? rest.then : undefined;
    }
}
function takes(step, into) {
    if (into === ELEMENT)
        return step.is === 'element';
    if (step.is === 'key')
        return step.key === into;
    return step.is === 'any-key' || (step.is === 'keys' && consistsOf(into, step.parts));
}
/** Whether a key is some texts in their order with anything between: each is taken where it stands first. */
function consistsOf(key, [first = '', ...others]) {
    const last = others.pop() ?? '';
    if (!key.startsWith(first))
        return false;
    let at = first.length;
    for (const part of others) {
        const found = key.indexOf(part, at);
        if (found < 0)
            return false;
        at = found + part.length;
    }
    return key.length - last.length >= at && key.endsWith(last);
}
