/** Something the reader of the log can fix: a stable code, what was wrong, and what to do about it. */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly code: string
  readonly hint: string
  constructor(code: string, message: string, hint: string) {
    super(message)
    this.code = code
    this.hint = hint
  }
}

/** The entry of an error code in the reference. */
export function errorPage(code: string): string {
  return `${REFERENCE}/errors.md#${code.toLowerCase()}`
}

/** The entry of a reason in the reference: what it means, and what to do. */
export function reasonPage(reason: string): string {
  return `${REFERENCE}/reasons.md#${reason}`
}

const REFERENCE = 'https://github.com/sluice-actions/sluice/blob/main/docs/reference'
