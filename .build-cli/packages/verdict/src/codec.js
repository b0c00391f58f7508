import { canonicalJson, digestOf } from "./digest.js";
import { VerdictRefused } from "./refused.js";
import { readVerdict } from "./shape.js";
import { conclude } from "./verdict.js";
/** One line of canonical JSON; NaN and infinities in samples travel as strings. */
export function encode(verdict) {
    return canonicalJson(spellNumbers(verdict));
}
/**
 * Reads a verdict back, or throws `VerdictRefused` naming every problem: an unknown schema, a wrong shape, a policy
 * whose digest is not its own, an outcome that its findings contradict. `rejudge`, when given, judges the samples
 * again under the policy the verdict carries and returns what it finds wrong.
 */
export function decode(text, rejudge) {
    const verdict = readVerdict(parse(text));
    const problems = [...inconsistencies(verdict), ...(rejudge?.(verdict) ?? [])];
    if (problems.length > 0)
        throw new VerdictRefused(problems);
    return verdict;
}
function parse(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        throw new VerdictRefused(['it is not JSON']);
    }
}
function inconsistencies(verdict) {
    const problems = [];
    const concluded = conclude(verdict.evidence);
    if (concluded.outcome !== verdict.outcome || concluded.reason !== verdict.reason) {
        problems.push(`it says ${verdict.outcome} (${verdict.reason}) but its evidence concludes in ${concluded.outcome} (${concluded.reason})`);
    }
    if (digestOf(verdict.policy.document) !== verdict.policy.digest) {
        problems.push('its policy is not the one its policy digest names');
    }
    return problems;
}
function spellNumbers(value) {
    if (typeof value === 'number' && !Number.isFinite(value))
        return String(value);
    if (Array.isArray(value))
        return value.map(spellNumbers);
    if (typeof value !== 'object' || value === null)
        return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spellNumbers(item)]));
}
