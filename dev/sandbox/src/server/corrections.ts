import { isObject } from './json.ts'
import type { JsonObject } from './json.ts'

const titlesOf = (list: unknown): string =>
  Array.isArray(list) ? list.map((one) => (isObject(one) ? one['title'] : '')).join(' or ') : ''

/** An account is a user or an enterprise; the list of installations asks it to be both at once. */
function accountIsEither(schema: JsonObject): JsonObject {
  const { allOf, ...rest } = schema
  return titlesOf(allOf) === 'Simple User or Enterprise' ? { ...rest, anyOf: allOf } : schema
}

/** Links that were never given are returned as "", which the stated format would refuse. */
function emptyLinkIsAllowed(schema: JsonObject): JsonObject {
  const { format, ...rest } = schema
  return schema['default'] === '' && format === 'uri' ? rest : schema
}

/** Mends the places where GitHub's description contradicts what GitHub itself answers. */
export const corrected = (schema: JsonObject): JsonObject => emptyLinkIsAllowed(accountIsEither(schema))
