import { nearestName, UserError } from '@sluice/action';
import { defineCommand } from "../command.js";
const steps = {
    serve: {
        summary: 'run the GitHub App that owns a deployment protection rule',
        load: async () => (await import("./serve.js")).serveCommand,
    },
    manifest: {
        summary: 'print a page with one button that creates the App',
        load: async () => (await import("./manifest.js")).manifestCommand,
    },
    credentials: {
        summary: "exchange the code that GitHub sent back for the App's credentials",
        load: async () => (await import("./manifest.js")).credentialsCommand,
    },
};
const overview = defineCommand({
    name: 'gate',
    about: `The gate App decides on waiting deployments; docs/gate-app.md describes it.\n\n${Object.entries(steps)
        .map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`)
        .join('\n')}`,
    usage: ['serve|manifest|credentials [OPTIONS]'],
    options: {},
    operands: ['COMMAND'],
    examples: ['gate manifest --url https://gate.example.com --organization acme > create-app.html'],
}, (_, [name = '']) => {
    const near = nearestName(name, Object.keys(steps));
    throw new UserError('UNKNOWN_COMMAND', `sluice gate: ${JSON.stringify(name)} is not a command.${near === undefined ? '' : ` Did you mean ${near}?`}`, '`sluice gate --help` lists the commands.');
});
/** The gate App: run it, or create it at GitHub. */
export const gateCommand = Object.assign(async (args, io) => {
    const [name = '', ...rest] = args;
    const step = Object.hasOwn(steps, name) ? steps[name] : undefined;
    return await (step === undefined ? overview(args, io) : (await step.load())(rest, io));
}, { spec: overview.spec });
