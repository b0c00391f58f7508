/*
 * Cuts GitHub's OpenAPI descriptions down to what the sandbox serves:
 *   node scripts/openapi-subset.ts rest     <@octokit/openapi>/generated/api.github.com.json
 *   node scripts/openapi-subset.ts webhooks <@octokit/openapi-webhooks>/generated/api.github.com.json
 * The operations and events kept are listed in dev/sandbox/openapi/operations.json.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'

type Json = null | boolean | number | string | readonly Json[] | JsonObject
type JsonObject = { readonly [key: string]: Json | undefined }

const FOLDER = resolve(import.meta.dirname, '../dev/sandbox/openapi')
const PROSE = new Set([
  'description',
  'example',
  'examples',
  'externalDocs',
  'x-github',
  'x-githubEnterpriseOverrides',
  'tags',
])

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const objectAt = (parent: JsonObject, key: string): JsonObject => {
  const value = parent[key]
  if (!isObject(value)) throw new Error(`the description has no object at "${key}"`)
  return value
}

/** Drops prose and examples, but never a property that happens to be named like one. */
function strip(value: Json, keysAreNames: boolean): Json {
  if (Array.isArray(value)) return value.map((item: Json) => strip(item, false))
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(([key]) => keysAreNames || !PROSE.has(key))
  return Object.fromEntries(
    kept.map(([key, item]) => [key, strip(item ?? null, !keysAreNames && key === 'properties')]),
  )
}

function referencesIn(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => referencesIn(item))
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, item]) =>
    key === '$ref' && typeof item === 'string' ? [item] : referencesIn(item ?? null),
  )
}

/** Collects every component that the kept part refers to, directly or through others. */
function componentsFor(kept: Json, source: JsonObject): JsonObject {
  const components: Record<string, Record<string, Json>> = {}
  const queue = [...referencesIn(kept)]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const [, , kind = '', name = ''] = next.split('/')
    const group = (components[kind] ??= {})
    if (group[name] !== undefined) continue
    const component = strip(objectAt(objectAt(objectAt(source, 'components'), kind), name), false)
    group[name] = component
    queue.push(...referencesIn(component))
  }
  return components
}

function keptOperations(source: JsonObject, wanted: ReadonlySet<string>): Record<string, JsonObject> {
  const paths: Record<string, JsonObject> = {}
  for (const [path, methods] of Object.entries(objectAt(source, 'paths'))) {
    if (!isObject(methods)) continue
    const kept = Object.entries(methods).filter(
      ([, operation]) => isObject(operation) && wanted.has(String(operation['operationId'])),
    )
    if (kept.length > 0) {
      paths[path] = Object.fromEntries(
        kept.map(([method, operation]) => [method, strip(operation ?? null, false)]),
      )
    }
  }
  return paths
}

function keptWebhooks(source: JsonObject, wanted: ReadonlySet<string>): Record<string, Json> {
  const all = objectAt(source, 'webhooks')
  return Object.fromEntries(
    [...wanted].map((name) => {
      const body = objectAt(objectAt(objectAt(all, name), 'post'), 'requestBody')
      return [name, strip(objectAt(objectAt(objectAt(body, 'content'), 'application/json'), 'schema'), false)]
    }),
  )
}

const namesIn = (list: JsonObject, key: string): ReadonlySet<string> => {
  const names = list[key]
  return new Set(Array.isArray(names) ? names.map(String) : [])
}

async function readJson(path: string): Promise<JsonObject> {
  return JSON.parse(await readFile(path, 'utf8')) as JsonObject
}

const [kind, file] = process.argv.slice(2)
if ((kind !== 'rest' && kind !== 'webhooks') || file === undefined) {
  throw new Error('usage: node scripts/openapi-subset.ts rest|webhooks <description.json>')
}
const source = await readJson(file)
const list = await readJson(resolve(FOLDER, 'operations.json'))
const kept =
  kind === 'rest'
    ? { paths: keptOperations(source, namesIn(list, 'operations')) }
    : { webhooks: keptWebhooks(source, namesIn(list, 'webhooks')) }
const info = objectAt(source, 'info')
const subset = {
  openapi: source['openapi'],
  info: { title: info['title'], version: info['version'], license: info['license'] },
  ...kept,
  components: componentsFor(kept, source),
}
await writeFile(
  resolve(FOLDER, kind === 'rest' ? 'github.json' : 'webhooks.json'),
  `${JSON.stringify(subset)}\n`,
)
