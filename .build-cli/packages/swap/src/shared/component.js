import { oneOf, text, Unacceptable, commandField, itemOf, itemsOf } from '@sluice/action';
import { originField } from "../origin.js";
const kinds = ['migrations', 'version', 'command'];
const described = {
    name: text('name'),
    kind: oneOf(kinds),
    state: originField(),
    colour: originField(),
};
const run = { name: text('name'), kind: oneOf(kinds), run: commandField() };
/** The `shared` input: a YAML list of components. */
export const sharedField = itemsOf('list of shared components (`name`, `kind`, …)', decodeComponent);
function decodeComponent(item, path) {
    if (typeof item === 'object' && item !== null && 'kind' in item && item.kind === 'command') {
        const { name, run: command } = itemOf(run, item, path);
        if (!command.some((word) => word.includes('$colour'))) {
            throw new Unacceptable(`${path}.run: must name the colour it asks about with $colour`);
        }
        return { kind: 'command', name, run: command };
    }
    const given = itemOf(described, item, path);
    const { kind } = given;
    if (kind === 'command')
        throw new Unacceptable(`${path}.run: is required and was not given`);
    return { ...given, kind };
}
