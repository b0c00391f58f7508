import { Ajv } from 'ajv'
import type { ErrorObject, ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { objectIn, operationsOf, readDescription, resolve } from './description.ts'
import type { Operation } from './description.ts'
import type { JsonObject } from './json.ts'

const REST = 'rest'
const HOOKS = 'webhooks'

/** Checks values against GitHub's descriptions; each schema is compiled when first needed. */
export interface Schemas {
  readonly operations: readonly Operation[]
  /** Problems of a request body, empty when it is valid. */
  body(operation: Operation, body: unknown): readonly string[]
  query(operation: Operation, query: Readonly<Record<string, string>>): readonly string[]
  /** Problems of a reply, empty when it is valid. */
  reply(operation: Operation, status: number, body: unknown): readonly string[]
  /** Problems of a webhook payload, empty when it is valid. */
  webhook(name: string, payload: unknown): readonly string[]
}

const explain = (errors: readonly ErrorObject[] | null | undefined, data: unknown): readonly string[] =>
  (errors ?? []).map((error) => {
    const at = error.instancePath.slice(1) || '(root)'
    const extra = error.params['additionalProperty'] ?? error.params['missingProperty'] ?? ''
    return `${at} ${error.message ?? 'is invalid'} ${extra} in ${JSON.stringify(data)?.slice(0, 200)}`
  })

const jsonSchema = (content: JsonObject): JsonObject =>
  objectIn(objectIn(objectIn(content, 'content'), 'application/json'), 'schema')

let loaded: Schemas | undefined

/** Loads the vendored descriptions, once per process. Compiling is lazy: a server starts in milliseconds. */
export const loadSchemas = (): Schemas => (loaded ??= load())

function load(): Schemas {
  const rest = readDescription('github.json')
  const ajv = makeAjv(false).addSchema({ $id: REST, ...rest })
  const coercing = makeAjv(true).addSchema({ $id: REST, ...rest })
  const compiled = new Map<string, ValidateFunction>()

  const check = (engine: Ajv, key: string, make: () => JsonObject, value: unknown): readonly string[] => {
    const validate = compiled.get(key) ?? engine.compile(rebase(make(), REST))
    compiled.set(key, validate)
    return validate(value) ? [] : explain(validate.errors, value)
  }
  return {
    operations: operationsOf(rest),
    body: (operation, body) =>
      check(ajv, `${operation.id} body`, () => jsonSchema(operation.requestBody ?? {}), body),
    query: (operation, query) =>
      check(coercing, `${operation.id} query`, () => querySchema(operation), { ...query }),
    reply: (operation, status, body) => {
      const described = operation.responses[String(status)]
      if (described === undefined) return unlisted(status)
      const schema = (): JsonObject => jsonSchema(resolve(rest, described))
      return check(ajv, `${operation.id} ${status}`, schema, body)
    },
    webhook: lazyWebhooks(),
  }
}

/** Errors may come at any operation, listed or not; a success that is not listed is our fault. */
const unlisted = (status: number): readonly string[] =>
  status >= 400 || status === 302 ? [] : [`status ${status} is not in the description`]

function makeAjv(coerceTypes: boolean): Ajv {
  const ajv = new Ajv({ strict: false, logger: false, allErrors: true, coerceTypes })
  formats.default(ajv)
  return ajv
}

function querySchema(operation: Operation): JsonObject {
  const inQuery = operation.parameters.filter((parameter) => parameter['in'] === 'query')
  return {
    type: 'object',
    properties: Object.fromEntries(inQuery.map((one) => [String(one['name']), one['schema']])),
    required: inQuery.filter((one) => one['required'] === true).map((one) => one['name']),
  }
}

/** Makes `#/components/…` point into the registered document. */
function rebase(schema: JsonObject, document: string): JsonObject {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${document}#/`)
  return decodeSchema(JSON.parse(text))
}

const decodeSchema = (value: unknown): JsonObject => value as JsonObject

function lazyWebhooks(): Schemas['webhook'] {
  let ajv: Ajv | undefined
  return (name, payload) => {
    ajv ??= makeAjv(false).addSchema({ $id: HOOKS, ...readDescription('webhooks.json') })
    const validate = ajv.getSchema(`${HOOKS}#/webhooks/${name}`)
    if (validate === undefined) return [`${name} is not in the description of webhooks`]
    return validate(payload) === true ? [] : explain(validate.errors, payload)
  }
}
