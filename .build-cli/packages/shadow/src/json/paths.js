import { ELEMENT, Follower } from "./follow.js";
import { keyText, patternOf } from "./pattern.js";
import { sameBytes, textOf } from "./scan.js";
const RECENT = 8;
const IGNORED = 'ignored';
/** One place in a document, array indices left out. Made once per place that ever differed, then compared by identity. */
export class PathNode {
    id;
    reached;
    ignored;
    tolerance;
    /** Undefined: order counts. `''`: order does not. Otherwise the key inside each element that says which is which. */
    unordered;
    children = new Map();
    /** The first few children with their keys as bytes, so that most look-ups need no text. */
    recent = [];
    element;
    /** The place around this one; undefined of the document. */
    outer;
    #into;
    #text;
    constructor(id, reached, rules, outer, into = '') {
        const { here } = reached;
        this.id = id;
        this.reached = reached;
        this.ignored = outer?.ignored === true || here.includes(IGNORED);
        this.tolerance = rules.tolerance.find((rule) => rule.tolerance === outer?.tolerance || here.includes(rule))?.tolerance;
        this.unordered = rules.unordered.find((rule) => here.includes(rule))?.by;
        this.outer = outer;
        this.#into = into;
    }
    /** How the place is written, which few of millions of places are asked for. */
    get text() {
        const steps = [];
        let from = this;
        while (from.#text === undefined && from.outer !== undefined) {
            steps.push(from.#into);
            from = from.outer;
        }
        this.#text = steps.reduceRight((text, into) => (into === ELEMENT ? `${text}[*]` : keyText(text, into)), from.#text ?? '');
        return this.#text;
    }
}
/** The key that stands between two quotes, its escapes resolved. */
export function readKey(bytes, from, to) {
    const written = textOf(bytes, from, to);
    return written.includes('\\') ? readString(`"${written}"`) : written;
}
/** The text of a JSON string token; a token that is no JSON string stands for itself. */
export function readString(token) {
    try {
        return String(JSON.parse(token));
    }
    catch {
        return token;
    }
}
/** The places of all documents compared so far, with the rules that hold there. */
export class Paths {
    root;
    hasUnordered;
    #rules;
    #follower;
    #last = 0;
    constructor(rules) {
        const { ignore, tolerance, unordered } = rules;
        this.#rules = rules;
        this.#follower = new Follower([
            ...ignore.map((path) => ({ pattern: patternOf(path), rule: IGNORED })),
            ...[...tolerance, ...unordered].map((rule) => ({ pattern: patternOf(rule.path), rule })),
        ]);
        this.hasUnordered = unordered.length > 0;
        this.root = new PathNode(0, this.#follower.start, rules);
    }
    /** The place of a key in an object. */
    child(parent, key) {
        const known = parent.children.get(key);
        if (known !== undefined)
            return known;
        const made = this.#inside(parent, key);
        parent.children.set(key, made);
        return made;
    }
    /** The same, for a key as it stands between its quotes in a document. */
    childAt(parent, bytes, from, to) {
        for (const { raw, node } of parent.recent) {
            if (sameBytes(raw, 0, raw.length, bytes, from, to))
                return node;
        }
        const node = this.child(parent, readKey(bytes, from, to));
        if (parent.recent.length < RECENT) {
            parent.recent.push({ raw: Buffer.from(bytes.subarray(from, to)), node });
        }
        return node;
    }
    /** The place of every element of an array. */
    element(parent) {
        parent.element ??= this.#inside(parent, ELEMENT);
        return parent.element;
    }
    #inside(parent, into) {
        const reached = this.#follower.next(parent.reached, into);
        return new PathNode(++this.#last, reached, this.#rules, parent, into);
    }
}
