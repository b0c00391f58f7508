import { Command as Commander, CommanderError, InvalidArgumentError, Option } from 'commander'
import { UserError } from '@sluice/action'

/** What a command of the CLI may do to the world. */
export interface CliIo {
  readonly stdout: (text: string) => void
  readonly stderr: (text: string) => void
  readonly readFile: (path: string) => Promise<string>
}

/** One option of a verb, spelled `--name`. Without `value` it is a flag. */
export interface OptionSpec {
  /** What the value is, in capitals, as in `--samples FILE`. */
  readonly value?: string
  readonly about: string
  readonly fallback?: string
  readonly choices?: readonly string[]
  /** May be given several times. */
  readonly multiple?: boolean
}

type Options = Readonly<Record<string, OptionSpec>>

type ValueOf<S extends OptionSpec> = S extends { readonly value: string }
  ? S extends { readonly multiple: true }
    ? readonly string[]
    : S extends { readonly fallback: string }
      ? string
      : string | undefined
  : boolean

/** The options as given; a flag is a boolean, an option that may be repeated a list. */
export type Given<O extends Options> = { readonly [K in keyof O]: ValueOf<O[K]> }

/** What a verb takes and says about itself. */
export interface Spec<O extends Options> {
  readonly name: string
  readonly about: string
  /** Further forms of use, one line each, without the program's name. */
  readonly usage: readonly string[]
  readonly options: O
  /** Names of the arguments without a dash, in their order; the last may be `NAME...`. All are required. */
  readonly operands?: readonly string[]
  readonly examples: readonly string[]
  /** What an operand may be, word by word; printed after the options. */
  readonly words?: Readonly<Record<string, string>>
  /** Meaning of the exit codes, where they differ from the usual ones. */
  readonly exits?: string
}

/** Runs with the arguments after its name; resolves to the exit code. Throws `UserError` for what the user can fix. */
export interface Command {
  (args: readonly string[], io: CliIo): Promise<number>
  /** For the completion of a shell and for the documentation. */
  readonly spec: Spec<Options>
}

/** A verb of `sluice`: one line for the help text, and how to load it. */
export interface Verb {
  readonly summary: string
  readonly load: () => Promise<Command>
}

const JSON_OPTION = { about: 'print the result as JSON' } as const

/** A verb with its options; every verb also takes `--help`, `--json` and `--debug`. */
export function defineCommand<const O extends Options>(
  spec: Spec<O>,
  run: (
    given: Given<O & { json: typeof JSON_OPTION }>,
    operands: readonly string[],
    io: CliIo,
  ) => Promise<number>,
): Command {
  const options = { ...spec.options, json: JSON_OPTION }
  const command = async (args: readonly string[], io: CliIo): Promise<number> => {
    const parser = parserOf({ ...spec, options }, io)
    try {
      parser.parse([...args], { from: 'user' })
    } catch (error) {
      if (error instanceof CommanderError && error.exitCode === 0) return 0
      throw error instanceof CommanderError ? wrongOption(spec.name, error) : error
    }
    return await run(givenOf(options, parser), parser.args, io)
  }
  return Object.assign(command, { spec: { ...spec, options } })
}

function parserOf(spec: Spec<Options>, io: CliIo): Commander {
  const parser = new Commander(`sluice ${spec.name}`)
    .description(spec.about)
    .usage(usageOf(spec))
    .helpOption('-h, --help', 'print this text')
    .addOption(new Option('--debug', 'show the stack trace of an error'))
    .configureOutput({ writeOut: io.stdout, writeErr: () => undefined })
    .exitOverride()
  for (const [name, option] of Object.entries(spec.options)) parser.addOption(optionOf(name, option))
  for (const operand of spec.operands ?? []) parser.argument(`<${operand}>`)
  return parser.addHelpText('after', () => afterHelp(spec))
}

function usageOf({ name, usage }: Spec<Options>): string {
  return usage.map((line, i) => (i === 0 ? line : `       sluice ${name} ${line}`)).join('\n')
}

function optionOf(name: string, { value, about, fallback, choices, multiple }: OptionSpec): Option {
  const option = new Option(value === undefined ? `--${name}` : `--${name} <${value}>`, about)
  if (fallback !== undefined) option.default(fallback)
  if (multiple === true) {
    option.argParser((given: string, before: readonly string[] | undefined) => [...(before ?? []), given])
  }
  if (choices !== undefined) {
    option.argParser((given: string) => {
      if (choices.includes(given)) return given
      throw new InvalidArgumentError(`It must be one of ${choices.join(', ')}.`)
    })
  }
  return option
}

function afterHelp({ examples, exits, words = {} }: Spec<Options>): string {
  const usual = '0 pass or done, 1 fail, 2 undecided, 3 wrong input, 4 could not'
  const width = Math.max(0, ...Object.keys(words).map((word) => word.length))
  const meanings = Object.entries(words).map(([word, about]) => `  ${word.padEnd(width)}  ${about}`)
  return [
    ...(meanings.length === 0 ? [] : ['', 'Commands:', ...meanings]),
    ...(examples.length === 0 ? [] : ['', 'Examples:', ...examples.map((line) => `  $ sluice ${line}`)]),
    '',
    `Exit codes: ${exits ?? usual}.`,
  ].join('\n')
}

function givenOf<O extends Options>(options: O, parser: Commander): Given<O> {
  const values = parser.opts<Record<string, unknown>>()
  const given = Object.keys(options).map((name) => {
    const value = values[new Option(`--${name}`).attributeName()]
    return [name, value ?? absent(options[name])]
  })
  return Object.fromEntries(given) as Given<O>
}

function absent(option: OptionSpec | undefined): false | readonly string[] | undefined {
  if (option?.value === undefined) return false
  return option.multiple === true ? [] : undefined
}

/** The words of the parser, in our order: what was given, what is accepted, where to look. */
function wrongOption(verb: string, { message }: CommanderError): UserError {
  const said = message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)$/s, '. Did you mean $1?')
  return new UserError(
    'WRONG_OPTION',
    `sluice ${verb}: ${said}`,
    `\`sluice ${verb} --help\` lists the options.`,
  )
}
