import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '../support/temp-folder.ts'
import { startGoogle, type GoogleReply, type GoogleStandIn } from './google.ts'
import { testIo, type TestIo } from './io.ts'

interface Target {
  readonly type?: string
  readonly revision?: string
  readonly percent?: number
  readonly tag?: string
}

/** A service as a test may look at it and change it. */
export interface RunService {
  readonly name: string
  generation: number
  observed: number
  changes: number
  reconciling: boolean
  failure: string | undefined
  latestReady: string
  traffic: readonly Target[]
  /** What users meet. */
  served: readonly Target[]
}

export interface RunStandIn extends GoogleStandIn {
  readonly services: ReadonlyMap<string, RunService>
  /** Percent that a revision gets, over all services. */
  readonly share: (revision?: string) => number
  /** Revisions that are not ready, and why. */
  readonly broken: Map<string, string>
  readonly run: {
    lying: boolean
    /** The next change is served after so many milliseconds. */
    delayMs: number
    /** So many writes meet a change that someone made in between. */
    conflicts: number
    /** Names of services that may not be written. */
    readonly readOnly: Set<string>
  }
  /** Settings for the router `cloud-run`. */
  readonly settings: Readonly<Record<string, string>>
  /** Environment with a file of credentials and the address of this server. */
  readonly env: Readonly<Record<string, string>>
  readonly io: TestIo
}

const BY_REVISION = 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION'
const LATEST = 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST'
const TEMPLATE = {
  containers: [{ image: 'europe-docker.pkg.dev/shop/web@sha256:1', env: [{ name: 'MODE', value: 'live' }] }],
  serviceAccount: 'runtime@shop.iam.gserviceaccount.com',
}

const nameOf = (region: string): string => `projects/acme/locations/${region}/services/shop`

/**
 * Cloud Run's services, revisions and operations by the rules of its discovery document: an etag as the condition of a
 * write (409 ABORTED), an update mask, percents that add up to 100 over revisions that exist, tags that are named once, an
 * operation for each write, and `trafficStatuses` that follow `traffic` when the operation has ended.
 */
export async function startCloudRun({
  regions = ['europe-west1'],
  revisions = ['shop-1', 'shop-2'],
  credential = 'key',
}: {
  readonly credential?: keyof GoogleStandIn['credentials']
  readonly regions?: readonly string[]
  readonly revisions?: readonly string[]
} = {}): Promise<RunStandIn> {
  const first = revisions[0] ?? ''
  const services = new Map(regions.map((region) => [nameOf(region), newService(nameOf(region), first)]))
  const operations = new Map<string, { readonly service: RunService; done: boolean; error?: string }>()
  const broken: RunStandIn['broken'] = new Map()
  const run: RunStandIn['run'] = { lying: false, delayMs: 0, conflicts: 0, readOnly: new Set() }

  function update(service: RunService, traffic: readonly Target[]): GoogleReply {
    const problem = trafficProblem(traffic, revisions)
    if (problem !== undefined) return { error: [400, 'INVALID_ARGUMENT', problem] }
    const name = `${service.name.replace(/\/services\/.*/, '')}/operations/op-${operations.size + 1}`
    const operation: { readonly service: RunService; done: boolean; error?: string } = { service, done: true }
    operations.set(name, operation)
    service.changes++
    if (!run.lying) {
      service.traffic = traffic
      service.generation++
      service.reconciling = true
      operation.done = false
      const { generation } = service
      const take = (): void => {
        operation.done = true
        // A newer change has replaced this one.
        if (service.generation !== generation) return
        service.reconciling = false
        service.changes++
        const bad = traffic.find(({ revision = '' }) => broken.has(revision))
        service.failure = bad === undefined ? undefined : `Revision '${bad.revision ?? ''}' is not ready`
        if (service.failure !== undefined) operation.error = service.failure
        if (service.failure !== undefined) return
        service.observed = generation
        service.served = traffic
      }
      if (run.delayMs > 0) setTimeout(take, run.delayMs)
      else take()
      run.delayMs = 0
    }
    return operationOf(name)
  }

  function operationOf(name: string): GoogleReply {
    const operation = operations.get(name)
    if (operation === undefined) return { error: [404, 'NOT_FOUND', `Operation ${name} does not exist`] }
    const { service, done, error } = operation
    const type = 'type.googleapis.com/google.cloud.run.v2.Service'
    return {
      name,
      metadata: { '@type': type, ...shown(service) },
      done,
      ...(!done ? {} : error === undefined ? { response: { '@type': type, ...shown(service) } } : {}),
      ...(done && error !== undefined ? { error: { code: 9, message: error } } : {}),
    } as GoogleReply
  }

  const standIn = await startGoogle('run.v2.json', ({ method, name, query, body }) => {
    if (method.endsWith('operations.get')) return operationOf(name)
    const [path = '', revision] = name.split('/revisions/')
    const service = services.get(path)
    if (service === undefined) return { error: [404, 'NOT_FOUND', `Resource '${path}' was not found`] }
    if (method.endsWith('revisions.get')) {
      if (!revisions.includes(revision ?? ''))
        return { error: [404, 'NOT_FOUND', `Revision '${revision ?? ''}' was not found`] }
      const why = broken.get(revision ?? '')
      const state = why === undefined ? 'CONDITION_SUCCEEDED' : 'CONDITION_FAILED'
      return { name, conditions: [{ type: 'Ready', state, ...(why === undefined ? {} : { message: why }) }] }
    }
    if (method.endsWith('services.get')) return shown(service)
    if (run.readOnly.has(service.name))
      return { error: [403, 'PERMISSION_DENIED', "Permission 'run.services.update' denied on resource"] }
    if (query.get('updateMask') !== 'traffic')
      return { error: [400, 'INVALID_ARGUMENT', 'only the traffic is written here'] }
    if (run.conflicts-- > 0) service.changes++
    if (body['etag'] !== undefined && body['etag'] !== etagOf(service))
      return { error: [409, 'ABORTED', `Conflict for resource 'shop': version was specified`] }
    return update(service, body['traffic'] as readonly Target[])
  })

  const folder = tempFolder('sluice-google')
  const file = join(folder, 'credentials.json')
  writeFileSync(file, JSON.stringify(standIn.credentials[credential]))
  const env: Readonly<Record<string, string>> = {
    GOOGLE_APPLICATION_CREDENTIALS: file,
    CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN: standIn.url,
  }
  return {
    ...standIn,
    services,
    broken,
    run,
    share: (revision = revisions[1] ?? '') => {
      const all = [...services.values()].map(({ served }) =>
        served.reduce((sum, each) => sum + (each.revision === revision ? (each.percent ?? 0) : 0), 0),
      )
      return all.reduce((sum, share) => sum + share, 0) / all.length
    },
    settings: {
      service: [...services.keys()].join('\n'),
      baseline: first,
      candidate: revisions[1] ?? '',
      settles: '0s',
    },
    env,
    io: { ...testIo(), env: (name) => env[name] },
  }
}

