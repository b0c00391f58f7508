import { errorPage, fileTrouble, UserError } from '@sluice/action'
import type { Outcome } from '@sluice/verdict'

export const EXIT_OF: Readonly<Record<Outcome, number>> = { pass: 0, fail: 1, inconclusive: 2 }

const WRONG_INPUT = 3
const COULD_NOT = 4

/** Codes of errors that no change of the command line would mend. */
const OUTAGES = /_(UNREACHABLE|TIMED_OUT|NOT_STARTED|SILENT|STUCK|UNCONFIRMED|TAKEN_OVER)$/

/** What the system says when a file is not as the command line says. */
const WRONG_FILE: ReadonlySet<unknown> = new Set(['ENOENT', 'EISDIR', 'ENOTDIR', 'EEXIST', 'ENAMETOOLONG'])

/** 3 for what the user can correct, 4 for everything else. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UserError) return OUTAGES.test(error.code) ? COULD_NOT : WRONG_INPUT
  return error instanceof Error && 'code' in error && WRONG_FILE.has(error.code) ? WRONG_INPUT : COULD_NOT
}

/** An error for a person: what is wrong, what to do, and where to read more; a stack trace only on request. */
export function explainError(error: unknown, debug: boolean): string {
  const { message, hint, docs } = partsOf(error)
  const stack = debug && error instanceof Error && error.stack !== undefined ? [error.stack] : []
  return `${[message, hint, ...(docs === undefined ? [] : [`See ${docs}`]), ...stack].join('\n')}\n`
}

/** The same for a program, as one line of JSON. */
export function explainAsJson(error: unknown): string {
  return `${JSON.stringify({ error: partsOf(error) })}\n`
}

interface Parts {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly docs?: string
}

function partsOf(error: unknown): Parts {
  if (error instanceof UserError) {
    const { code, message, hint } = error
    return { code, message, hint: hint.trimEnd(), docs: errorPage(code) }
  }
  const trouble = fileTrouble(error)
  if (trouble !== undefined) {
    return {
      code: 'FILE_TROUBLE',
      message: trouble,
      hint: 'Check the path.',
      docs: errorPage('FILE_TROUBLE'),
    }
  }
  const message = error instanceof Error ? error.message : String(error)
  const hint = 'This is not your mistake. Run the command again with --debug, and report what it prints.'
  return { code: 'UNEXPECTED_ERROR', message, hint, docs: errorPage('UNEXPECTED_ERROR') }
}
