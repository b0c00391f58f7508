import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { codesIn } from './codes.ts'

/** Why something happens, and what to do about it. */
interface CauseAndCure {
  readonly cause: string
  readonly cure: string
}

const ERRORS_HEAD = `# Errors

Every error has a code. The output \`reason\` of an action has it, and the error message links to this page. An error
means that the step could not do its work: the outputs are \`outcome: inconclusive\` and \`decision: error\`, and the
step fails. The [command line](../cli.md#exit-codes) exits with 3 (wrong input) or 4 (could not).

This page is generated from the code (\`npm run docs\`).
`

const REASONS_HEAD = `# Reasons

A verdict, each of its metrics, a gate condition and a refused document each have a reason: one word from a fixed list.
The output \`reason\` of an action has the reason of its decision.

This page is generated from the code (\`npm run docs\`).
`

/** The pages of all error codes and of all reasons, with an anchor for each. `files` are the sources that ship. */
export function referencePages(root: string, files: readonly string[]): ReadonlyMap<string, string> {
  const { errors, reasons } = codesIn(root, files)
  const [errorTexts, reasonTexts] = [textsIn('errors.yml'), textsIn('reasons.yml')]
  const errorEntries = [...errors].map((code) =>
    entry(code, errorTexts[code] ?? undescribed('errors.yml', code)),
  )
  const reasonEntries = [...reasons].map((reason) =>
    entry(reason, reasonTexts[reason] ?? undescribed('reasons.yml', reason)),
  )
  return new Map([
    ['docs/reference/errors.md', [ERRORS_HEAD, ...errorEntries.sort()].join('\n')],
    ['docs/reference/reasons.md', [REASONS_HEAD, ...reasonEntries.sort()].join('\n')],
  ])
}

function textsIn(file: string): Readonly<Partial<Record<string, CauseAndCure>>> {
  return parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as Record<string, CauseAndCure>
}

function undescribed(file: string, name: string): never {
  throw new Error(`scripts/docs/${file}: add the cause and the cure of ${name}`)
}

function entry(name: string, { cause, cure }: CauseAndCure): string {
  return `## ${name}\n\n${cause}\n\n**What to do:** ${cure}\n`
}
