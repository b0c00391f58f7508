import { parseFields, UserError } from '@sluice/action';
import { comparisonInputs } from "./fields.js";
const KEYS = Object.keys(comparisonInputs);
/** What is needed only once everything has been counted; all else shapes the counts, which shards make. */
const JUDGED = ['max-difference-rate', 'requirements', 'confidence', 'prices'];
/** What of some inputs shapes a comparison and its verdict, as a part keeps it. */
export function comparisonPart(input) {
    return Object.fromEntries(KEYS.map((key) => [key, input[key]]));
}
/**
 * What a merge judges by: each input as the merge or its shards were given it; either may leave one out. A `UserError` names
 * all that they were given differently, all that only the merge was given though shards count by it, and every requirement
 * about something that the shards did not count.
 */
export function mergedInput(merge, shards, counted) {
    const untouched = parseFields(comparisonInputs, () => '', 'the defaults');
    const isSilent = (input, key) => same(input, untouched, key);
    const [first = untouched] = shards;
    const adopted = KEYS.filter((key) => isSilent(merge, key) || !JUDGED.includes(key));
    const problems = KEYS.flatMap((key) => {
        if (shards.some((shard) => !same(shard, first, key)))
            return [`${key}: the shards were not all given the same`];
        if (isSilent(merge, key) || same(merge, first, key))
            return [];
        if (!isSilent(first, key))
            return [`${key}: the shards were given something else than the merge`];
        return JUDGED.includes(key)
            ? []
            : [`${key}: was given to the merge only, but it is the shards that count`];
    });
    const result = {
        ...merge,
        ...Object.fromEntries(adopted.map((key) => [key, first[key]])),
    };
    const all = [...problems, ...uncounted(result, counted)];
    if (all.length > 0)
        throw new UserError('PARTS_DO_NOT_FIT', all.join('\n'), 'Give the merge and every shard the same inputs.');
    return result;
}
function same(a, b, key) {
    return JSON.stringify(a[key] ?? null) === JSON.stringify(b[key] ?? null);
}
function uncounted({ requirements }, { measures, errors }) {
    const isCounted = (requirement) => {
        if ('measure' in requirement)
            return measures.some(({ name }) => name === requirement.measure);
        return errors || (requirement.about !== 'error rate' && requirement.about !== 'error increase');
    };
    return requirements
        .filter((requirement) => !isCounted(requirement))
        .map(({ said }) => `requirements: the shards did not count what \`${said}\` asks for`);
}
