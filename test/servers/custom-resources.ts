import { isDeepStrictEqual } from 'node:util'
import { isRecord } from '@sluice/action'

interface Schema {
  readonly type?: string
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly oneOf?: readonly Schema[]
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean
  readonly 'x-kubernetes-int-or-string'?: boolean
}

/** The part of a CustomResourceDefinition that a stand-in serves; `source` says what was left out. */
export interface CustomResource {
  readonly source: string
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly kind: string
  readonly statusSubresource: boolean
  readonly schema: Schema
}

/** What is wrong with an object, by its schema, in the words of the API server; undefined where nothing is. */
export function schemaProblem(schema: Schema, value: unknown, at: string): string | undefined {
  if (schema['x-kubernetes-int-or-string'] === true)
    return Number.isInteger(value) || typeof value === 'string' ? undefined : `${at}: Invalid type`
  if (schema.type !== undefined && !isOf(schema.type, value))
    return `${at}: Invalid value: ${JSON.stringify(value)}: must be of type ${schema.type}`
  if (schema.enum?.includes(value) === false)
    return `${at}: Unsupported value: ${JSON.stringify(value)}: supported values: ${schema.enum.join(', ')}`
  if (
    typeof value === 'number' &&
    (value < (schema.minimum ?? -Infinity) || value > (schema.maximum ?? Infinity))
  )
    return `${at}: Invalid value: ${value}: out of range`
  if (typeof value === 'string' && !new RegExp(schema.pattern ?? '').test(value))
    return `${at}: Invalid value: ${JSON.stringify(value)}: should match ${schema.pattern ?? ''}`
  if (Array.isArray(value))
    return firstOf(value.map((item, i) => problemIn(schema.items, item, `${at}[${i}]`)))
  if (!isRecord(value)) return undefined
  const missing = schema.required?.find((name) => value[name] === undefined)
  if (missing !== undefined) return `${at}.${missing}: Required value`
  const { oneOf } = schema
  if (oneOf !== undefined && oneOf.filter((one) => schemaProblem(one, value, at) === undefined).length !== 1)
    return `${at}: Invalid value: must validate one and only one schema (oneOf)`
  return firstOf(
    Object.entries(value).map(([name, each]) =>
      problemIn(schema.properties?.[name] ?? schema.additionalProperties, each, `${at}.${name}`),
    ),
  )
}

function problemIn(schema: Schema | undefined, value: unknown, at: string): string | undefined {
  return schema === undefined ? undefined : schemaProblem(schema, value, at)
}

function firstOf(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined)
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'object':
      return isRecord(value)
    case 'array':
      return Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    default:
      return typeof value === type
  }
}

/** The object without the fields that its schema does not know: the API server drops them without a word. */
export function pruned(schema: Schema, value: unknown): unknown {
  if (Array.isArray(value))
    return value.map((item) => (schema.items === undefined ? item : pruned(schema.items, item)))
  if (!isRecord(value) || schema['x-kubernetes-preserve-unknown-fields'] === true) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      const known = schema.properties?.[name] ?? schema.additionalProperties
      return known === undefined ? [] : [[name, pruned(known, each)] as const]
    }),
  )
}

/** RFC 7386. */
export function mergePatched(value: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  const merged: Record<string, unknown> = isRecord(value) ? { ...value } : {}
  for (const [name, each] of Object.entries(patch)) {
    if (each === null) delete merged[name]
    else merged[name] = mergePatched(merged[name], each)
  }
  return merged
}

/** Whether two objects say the same, apart from what the server itself counts. */
export function isSameObject(a: object, b: object): boolean {
  const plain = (object: object): unknown => {
    const { metadata, ...rest } = object as { readonly metadata?: Readonly<Record<string, unknown>> }
    return { ...rest, metadata: { ...metadata, resourceVersion: undefined, generation: undefined } }
  }
  return isDeepStrictEqual(plain(a), plain(b))
}
