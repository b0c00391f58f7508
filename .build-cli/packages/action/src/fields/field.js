/** A value that a field does not accept; each line of the message completes the sentence "NAME: must be …, got …". */
export class Unacceptable extends Error {
    name = 'Unacceptable';
}
/** Declares a field from its shape and its parser. */
export function field(shape, parse) {
    return { shape, parse };
}
/** The same field, where an empty input means `undefined`. */
export function optional(inner) {
    return { ...inner, whenBlank: () => undefined };
}
/** The same field, where an empty input means `fallback`, written as a person would. */
export function withDefault(fallback, inner) {
    return { ...inner, fallback, whenBlank: () => inner.parse(fallback) };
}
/** The same field, masked in logs and never quoted in errors. */
export function secret(inner) {
    return { ...inner, secret: true };
}
/** Throws the one error every field uses: what is accepted and what was given. */
export function refuse(shape, text) {
    throw new Unacceptable(`must be ${shape}, got ${quote(text)}`);
}
/** At most 80 characters of a foreign text, on one line, in quotes. */
export function quote(text) {
    const line = text.replaceAll(/\s+/g, ' ');
    return JSON.stringify(line.length > 80 ? `${line.slice(0, 79)}…` : line);
}
