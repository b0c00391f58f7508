import { isDeepStrictEqual } from 'node:util'
import { setTimeout as delay } from 'node:timers/promises'
import { isSameObject, mergePatched, pruned, schemaProblem, type CustomResource } from './custom-resources.ts'
import { startLoopback, type Loopback } from './loopback.ts'

export type Json = Readonly<Record<string, unknown>>

/** A Kubernetes object as a test may look at it and change it. */
export interface KubeObject {
  apiVersion: string
  kind: string
  metadata: Record<string, unknown> & { name: string; namespace: string }
  spec?: Record<string, unknown>
  status?: Record<string, unknown>
}

export interface FakeKubernetes extends Loopback {
  /** By path of the collection and name, `/apis/…/httproutes/shop`. */
  readonly objects: Map<string, KubeObject>
  readonly asked: { readonly method: string; readonly path: string; readonly authorization: string }[]
  readonly behaviour: {
    lying: boolean
    slow: boolean
    /** The controller takes the next change after so many milliseconds. */
    delayMs: number
    failing: number
    /** Names of objects that may not be written. */
    readonly readOnly: Set<string>
    /** So many writes meet a change that someone made in between. */
    conflicts: number
  }
  /** Stores an object as if someone had applied it. */
  readonly apply: (path: string, object: Json) => void
  /** Stores a status as the controller of this kind does; throws where its schema would refuse it. */
  readonly report: (path: string, status: Json) => void
}

/**
 * The parts of the Kubernetes API that a router needs, as strict as the real one: bearer token, content type, whole
 * objects, `resourceVersion` as the condition of a write (409), generations that only `spec` moves, `Status` objects as
 * errors, and a plain 404 for APIs that are not installed. A custom resource is checked and pruned by its own schema, and
 * its status is a resource of its own that takes merge patches. `reconcile` is the controller: it is called when it takes
 * an object.
 */
