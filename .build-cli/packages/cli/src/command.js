import { Command as Commander, CommanderError, InvalidArgumentError, Option } from 'commander';
import { UserError } from '@sluice/action';
export const JSON_OPTION = { about: 'print the result as JSON' };
/** A verb with its options; every verb also takes `--help`, `--json` and `--debug`. */
export function defineCommand(spec, run) {
    const options = { ...spec.options, json: JSON_OPTION };
    const command = async (args, io) => {
        const parser = parserOf({ ...spec, options }, io);
        try {
            parser.parse([...args], { from: 'user' });
        }
        catch (error) {
            if (error instanceof CommanderError && error.exitCode === 0)
                return 0;
            throw error instanceof CommanderError ? wrongOption(spec.name, error) : error;
        }
        return await run(givenOf(options, parser), parser.args, io);
    };
    return Object.assign(command, { spec: { ...spec, options } });
}
function parserOf(spec, io) {
    const parser = new Commander(`sluice ${spec.name}`)
        .description(spec.about)
        .usage(usageOf(spec))
        .helpOption('-h, --help', 'print this text')
        .addOption(new Option('--debug', 'show the stack trace of an error'))
        .configureOutput({ writeOut: io.stdout, writeErr: () => undefined })
        .exitOverride();
    for (const [name, option] of Object.entries(spec.options))
        parser.addOption(optionOf(name, option));
    for (const operand of spec.operands ?? [])
        parser.argument(`<${operand}>`);
    return parser.addHelpText('after', () => afterHelp(spec));
}
function usageOf({ name, usage }) {
    return usage.map((line, i) => (i === 0 ? line : `       sluice ${name} ${line}`)).join('\n');
}
function optionOf(name, { value, about, fallback, choices, multiple }) {
    const option = new Option(value === undefined ? `--${name}` : `--${name} <${value}>`, about);
    if (fallback !== undefined)
        option.default(fallback);
    if (multiple === true) {
        option.argParser((given, before) => [...(before ?? []), given]);
    }
    if (choices !== undefined) {
        option.argParser((given) => {
            if (choices.includes(given))
                return given;
            throw new InvalidArgumentError(`It must be one of ${choices.join(', ')}.`);
        });
    }
    return option;
}
function afterHelp({ examples, exits }) {
    const usual = '0 pass or done, 1 fail, 2 undecided, 3 wrong input, 4 could not';
    return [
        ...(examples.length === 0 ? [] : ['', 'Examples:', ...examples.map((line) => `  $ sluice ${line}`)]),
        '',
        `Exit codes: ${exits ?? usual}.`,
    ].join('\n');
}
function givenOf(options, parser) {
    const values = parser.opts();
    const given = Object.keys(options).map((name) => {
        const value = values[new Option(`--${name}`).attributeName()];
        return [name, value ?? absent(options[name])];
    });
    return Object.fromEntries(given);
}
function absent(option) {
    if (option?.value === undefined)
        return false;
    return option.multiple === true ? [] : undefined;
}
/** The words of the parser, in our order: what was given, what is accepted, where to look. */
function wrongOption(verb, { message }) {
    const said = message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)$/s, '. Did you mean $1?');
    return new UserError('WRONG_OPTION', `sluice ${verb}: ${said}`, `\`sluice ${verb} --help\` lists the options.`);
}
