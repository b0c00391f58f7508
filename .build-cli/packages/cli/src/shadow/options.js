import { parseFields, text, withDefault } from '@sluice/action';
import { comparisonInputs, replayInputs, sourceInputs } from '@sluice/shadow';
const fields = {
    ...sourceInputs,
    ...replayInputs,
    ...comparisonInputs,
    environment: withDefault('local', text('environment name')),
    service: withDefault('the service', text('service name')),
    'report-dir': withDefault('sluice-report', text('path')),
};
/** A shard is for a job; one machine uses all its cores anyway. */
const HIDDEN = new Set(['shard']);
/** The options of `sluice shadow`: the inputs of the action. Each may be repeated where the input takes several lines. */
export const SHADOW_FLAGS = Object.fromEntries(Object.entries(fields)
    .filter(([name]) => !HIDDEN.has(name))
    .map(([name, { shape, fallback }]) => [
    name,
    {
        value: 'VALUE',
        about: fallback === undefined ? shape : `${shape} (default: ${fallback})`,
        multiple: true,
    },
]));
/** Reads the options with the same fields as the action. Throws `UserError`. */
export function readInput(given) {
    return parseFields(fields, (name) => {
        const values = given[name];
        return HIDDEN.has(name) || !Array.isArray(values) ? '' : values.join('\n');
    }, 'the command line');
}
