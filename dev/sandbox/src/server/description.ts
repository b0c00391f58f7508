import { readFileSync } from 'node:fs'
import { isObject, type JsonObject } from './json.ts'

export interface Operation {
  readonly id: string
  readonly method: string
  readonly template: string
  readonly parameters: readonly JsonObject[]
  readonly requestBody: JsonObject | undefined
  readonly responses: JsonObject
}

const folder = new URL('../../openapi/', import.meta.url)

/** Reads one vendored description, with OpenAPI 3.0's `nullable` put in JSON Schema's words. */
export function readDescription(name: 'github.json' | 'webhooks.json'): JsonObject {
  const parsed: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
  const rewritten = withNull(parsed)
  if (!isObject(rewritten)) throw new Error(`${name} is not an OpenAPI document`)
  return rewritten
}

function withNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNull)
  if (!isObject(value)) return value
  const { nullable, ...schema } = corrected(value)
  const inner = Object.fromEntries(Object.entries(schema).map(([key, item]) => [key, withNull(item)]))
  return nullable === true ? { anyOf: [inner, { type: 'null' }] } : { ...inner, ...keep(nullable) }
}

/** A property may itself be called "nullable"; only the boolean keyword is rewritten. */
const keep = (nullable: unknown): JsonObject => (isObject(nullable) ? { nullable: withNull(nullable) } : {})

/** Follows `#/a/b/c` inside the document. */
export function resolve(document: JsonObject, value: unknown): JsonObject {
  if (!isObject(value)) throw new Error('expected an object in the description')
  const reference = value['$ref']
  if (typeof reference !== 'string') return value
  const found = reference
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), document)
  return resolve(document, found)
}

/** Lists the operations of a REST description. */
export function operationsOf(document: JsonObject): readonly Operation[] {
  return Object.entries(objectIn(document, 'paths')).flatMap(([template, methods]) =>
    Object.entries(isObject(methods) ? methods : {}).map(([method, operation]) => {
      const described = resolve(document, operation)
      const parameters = described['parameters']
      return {
        id: String(described['operationId']),
        method: method.toUpperCase(),
        template,
        parameters: (Array.isArray(parameters) ? parameters : []).map((one) => resolve(document, one)),
        requestBody: isObject(described['requestBody'])
          ? resolve(document, described['requestBody'])
          : undefined,
        responses: objectIn(described, 'responses'),
      }
    }),
  )
}

/** The named member, or an empty object when there is none. */
export function objectIn(parent: JsonObject, key: string): JsonObject {
  const value = parent[key]
  return isObject(value) ? value : {}
}

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
const corrected = (schema: JsonObject): JsonObject => emptyLinkIsAllowed(accountIsEither(schema))
