/*
 * Cuts a Google discovery document down to what the stand-ins of the tests serve:
 *   node scripts/discovery-subset.ts <googleapiclient>/discovery_cache/documents/run.v2.json test/fixtures/google/run.v2.json METHOD…
 * METHOD is such as projects.locations.services.get. Prose goes, but "Required." of a description becomes `required`.
 */
import { readFile, writeFile } from 'node:fs/promises'

type Json = null | boolean | number | string | readonly Json[] | JsonObject
type JsonObject = { readonly [key: string]: Json | undefined }

const PROSE = new Set([
  'description',
  'enumDescriptions',
  'enumDeprecated',
  'flatPath',
  'parameterOrder',
  'scopes',
  'id',
])
const NAMED = new Set(['properties', 'parameters', 'methods', 'schemas'])

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const objectAt = (parent: JsonObject, key: string): JsonObject => {
  const value = parent[key]
  if (!isObject(value)) throw new Error(`the document has no object at "${key}"`)
  return value
}

function strip(value: Json, keysAreNames: boolean): Json {
  if (Array.isArray(value)) return value.map((item: Json) => strip(item, false))
  if (!isObject(value)) return value
  const { description } = value
  const isRequired = !keysAreNames && typeof description === 'string' && description.startsWith('Required.')
  const kept = Object.entries(value).filter(([key]) => keysAreNames || !PROSE.has(key))
  return {
    ...Object.fromEntries(
      kept.map(([key, item]) => [key, strip(item ?? null, !keysAreNames && NAMED.has(key))]),
    ),
    ...(isRequired ? { required: true } : {}),
  }
}

function referencesIn(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => referencesIn(item))
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, item]) =>
    key === '$ref' && typeof item === 'string' ? [item] : referencesIn(item ?? null),
  )
}

function methodAt(document: JsonObject, path: string): Json {
  const parts = path.split('.')
  const parent = parts.slice(0, -1).reduce((at, part) => objectAt(objectAt(at, 'resources'), part), document)
  return strip(objectAt(objectAt(parent, 'methods'), parts.at(-1) ?? ''), false)
}

const [source = '', target = '', ...wanted] = process.argv.slice(2)
const document = JSON.parse(await readFile(source, 'utf8')) as JsonObject
const methods = Object.fromEntries(wanted.map((path) => [path, methodAt(document, path)]))
const schemas: Record<string, Json> = {}
const queue = [...referencesIn(methods)]
for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
  if (schemas[next] !== undefined) continue
  const schema = strip(objectAt(objectAt(document, 'schemas'), next), false)
  schemas[next] = schema
  queue.push(...referencesIn(schema))
}
const named = `Google discovery document ${String(document['id'])}, revision ${String(document['revision'])}`
const sorted = Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => a.localeCompare(b)))
await writeFile(target, `${JSON.stringify({ source: named, methods, schemas: sorted }, null, 1)}\n`)
