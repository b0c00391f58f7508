import { parseArgs } from 'node:util'
import { rejudge } from '@sluice/compat'
import { renderTerminal } from '@sluice/report'
import { decode, VerdictRefused } from '@sluice/verdict'
import type { Command } from './command.ts'

const USAGE = 'usage: sluice inspect VERDICT.json\n'
const EXIT = { pass: 0, fail: 1, inconclusive: 2 } as const

/** Shows a verdict after judging its samples again; exit code 0 pass, 1 fail, 2 inconclusive, 3 refused. */
export const inspectCommand: Command = async (args, io) => {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { help: { type: 'boolean' } },
  })
  const [path] = positionals
  if (values.help === true || path === undefined) {
    io.stdout(USAGE)
    return values.help === true ? 0 : 3
  }
  try {
    const verdict = decode(await io.readFile(path), rejudge)
    io.stdout(
      renderTerminal(verdict, {
        decision: verdict.outcome,
        did: `was judged ${verdict.outcome}`,
        go: verdict.outcome === 'pass',
      }),
    )
    return EXIT[verdict.outcome]
  } catch (error) {
    if (!(error instanceof VerdictRefused)) throw error
    io.stderr(`${path}: ${error.problems.join('\n')}\n`)
    return 3
  }
}
