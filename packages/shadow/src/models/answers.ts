/** What both models said about one input, as JSON tokens; undefined where the record does not say. */
export interface Answers {
  readonly stable: string | undefined
  readonly candidate: string | undefined
  readonly stableScore: string | undefined
  readonly candidateScore: string | undefined
  /** The truth as the primary's record has it. */
  readonly label: string | undefined
  /** Whether the candidate's record has another: then the two are not about one input. */
  readonly disputed: boolean
  /** Watched inputs as the two arms logged them. */
  readonly inputs: readonly (readonly [string | undefined, string | undefined])[]
}

/** Whether the two agree, and, where the truth is known, who is right, or how far off each of them is. */
export interface Judged {
  readonly agree: boolean
  readonly right?: { readonly stable: boolean; readonly candidate: boolean }
  readonly loss?: { readonly stable: number; readonly candidate: number }
}

/** Plain data: nested lists of numbers and text. */
export type Plain = number | string | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

/** What one kind of model counts besides agreement. Parts add up: `merge` takes what `data` gave. */
export interface KindTally {
  /** Undefined when the two answers cannot be compared; that is counted as not comparable. */
  readonly observe: (answers: Answers) => Judged | undefined
  /** Whether two answers to one input agree; undefined where they cannot be compared. Counts nothing. */
  readonly agree: (stable: string | undefined, other: string | undefined) => boolean | undefined
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
