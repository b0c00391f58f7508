import { isRecord, quote, UserError, type Io } from '@sluice/action'
import { awsService } from '@sluice/cloud'
import { callAws } from '../aws-call.ts'
import type { ArmHealth, RouterParts, RouterReading } from '../contract.ts'
import { BASELINE, CANDIDATE, candidateOfTwo, shareText, toCandidate } from '../shares.ts'

interface EndpointSettings {
  readonly endpoint: string
  readonly baseline: string
  readonly candidate: string
  readonly region: string | undefined
  readonly role: string | undefined
}

type Data = Readonly<Record<string, unknown>>

/** An endpoint that is being updated takes no new weights; a write waits so long for the one before it. */
const BUSY_MS = 2 * 60_000
const POLL_MS = 1_000

/** Statuses in which nothing is on its way. `OutOfService` and `Failed` say so by the health of the variants. */
const SETTLED = new Set(['InService', 'OutOfService', 'Failed', 'UpdateRollbackFailed'])

/** Opens an endpoint. Weights are parts of 100; nothing but weights is written, so capacities stay. */
export function openEndpoint(io: Io, settings: EndpointSettings): Omit<RouterParts, 'can'> {
  const { endpoint, baseline, candidate, region, role } = settings
  const service = awsService(io, { service: 'sagemaker', region, role })
  const ask = async (operation: string, body: Data, signal: AbortSignal): Promise<Data> => {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `SageMaker.${operation}`,
    }
    const request = { method: 'POST', url: service.endpoint, headers, body: JSON.stringify(body) }
    const text = await callAws(io, service, request, `sagemaker:${operation}`, signal)
    try {
      const data: unknown = JSON.parse(text)
      if (isRecord(data)) return data
    } catch {
      // The message below says what came instead.
    }
    throw new UserError(
      'ROUTER_REFUSED',
      `SageMaker answered with something that is not an endpoint: ${quote(text.slice(0, 200))}`,
      'Check AWS_ENDPOINT_URL.',
    )
  }
  const describe = async (signal: AbortSignal): Promise<Data> =>
    await ask('DescribeEndpoint', { EndpointName: endpoint }, signal)
  /** Sets the weights; one that was decided on a version is refused where someone else was quicker, also while it waits. */
  const update = async (weight: number, version: string | undefined, signal: AbortSignal): Promise<void> => {
    const DesiredWeightsAndCapacities = [
      { VariantName: baseline, DesiredWeight: Number((100 - weight).toFixed(6)) },
      { VariantName: candidate, DesiredWeight: weight },
    ]
    const end = io.now() + BUSY_MS
    for (;;) {
      if (version !== undefined) refuseChanged(await describe(signal), version, settings)
      try {
        const body = { EndpointName: endpoint, DesiredWeightsAndCapacities }
        return void (await ask('UpdateEndpointWeightsAndCapacities', body, signal))
      } catch (error) {
        if (!isBusy(error) || io.now() >= end) throw error
        await io.sleep(POLL_MS, signal)
      }
    }
  }
  return {
    read: async (signal) => readingOf(await describe(signal), settings),
    write: async (shares, { version }, signal) => {
      signal.throwIfAborted()
      const weight = candidateOfTwo(shares)
      await update(weight, version, signal)
      return {}
    },
    health: async (arm, signal) => {
      const name = arm === CANDIDATE ? candidate : arm === BASELINE ? baseline : undefined
      if (name === undefined)
        return { up: 0, total: 0, why: `an endpoint divides two variants here, not ${arm}` }
      return healthIn(await describe(signal), name)
    },
  }
}

/** "Cannot update in-progress endpoint …": the one before must end first. */
function isBusy(error: unknown): boolean {
  return error instanceof UserError && /in-progress/i.test(error.message)
}

function readingOf(data: Data, settings: EndpointSettings): RouterReading {
  const status = String(data['EndpointStatus'])
  const met = shareOf(data, 'CurrentWeight', settings)
  const wanted = shareOf(data, 'DesiredWeight', settings)
  return {
    weight: toCandidate(met),
    wanted: toCandidate(wanted),
    pending: !SETTLED.has(status),
    version: versionOf(data, settings),
  }
}

