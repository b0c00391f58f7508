import { UserError } from '@sluice/action'
import { nearestName } from '@sluice/schema'
import { defineCommand, type Command } from '../command.ts'
import type { Verb } from '../command.ts'

const steps: Readonly<Record<string, Verb>> = {
  serve: {
    summary: 'run the GitHub App that owns a deployment protection rule',
    load: async () => (await import('./serve.ts')).serveCommand,
  },
  test: {
    summary: 'decide cases under a gate policy, without GitHub',
    load: async () => (await import('./test.ts')).testCommand,
  },
  manifest: {
    summary: 'print a page with one button that creates the App',
    load: async () => (await import('./manifest.ts')).manifestCommand,
  },
  credentials: {
    summary: "exchange the code that GitHub sent back for the App's credentials",
    load: async () => (await import('./manifest.ts')).credentialsCommand,
  },
}

const overview = defineCommand(
  {
    name: 'gate',
    about: `The gate App decides on waiting deployments; docs/gate-app.md describes it.\n\n${Object.entries(
      steps,
    )
      .map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`)
      .join('\n')}`,
    usage: ['serve|test|manifest|credentials [OPTIONS]'],
    options: {},
    operands: ['COMMAND'],
    examples: ['gate manifest --url https://gate.example.com --organization acme > create-app.html'],
  },
  (_, [name = '']) => {
    const near = nearestName(name, Object.keys(steps))
    throw new UserError(
      'UNKNOWN_COMMAND',
      `sluice gate: ${JSON.stringify(name)} is not a command.${near === undefined ? '' : ` Did you mean ${near}?`}`,
      '`sluice gate --help` lists the commands.',
    )
  },
)

/** The gate App: run it, or create it at GitHub. */
export const gateCommand: Command = Object.assign(
  async (args: Parameters<Command>[0], io: Parameters<Command>[1]) => {
    const [name = '', ...rest] = args
    const step = Object.hasOwn(steps, name) ? steps[name] : undefined
    return await (step === undefined ? overview(args, io) : (await step.load())(rest, io))
  },
  { spec: overview.spec },
)
