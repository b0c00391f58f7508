/** A document that we cannot rely on, with every reason found. */
export class VerdictRefused extends Error {
  override readonly name = 'VerdictRefused'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`this document cannot be relied on: ${problems.join('; ')}`)
    this.problems = problems
  }
}
