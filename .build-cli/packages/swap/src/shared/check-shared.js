import { UserError } from '@sluice/action';
import { readOrigin } from "../origin.js";
import { suitsMigrations, suitsVersion } from "./suits.js";
/** Asks of every component whether it suits every colour: one result for each pair, none left out. */
export async function checkShared(components, colours, when, io, signal) {
    const pairs = components.flatMap((component) => colours.map((colour) => ({ component, colour })));
    return await Promise.all(pairs.map(async ({ component, colour }) => ({
        name: `shared: ${component.name} suits ${colour} ${when}`,
        at: io.now(),
        ...(await suits(component, colour, io, signal)),
    })));
}
async function suits(component, colour, io, signal) {
    try {
        if (component.kind === 'command')
            return await suitsCommand(component.run, colour, io, signal);
        const [state, document] = await Promise.all([
            readOrigin(component.state, colour, io, signal),
            readOrigin(component.colour, colour, io, signal),
        ]);
        return component.kind === 'migrations' ? suitsMigrations(state, document) : suitsVersion(state, document);
    }
    catch (error) {
        if (!(error instanceof UserError))
            throw error;
        return { finding: 'unknown', detail: error.message };
    }
}
async function suitsCommand(command, colour, io, signal) {
    const [program = '', ...args] = command.map((word) => word.replaceAll('$colour', colour));
    const { code, stdout, stderr } = await io.exec(program, args, { signal, env: { SLUICE_COLOUR: colour } });
    const said = (stderr.trim() || stdout.trim()).split('\n').at(-1) ?? '';
    return code === 0
        ? { finding: 'fine', detail: 'ended with 0' }
        : { finding: 'worse', detail: `ended with ${code}: ${said.slice(0, 200)}` };
}
