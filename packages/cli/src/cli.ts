import { readFile } from 'node:fs/promises'
import { UserError } from '@sluice/action'
import { nearestName } from '@sluice/schema'
import type { CliIo } from './command.ts'
import { complete, COMPLETE_VERB } from './completion.ts'
import { exitCodeOf, explainError, explainAsJson } from './exit.ts'
import { verbs } from './verbs.ts'
import { VERSION } from './version.ts'

const io: CliIo = {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  readFile: async (path) => await readFile(path, 'utf8'),
}

/** Runs one command line and resolves to its exit code; nothing is thrown. */
export async function cli(args: readonly string[]): Promise<number> {
  goWhereItWasTyped(process.env)
  // A reader such as `head` may close the pipe before we are done.
  process.stdout.on('error', () => process.exit(0))
  try {
    return await dispatch(args)
  } catch (error) {
    const shown = args.includes('--json')
      ? explainAsJson(error)
      : explainError(error, args.includes('--debug'))
    io.stderr(shown)
    return exitCodeOf(error)
  }
}

async function dispatch([name = '', ...rest]: readonly string[]): Promise<number> {
  if (name === COMPLETE_VERB) return await complete(rest, io)
  if (name === '' || name === 'help' || name === '--help' || name === '-h') return await help(name, rest)
  if (name === '--version' || name === '-V') {
    io.stdout(rest.includes('--json') ? `${JSON.stringify({ version: VERSION })}\n` : `${VERSION}\n`)
    return 0
  }
  const verb = verbNamed(name)
  if (rest.length === 1 && rest[0] === '--version') return await dispatch(['--version'])
  return await (
    await verb.load()
  )(rest, io)
}

function verbNamed(name: string) {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (verb !== undefined) return verb
  const near = nearestName(name, Object.keys(verbs))
  const guess = near === undefined ? '' : ` Did you mean ${near}?`
  throw new UserError(
    'UNKNOWN_COMMAND',
    `sluice: ${JSON.stringify(name)} is not a command.${guess}`,
    '`sluice --help` lists the commands.',
  )
}

/** `sluice help VERB` is `sluice VERB --help`; without a verb, the list of all, as an error if nothing was asked. */
async function help(name: string, [verb]: readonly string[]): Promise<number> {
  if (name === 'help' && verb !== undefined) return await (await verbNamed(verb).load())(['--help'], io)
  const width = Math.max(...Object.keys(verbs).map((word) => word.length))
  const lines = Object.entries(verbs).map(([word, { summary }]) => `  ${word.padEnd(width)}  ${summary}`)
  const text = [
    'Usage: sluice COMMAND [OPTIONS]',
    '',
    'Commands:',
    ...lines,
    '',
    'Options of every command:',
    '  --help     print what the command does and its options',
    '  --json     print the result, or the error, as JSON',
    '  --debug    show the stack trace of an error',
    '  --version  print the version',
    '',
    'Exit codes: 0 pass or done, 1 fail, 2 undecided, 3 wrong input, 4 could not.',
    '',
  ].join('\n')
  ;(name === '' ? io.stderr : io.stdout)(text)
  return name === '' ? 3 : 0
}

/** `npm run` changes to the folder of the package; paths mean what they meant where they were typed. */
function goWhereItWasTyped(env: Readonly<Record<string, string | undefined>>): void {
  const typedIn = env['INIT_CWD']
  if (env['npm_lifecycle_event'] === 'sluice' && typedIn !== undefined) process.chdir(typedIn)
}
