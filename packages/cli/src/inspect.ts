import { UserError } from '@sluice/action'
import { rejudge } from '@sluice/compat'
import { decode, VerdictRefused, type Verdict } from '@sluice/verdict'
import { defineCommand } from './command.ts'
import { EXIT_OF } from './exit.ts'
import { report, REPORT_OPTIONS } from './report-options.ts'

/** Shows a verdict after judging its samples again. */
export const inspectCommand = defineCommand(
  {
    name: 'inspect',
    about:
      'Judges the samples in a verdict again and shows the result. Refuses a verdict that its own samples contradict.',
    usage: ['VERDICT.json'],
    options: REPORT_OPTIONS,
    operands: ['VERDICT.json'],
    examples: ['inspect sluice-report/verdict.json'],
  },
  async (given, [path = ''], io) => {
    const verdict = decoded(path, await io.readFile(path))
    io.stdout(await report(verdict, given))
    return EXIT_OF[verdict.outcome]
  },
)

function decoded(path: string, text: string): Verdict {
  try {
    return decode(text, rejudge)
  } catch (error) {
    if (!(error instanceof VerdictRefused)) throw error
    throw new UserError(
      'VERDICT_REFUSED',
      `${path}: ${error.problems.join('\n')}`,
      'Use the file that the action wrote, without changes.',
    )
  }
}
