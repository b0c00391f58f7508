import { tokenize } from "./tokens.js";
/** The functions a condition calls. Throws `ConditionError` for text that is no part of the language. */
export function calledIn(condition) {
    const tokens = tokenize(condition);
    return tokens
        .filter((token, i) => token.kind === 'name' && tokens[i + 1]?.kind === 'operator' && tokens[i + 1]?.text === '(')
        .map((token) => token.text);
}
