import { GitHubError } from './github-error.ts'

/** What came of telling people something: a link, or why there is none. Never a reason to stop. */
export type Published<Value> =
  | { readonly published: true; readonly value: Value }
  | { readonly published: false; readonly because: string }

/**
 * Turns a failure of GitHub into a value, so that a verdict stands although it could not be shown.
 * Cancels and our own mistakes still throw.
 */
export async function publishing<Value>(work: () => Promise<Value>): Promise<Published<Value>> {
  try {
    return { published: true, value: await work() }
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    return { published: false, because: `${error.message}. ${error.hint}` }
  }
}
