import { keyText } from '../json/pattern.ts'

/** A path as it is written in rules. */
export function pathText(path: readonly string[]): string {
  return path.reduce(keyText, '')
}