/** The API has no condition for a write, so a version is what was asked for: the config and the weights. */
function versionOf(data: Data, settings: EndpointSettings): string {
  return `${String(data['EndpointConfigName'])} ${shareOf(data, 'DesiredWeight', settings)}`
}

function refuseChanged(data: Data, version: string, settings: EndpointSettings): void {
  if (versionOf(data, settings) === version) return
  throw new UserError(
    'ROUTER_CHANGED',
    `endpoint ${settings.endpoint} was changed by someone else; it now gives the candidate ${shareText(shareOf(data, 'DesiredWeight', settings))}`,
    'Find out who changed it, then run the step again.',
  )
}

/** The candidate's share in percent. Throws `ROUTER_REFUSED` when a third variant takes part, or one is missing. */
function shareOf(
  data: Data,
  which: 'CurrentWeight' | 'DesiredWeight',
  { endpoint, baseline, candidate }: EndpointSettings,
): number {
  const weights = new Map(
    variantsIn(data).map((variant) => [String(variant['VariantName']), weightIn(variant, which, endpoint)]),
  )
  const missing = [baseline, candidate].filter((name) => !weights.has(name))
  if (missing.length > 0)
    throw new UserError(
      'ROUTER_REFUSED',
      `endpoint ${endpoint} has no production variant ${missing.join(', ')}; it has ${[...weights.keys()].join(', ') || 'none'}`,
      'Give the names of its production variants. docs/routers/sagemaker.md shows how to add one.',
    )
  const others = [...weights].filter(
    ([name, weight]) => weight > 0 && name !== baseline && name !== candidate,
  )
  if (others.length > 0)
    throw new UserError(
      'ROUTER_REFUSED',
      `endpoint ${endpoint} also sends traffic to ${others.map(([name]) => name).join(', ')}`,
      'Set the weight of every other variant to 0.',
    )
  const [ours = 0, theirs = 0] = [weights.get(candidate), weights.get(baseline)]
  if (ours + theirs === 0)
    throw new UserError(
      'ROUTER_REFUSED',
      `endpoint ${endpoint} gives no weight to either variant`,
      'Give the baseline a weight.',
    )
  return Number(((100 * ours) / (ours + theirs)).toFixed(6))
}

/** What is not said is not zero. */
function weightIn(variant: Data, which: string, endpoint: string): number {
  const weight = variant[which]
  if (typeof weight === 'number' && weight >= 0) return weight
  throw new UserError(
    'ROUTER_REFUSED',
    `endpoint ${endpoint} does not say the ${which} of ${String(variant['VariantName'])}`,
    'Wait until the endpoint is in service, then run the step again.',
  )
}

/** Instances that run, out of those wanted; a serverless variant has none that can be counted. */
function healthIn(data: Data, name: string): ArmHealth {
  const status = String(data['EndpointStatus'])
  const variant = variantsIn(data).find((each) => each['VariantName'] === name)
  if (variant === undefined) return { up: 0, total: 0, why: `there is no variant ${name}` }
  const failed = status === 'Failed' || status === 'OutOfService'
  const why = failed ? `the endpoint is ${status}: ${String(data['FailureReason'] ?? '')}` : undefined
  if (isRecord(variant['CurrentServerlessConfig']))
    return { up: failed ? 0 : 1, total: 1, ...(why === undefined ? {} : { why }) }
  const [current, desired] = [variant['CurrentInstanceCount'], variant['DesiredInstanceCount']].map(
    (count) => (typeof count === 'number' ? count : 0),
  )
  const total = Math.max(current ?? 0, desired ?? 0)
  const few =
    (current ?? 0) < total ? `${total - (current ?? 0)} instances of ${name} do not run yet` : undefined
  const said = why ?? few
  return { up: failed ? 0 : (current ?? 0), total, ...(said === undefined ? {} : { why: said }) }
}

function variantsIn(data: Data): readonly Data[] {
  const list = data['ProductionVariants']
  return Array.isArray(list) ? list.filter(isRecord) : []
}
