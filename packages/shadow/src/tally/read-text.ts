import { readString } from '../json/paths.ts'

/** What a JSON token says, as text for people. */
export function readText(token: string): string {
  return token.startsWith('"') ? readString(token) : token
}