function newService(name: string, revision: string): RunService {
  const all = [{ type: BY_REVISION, revision, percent: 100 }]
  return {
    name,
    generation: 1,
    observed: 1,
    changes: 1,
    reconciling: false,
    failure: undefined,
    latestReady: revision,
    traffic: all,
    served: all,
  }
}

/** Changes with every write, the controller's own included. */
function etagOf({ name, changes }: RunService): string {
  return `"${Buffer.from(`${name} ${changes}`).toString('base64')}"`
}

function shown(service: RunService): Readonly<Record<string, unknown>> {
  const { name, generation, observed, reconciling, failure, latestReady, traffic, served } = service
  return {
    name,
    uid: `uid of ${name}`,
    generation: String(generation),
    observedGeneration: String(observed),
    etag: etagOf(service),
    template: TEMPLATE,
    traffic,
    trafficStatuses: served.map((each) => ({
      ...each,
      ...(each.type === LATEST ? { revision: latestReady } : {}),
      ...(each.tag === undefined ? {} : { uri: `https://${each.tag}---shop.example` }),
    })),
    latestReadyRevision: `${name}/revisions/${latestReady}`,
    ...(reconciling ? { reconciling } : {}),
    terminalCondition: {
      type: 'Ready',
      state:
        failure !== undefined
          ? 'CONDITION_FAILED'
          : reconciling
            ? 'CONDITION_RECONCILING'
            : 'CONDITION_SUCCEEDED',
      ...(failure === undefined ? {} : { message: failure }),
    },
  }
}

function trafficProblem(traffic: readonly Target[], revisions: readonly string[]): string | undefined {
  const sum = traffic.reduce((all, { percent = 0 }) => all + percent, 0)
  if (sum !== 100) return `traffic adds up to ${sum}`
  const tags = traffic.flatMap(({ tag }) => tag ?? [])
  if (new Set(tags).size !== tags.length) return 'a tag is named twice'
  for (const { type, revision, percent = 0 } of traffic) {
    if (percent < 0 || percent > 100) return `percent ${percent}`
    if (type === LATEST ? revision !== undefined : type !== BY_REVISION) return `type ${String(type)}`
    if (type === BY_REVISION && !revisions.includes(revision ?? ''))
      return `Revision '${revision ?? ''}' was not found`
  }
  return undefined
}
