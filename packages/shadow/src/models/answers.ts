/** What both models said about one input, as JSON tokens; undefined where the record does not say. */
export interface Answers {
  readonly stable: string | undefined
  readonly candidate: string | undefined
  readonly stableScore: string | undefined
  readonly candidateScore: string | undefined
  readonly label: string | undefined
  /** Watched inputs as the two arms logged them. */
  readonly inputs: readonly (readonly [string | undefined, string | undefined])[]
}

/** Whether the two agree, and, where the truth is known, who is right. */
export interface Judged {
  readonly agree: boolean
  readonly right?: { readonly stable: boolean; readonly candidate: boolean }
}

/** Plain data: nested lists of numbers and text. */
export type Plain = number | string | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

/** What one kind of model counts besides agreement. Parts add up: `merge` takes what `data` gave. */
export interface KindTally {
  /** Undefined when the two answers cannot be compared; that is counted as not comparable. */
  readonly observe: (answers: Answers) => Judged | undefined
  readonly data: () => Plain
  readonly merge: (data: Plain) => void
}

/** The finite number a token is, or undefined. */
export function numberOf(token: string | undefined): number | undefined {
  if (token === undefined || token === 'null' || token.startsWith('"')) return undefined
  const value = Number(token)
  return Number.isFinite(value) ? value : undefined
}

/** The list a token is, or undefined. */
export function listOf(token: string | undefined): readonly unknown[] | undefined {
  if (token === undefined || !token.startsWith('[')) return undefined
  try {
    const value: unknown = JSON.parse(token)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
