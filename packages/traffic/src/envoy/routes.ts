import { createHash } from 'node:crypto'
import { isRecord, UserError } from '@sluice/action'
import { parseDocument } from 'yaml'
import { candidateShare, toCandidate, type Shares } from '../shares.ts'
import { wholeParts } from '../whole-parts.ts'

/** The clusters that stand for the two arms. */
export interface EnvoyArms {
  readonly baseline: string
  readonly candidate: string
}

/** A file of route configurations that Envoy watches, as text and as data. */
export interface RouteFile {
  readonly text: string
  readonly data: unknown
  readonly isJson: boolean
}

/** So many parts make a whole, so that steps are a thousandth of a percent. */
const PARTS = 100_000

/** Where the two clusters of a route stand in the data, and what they get. */
interface Split {
  readonly baseline: Weighted
  readonly candidate: Weighted
}

interface Weighted {
  readonly path: readonly (string | number)[]
  readonly weight: number
}

/** Reads a file that ends in `.json`, `.yaml` or `.yml`. Throws `ROUTER_REFUSED`. */
export function readRouteFile(path: string, text: string): RouteFile {
  const isJson = path.endsWith('.json')
  try {
    const data: unknown = isJson ? JSON.parse(text) : parseDocument(text).toJS()
    if (isRecord(data)) return { text, data, isJson }
  } catch (error) {
    throw refused(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  throw refused(`${path} must hold a discovery response with \`resources\``)
}

/** Names of the route configurations in a file. */
export function routeConfigsIn({ data }: RouteFile): readonly string[] {
  const resources = isRecord(data) ? data['resources'] : undefined
  if (!Array.isArray(resources)) return []
  return resources.flatMap((each: unknown) =>
    isRecord(each) && typeof each['name'] === 'string' ? [each['name']] : [],
  )
}

/** `version_info`: what Envoy shows once it has taken the file. */
export function versionInfoOf({ data }: RouteFile): string {
  const found = isRecord(data) ? (data['version_info'] ?? data['versionInfo']) : undefined
  return typeof found === 'string' || typeof found === 'number' ? String(found) : ''
}

/**
 * What the routes among both clusters give to each, the mean of all where they differ. Throws `ROUTER_REFUSED` where there
 * is no such route, and where a third cluster takes part.
 */
export function sharesOfRoutes(data: unknown, arms: EnvoyArms, where: string): Shares {
  const splits = splitsIn(data, arms, where)
  const weights = splits.map(({ baseline, candidate }) => {
    const all = baseline.weight + candidate.weight
    return all === 0 ? 0 : (100 * candidate.weight) / all
  })
  return toCandidate(Number((weights.reduce((sum, weight) => sum + weight, 0) / weights.length).toFixed(6)))
}

/** The text of a file with new weights in every route among both clusters, and everything else as it was. */
export function withShares(file: RouteFile, shares: Shares, arms: EnvoyArms, where: string): string {
  const part = wholeParts(candidateShare(shares), PARTS, 'Envoy')
  const changes = splitsIn(file.data, arms, where).flatMap(({ baseline, candidate }) => [
    { path: baseline.path, value: PARTS - part },
    { path: candidate.path, value: part },
  ])
  const key = isRecord(file.data) && 'versionInfo' in file.data ? 'versionInfo' : 'version_info'
  const unversioned = editedJson(file.data, [...changes, { path: [key], value: '' }])
  const all = [...changes, { path: [key], value: `sluice-${digestOfText(unversioned)}` }]
  return file.isJson ? editedJson(file.data, all) : editedYaml(file.text, all)
}

/** A short digest, by which one state of the file is told from another. */
export function digestOfText(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

interface Change {
  readonly path: readonly (string | number)[]
  readonly value: unknown
}

function editedYaml(text: string, changes: readonly Change[]): string {
  const document = parseDocument(text)
  for (const { path, value } of changes) document.setIn(path, value)
  return document.toString({ lineWidth: 0 })
}

function editedJson(data: unknown, changes: readonly Change[]): string {
  const copy: unknown = structuredClone(data)
  for (const { path, value } of changes) {
    const holder = path.slice(0, -1).reduce<unknown>(childOf, copy)
    if (isRecord(holder)) Object.assign(holder, { [String(path.at(-1))]: value })
  }
  return `${JSON.stringify(copy, undefined, 2)}\n`
}

function childOf(holder: unknown, key: string | number): unknown {
  if (Array.isArray(holder)) return holder[Number(key)] as unknown
  return isRecord(holder) ? holder[key] : undefined
}

function splitsIn(data: unknown, arms: EnvoyArms, where: string): readonly Split[] {
  const splits = [...weightedIn(data, [])].flatMap(({ path, clusters }): readonly Split[] => {
    const named = clusters.flatMap((each: unknown, i): readonly (Weighted & { readonly name: string })[] => {
      if (!isRecord(each) || typeof each['name'] !== 'string') return []
      return [{ name: each['name'], path: [...path, i, 'weight'], weight: weightOf(each['weight']) }]
    })
    const baseline = named.find(({ name }) => name === arms.baseline)
    const candidate = named.find(({ name }) => name === arms.candidate)
    if (baseline === undefined || candidate === undefined) return []
    const other = named.find(
      ({ name, weight }) => ![arms.baseline, arms.candidate].includes(name) && weight > 0,
    )
    if (other !== undefined)
      throw refused(
        `${where}: cluster ${other.name} takes a part of the route to ${arms.baseline} and ${arms.candidate}`,
      )
    return [{ baseline, candidate }]
  })
  if (splits.length > 0) return splits
  throw refused(`${where} has no route with \`weighted_clusters\` of ${arms.baseline} and ${arms.candidate}`)
}

/** Every list of weighted clusters, in either spelling that Envoy takes. */
function* weightedIn(
  data: unknown,
  path: readonly (string | number)[],
): Generator<{ readonly path: readonly (string | number)[]; readonly clusters: readonly unknown[] }> {
  if (Array.isArray(data)) {
    for (const [i, each] of data.entries()) yield* weightedIn(each, [...path, i])
    return
  }
  if (!isRecord(data)) return
  for (const [key, value] of Object.entries(data)) {
    const clusters = isRecord(value) ? value['clusters'] : undefined
    if (/^weighted_?clusters$/i.test(key) && Array.isArray(clusters))
      yield { path: [...path, key, 'clusters'], clusters }
    else yield* weightedIn(value, [...path, key])
  }
}

/** A weight that is left out is 0 in Envoy's answers. */
function weightOf(value: unknown): number {
  return typeof value === 'number' && value >= 0 ? value : 0
}

function refused(what: string): UserError {
  return new UserError('ROUTER_REFUSED', what, 'docs/routers/envoy.md shows a file to begin with.')
}
