import { field, listOf, quote, Unacceptable, type Field } from '@sluice/action'
import { patternMeant, patternText, readPath, readPattern } from '../json/pattern.ts'
import { namesCredential } from '../tally/credentials.ts'

/** A place as it may stand before other words on a line: only in quotes it may hold spaces. */
export const PLACE = String.raw`(?:[^\s"]|"(?:[^"\\]|\\.)*")+`

const PATH = 'place in a record such as `request.id` or `["odd key"]`'
const PATTERN =
  'place such as `user.name`, `items[*].price` or `["odd key"]`, where `*` is any key and `**` any depth'

/** The place of one value in a record, as keys. */
export const pathField = field(PATH, (given) => pathIn(given, PATH, given))

/** What slices are named after is shown whatever is redacted, so that it must be nothing that lets anybody in. */
export const slicePath = field(PATH, (given) => {
  const path = pathField.parse(given)
  if (!path.some(namesCredential)) return path
  throw new Unacceptable(
    `must not be ${quote(given)}, which names a credential: slices are shown by their values`,
  )
})

/** Places that a pattern means, in the one way to write it. */
export const patternField = field(PATTERN, (given) => patternIn(given, PATTERN, given))

/** The keys that a text in an input of some shape names. */
export function pathIn(text: string, shape: string, given: string): readonly string[] {
  return readPath(text) ?? refusePlace(text, readPath, shape, given)
}

/** The pattern that a text in an input of some shape is, in the one way to write it. */
export function patternIn(text: string, shape: string, given: string): string {
  return patternText(readPattern(text) ?? refusePlace(text, readPattern, shape, given))
}

function refusePlace(text: string, read: Reader, shape: string, given: string): never {
  throw new Unacceptable(`must be ${shape}, got ${quote(given)}${adviceOn(text, read)}`)
}

type Reader = (text: string) => unknown

/** The end of a sentence on a text that is no place: what was probably meant, where that is obvious and can be read. */
export function adviceOn(text: string, read: Reader): string {
  const meant = patternMeant(text)
  return meant === undefined || read(meant) === undefined ? '' : `; was \`${meant}\` meant?`
}

/** Places on lines or separated by commas; a comma in quotes is part of a key. */
export function placesOf<T>(item: Field<T>): Field<readonly T[]> {
  const list = listOf(item)
  return field(list.shape, (given) =>
    list.parse(given.replaceAll(/"(?:[^"\\\n]|\\.)*"/g, (key) => key.replaceAll(',', String.raw`\u002c`))),
  )
}
