import { ConditionError } from "./condition-error.js";
import { tokenize } from "./tokens.js";
const MAX_DEPTH = 100;
/** Reads tokens one by one, and keeps count of how deep the reading is nested. */
export class TokenStream {
    tokens;
    position = 0;
    depth = 0;
    constructor(condition) {
        this.tokens = tokenize(condition);
    }
    get current() {
        return this.ahead(0);
    }
    ahead(by) {
        const token = this.tokens[this.position + by] ?? this.tokens.at(-1);
        if (token === undefined)
            throw new ConditionError('the condition is empty');
        return token;
    }
    take() {
        const token = this.current;
        this.position++;
        return token;
    }
    /** Whether the current token is this word or operator (never a string that happens to read the same). */
    is(text) {
        return (this.current.kind === 'operator' || this.current.kind === 'name') && this.current.text === text;
    }
    accept(text) {
        if (!this.is(text))
            return false;
        this.position++;
        return true;
    }
    expect(text) {
        if (!this.accept(text))
            this.fail(`"${text}"`);
    }
    fail(expected) {
        const { kind, text, at } = this.current;
        throw new ConditionError(`expected ${expected} at ${at} of the condition, got ${kind === 'end' ? 'its end' : text}`);
    }
    /** Runs `read` one level deeper; refuses what is nested beyond reason. */
    nested(read) {
        if (++this.depth > MAX_DEPTH)
            throw new ConditionError(`a condition nests at most ${MAX_DEPTH} deep`);
        const result = read();
        this.depth--;
        return result;
    }
}
