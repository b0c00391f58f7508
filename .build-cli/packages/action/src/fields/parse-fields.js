import { Unacceptable } from "./field.js";
import { nearestName } from "./nearest.js";
import { UserError } from "./user-error.js";
/**
 * Reads every field and reports all problems at once, as one `UserError` with a line for each. `where` tells the
 * reader what to fix, e.g. "the `with:` block of this step". With `known`, names outside the fields are problems too.
 */
export function parseFields(fields, read, where, known = []) {
    const problems = known.filter((name) => !(name in fields)).map((name) => unknownName(name, fields));
    const values = {};
    for (const [name, field] of Object.entries(fields)) {
        const given = read(name).trim();
        try {
            values[name] =
                given === '' && field.whenBlank !== undefined ? field.whenBlank() : required(given, field.parse);
        }
        catch (error) {
            if (!(error instanceof Unacceptable))
                throw error;
            const said = field.secret === true ? `must be ${field.shape}` : error.message;
            problems.push(...said.split('\n').map((problem) => `${name}: ${problem}`));
        }
    }
    if (problems.length > 0)
        throw new UserError('BAD_INPUT', problems.join('\n'), `Fix ${where}.`);
    return values;
}
function required(given, parse) {
    if (given === '')
        throw new Unacceptable('is required and was not given');
    return parse(given);
}
function unknownName(name, fields) {
    const known = Object.keys(fields);
    const near = nearestName(name, known);
    return `${name}: is not a known name; ${near === undefined ? `known are ${known.join(', ')}` : `did you mean ${near}?`}`;
}
/** Reads a settings mapping (router-settings, source-settings…) with the same fields; unknown names are refused. */
export function parseSettings(fields, settings, where) {
    return parseFields(fields, (name) => settings[name] ?? '', where, Object.keys(settings));
}