export async function startFakeKubernetes(
  installed: readonly string[],
  reconcile: (object: KubeObject) => void,
  token = 'kube-token',
  custom: readonly CustomResource[] = [],
): Promise<FakeKubernetes> {
  let clock = 100
  const objects: FakeKubernetes['objects'] = new Map()
  const asked: FakeKubernetes['asked'] = []
  const behaviour: FakeKubernetes['behaviour'] = {
    lying: false,
    slow: false,
    delayMs: 0,
    failing: 0,
    readOnly: new Set(),
    conflicts: 0,
  }
  const store = (
    path: string,
    given: KubeObject,
    before: KubeObject | undefined,
    withStatus = false,
  ): KubeObject => {
    const generation = Number(before?.metadata['generation'] ?? 0)
    const moved = !isDeepStrictEqual(given.spec, before?.spec)
    const object: KubeObject = {
      ...structuredClone(given),
      metadata: {
        ...structuredClone(given.metadata),
        uid: before?.metadata['uid'] ?? `uid-${++clock}`,
        generation: generation + (moved ? 1 : 0),
        resourceVersion: String(++clock),
      },
      // `status` is a subresource: a write to the object leaves it alone.
      ...(before === undefined || withStatus ? {} : { status: before.status ?? {} }),
    }
    objects.set(path, object)
    const take = (): void => {
      const now = objects.get(path)
      if (now === undefined) return
      reconcile(now)
      now.metadata['resourceVersion'] = String(++clock)
    }
    if (behaviour.delayMs > 0) setTimeout(take, behaviour.delayMs)
    else take()
    behaviour.delayMs = 0
    return objects.get(path) ?? object
  }
  const server = await startLoopback(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://fake')
    const path = decodeURIComponent(url.pathname)
    const method = request.method ?? ''
    const authorization = request.headers.authorization ?? ''
    asked.push({ method, path: `${path}${url.search}`, authorization })
    let text = ''
    for await (const piece of request) text += String(piece)
    if (behaviour.slow) await delay(500)
    if (response.destroyed) return
    if (method === 'GET' && behaviour.failing-- > 0) {
      response.destroy()
      return
    }
    const say = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    const fail = (code: number, reason: string, message: string, details: Json = {}): void =>
      say(code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, details, code })
    const [, collection = '', name, subresource] =
      /^(\/apis\/[^/]+\/[^/]+\/namespaces\/[^/]+\/[^/]+)(?:\/([^/]+))?(?:\/(status))?$/.exec(path) ?? []
    const [, , group = '', version = '', , , plural = ''] = collection.split('/')
    const resource = custom.find(
      (each) => each.group === group && each.version === version && each.plural === plural,
    )
    if (authorization !== `Bearer ${token}`) {
      fail(401, 'Unauthorized', 'Unauthorized')
      return
    }
    const known = resource === undefined ? installed.includes(`${group}/${version}/${plural}`) : true
    if (!known || (subresource !== undefined && resource?.statusSubresource !== true)) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n')
      return
    }
    if (name === undefined) {
      const [label, wanted] = (url.searchParams.get('labelSelector') ?? '').split('=')
      const items = [...objects].flatMap(([at, object]) => {
        const labels = (object.metadata['labels'] ?? {}) as Json
        const fits = label === undefined || label === '' || labels[label] === wanted
        return at.startsWith(`${collection}/`) && fits ? [object] : []
      })
      say(200, { kind: 'List', items })
      return
    }
    const details = { name, group, kind: plural }
    const at = `${collection}/${name}`
    const before = objects.get(at)
    if (before === undefined) {
      fail(404, 'NotFound', `${plural}.${group} "${name}" not found`, details)
      return
    }
    if (method === 'GET') {
      say(200, before)
      return
    }
    if (method !== 'PUT' && method !== 'PATCH') {
      fail(405, 'MethodNotAllowed', 'the server does not allow this method', details)
      return
    }
    const type = method === 'PUT' ? 'application/json' : 'application/merge-patch+json'
    if (request.headers['content-type'] !== type) {
      fail(415, 'UnsupportedMediaType', 'the body of the request was in an unknown format')
      return
    }
    if (behaviour.readOnly.has(name)) {
      fail(403, 'Forbidden', `${plural}.${group} "${name}" is forbidden: User "ci" cannot update`, details)
      return
    }
    if (behaviour.conflicts-- > 0) before.metadata['resourceVersion'] = String(++clock)
    const body = JSON.parse(text) as KubeObject
    const patched = method === 'PUT' ? body : (mergePatched(before, body) as KubeObject)
    const given = resource === undefined ? patched : (pruned(resource.schema, patched) as KubeObject)
    // A patch may leave the condition out; a whole object may not.
    if (given.metadata.resourceVersion !== before.metadata['resourceVersion']) {
      fail(409, 'Conflict', `Operation cannot be fulfilled on ${plural}.${group} "${name}"`, details)
      return
    }
    const problem =
      resource === undefined ? weightProblem(given) : schemaProblem(resource.schema, given, kindOf(given))
    if (problem !== undefined) {
      fail(422, 'Invalid', problem, details)
      return
    }
    // What changes nothing makes no new version.
    const stored =
      subresource === 'status'
        ? { ...before, status: given.status ?? {} }
        : { ...given, status: before.status ?? {} }
    if (behaviour.lying || isSameObject(stored, before)) say(200, behaviour.lying ? given : before)
    else say(200, store(at, stored, before, subresource === 'status'))
  })
  return {
    ...server,
    objects,
    asked,
    behaviour,
    apply: (path, object) => void store(path, object as unknown as KubeObject, objects.get(path)),
    report: (path, status) => {
      const object = objects.get(path)
      if (object === undefined) return
      const [, , group = '', version = '', , , plural = ''] = path.split('/')
      const resource = custom.find(
        (each) => each.group === group && each.version === version && each.plural === plural,
      )
      const next = { ...object, status: { ...status } }
      const problem = resource === undefined ? undefined : schemaProblem(resource.schema, next, kindOf(next))
      if (problem !== undefined) throw new Error(`the controller reports what its schema refuses: ${problem}`)
      const metadata = { ...object.metadata, resourceVersion: String(++clock) }
      objects.set(path, { ...next, metadata })
    },
  }
}

function kindOf({ kind }: KubeObject): string {
  return kind
}

/** What the schemas of the custom resources refuse: weights that are not whole, percents that do not add up. */
function weightProblem({ spec = {} }: KubeObject): string | undefined {
  const rules = [...((spec['rules'] ?? []) as Json[]), ...((spec['http'] ?? []) as Json[])]
  const refs = rules.flatMap((rule) => (rule['backendRefs'] ?? rule['route'] ?? []) as Json[])
  for (const { weight = 1 } of refs) {
    if (!Number.isInteger(weight) || Number(weight) < 0 || Number(weight) > 1_000_000)
      return `weight: Invalid value: ${String(weight)}`
  }
  const traffic = spec['traffic'] as readonly Json[] | undefined
  if (traffic === undefined) return undefined
  const percents = traffic.map(({ percent = 0 }) => percent)
  if (!percents.every((percent) => Number.isInteger(percent))) return 'percent: must be an integer'
  const sum = percents.reduce<number>((total, percent) => total + Number(percent), 0)
  return sum === 100 ? undefined : `Traffic targets sum to ${sum}, want 100: spec.traffic`
}
