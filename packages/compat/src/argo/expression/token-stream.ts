import { ConditionError } from './condition-error.ts'
import { tokenize, type Token } from './tokens.ts'

const MAX_DEPTH = 100

/** Reads tokens one by one, and keeps count of how deep the reading is nested. */
export class TokenStream {
  private readonly tokens: readonly Token[]
  private position = 0
  private depth = 0
  constructor(condition: string) {
    this.tokens = tokenize(condition)
  }

  get current(): Token {
    return this.ahead(0)
  }

  ahead(by: number): Token {
    const token = this.tokens[this.position + by] ?? this.tokens.at(-1)
    if (token === undefined) throw new ConditionError('the condition is empty')
    return token
  }

  take(): Token {
    const token = this.current
    this.position++
    return token
  }

  /** Whether the current token is this word or operator (never a string that happens to read the same). */
  is(text: string): boolean {
    return (this.current.kind === 'operator' || this.current.kind === 'name') && this.current.text === text
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false
    this.position++
    return true
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail(`"${text}"`)
  }

  fail(expected: string): never {
    const { kind, text, at } = this.current
    throw new ConditionError(
      `expected ${expected} at ${at} of the condition, got ${kind === 'end' ? 'its end' : text}`,
    )
  }

  /** Runs `read` one level deeper; refuses what is nested beyond reason. */
  nested<T>(read: () => T): T {
    if (++this.depth > MAX_DEPTH) throw new ConditionError(`a condition nests at most ${MAX_DEPTH} deep`)
    const result = read()
    this.depth--
    return result
  }
}
