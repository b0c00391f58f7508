import { parseArgs } from 'node:util'
import { parseFields, text, UserError, withDefault, type Values } from '@sluice/action'
import { comparisonInputs, replayInputs, sourceInputs } from '@sluice/shadow'

const fields = {
  ...sourceInputs,
  ...replayInputs,
  ...comparisonInputs,
  environment: withDefault('local', text('environment name')),
  service: withDefault('the service', text('service name')),
  'report-dir': withDefault('sluice-report', text('path')),
} as const

/** Shards and merges are for jobs; on one machine all cores are used anyway. */
const HIDDEN = new Set(['shard'])

export const USAGE = `sluice shadow --primary FILE --candidate FILE [--secondary FILE]     compare logs
sluice shadow --requests FILE --primary-url URL --candidate-url URL   replay requests and compare
sluice shadow --merge PART --merge PART                               add up what shards have counted

Options, each as in the action; those that take several values may be repeated:
${Object.entries(fields)
  .filter(([name]) => !HIDDEN.has(name))
  .map(
    ([name, { shape, fallback }]) => `  --${name}${fallback === undefined ? '' : ` (${fallback})`}: ${shape}`,
  )
  .join('\n')}

Writes verdict.json, report.md and report.html. Exit code: 0 accept, 1 reject, 2 undecided, 3 bad input.
`

/** Reads the command line with the same fields as the action. Throws `UserError`. */
export function readInput(args: readonly string[]): Values<typeof fields> {
  const given = parse(args)
  return parseFields(
    fields,
    (name) => (HIDDEN.has(name) ? '' : (given[name] ?? []).join('\n')),
    'the command line',
  )
}

function parse(args: readonly string[]): Readonly<Record<string, readonly string[] | undefined>> {
  const options = Object.fromEntries(
    Object.keys(fields)
      .filter((name) => !HIDDEN.has(name))
      .map((name) => [name, { type: 'string', multiple: true } as const]),
  )
  try {
    return parseArgs({ args: [...args], options, strict: true }).values
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new UserError('BAD_COMMAND_LINE', message, 'sluice shadow --help lists the options.')
  }
}
