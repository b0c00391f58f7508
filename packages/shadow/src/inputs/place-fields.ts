import { field, listOf, quote, Unacceptable, type Field } from '@sluice/inputs'
import { patternMeant, patternText, readPath, readPattern } from '../json/pattern.ts'

/** A place as it may stand before other words on a line: only in quotes it may hold spaces. */
export const PLACE = String.raw`(?:[^\s"]|"(?:[^"\\]|\\.)*")+`

const PATH = 'place in a record such as `request.id` or `["odd key"]`'
const PATTERN =
  'place such as `user.name`, `items[*].price` or `["odd key"]`, where `*` is any key and `**` any depth'

/** The place of one value in a record, as keys. */
export const pathField = field(PATH, (given) => readPath(given) ?? refusePlace(PATH, given, readPath))

/** Places that a pattern means, in the one way to write it. */
export const patternField = field(PATTERN, (given) => patternIn(given, PATTERN))

/** The same in a field of another shape. */
export function patternIn(given: string, shape: string): string {
  const pattern = readPattern(given)
  return pattern === undefined ? refusePlace(shape, given, readPattern) : patternText(pattern)
}

/** Places on lines or separated by commas; a comma in quotes is part of a key. */
export function placesOf<T>(item: Field<T>): Field<readonly T[]> {
  const list = listOf(item)
  return field(list.shape, (given) =>
    list.parse(given.replaceAll(/"(?:[^"\\\n]|\\.)*"/g, (key) => key.replaceAll(',', String.raw`\u002c`))),
  )
}

/** Throws what is accepted, what was given, and what was probably meant by it. */
export function refusePlace(shape: string, given: string, read: (text: string) => unknown): never {
  throw new Unacceptable(`must be ${shape}, got ${quote(given)}${adviceOn(given, read)}`)
}

/** The end of a sentence on a text that is no place: what was probably meant, where that is obvious and can be read. */
export function adviceOn(given: string, read: (text: string) => unknown): string {
  const meant = patternMeant(given)
  return meant === undefined || read(meant) === undefined ? '' : `; was \`${meant}\` meant?`
}
