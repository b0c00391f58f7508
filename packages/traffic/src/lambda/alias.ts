import { isRecord, quote, UserError, type Io } from '@sluice/action'
import { awsService, type AwsService } from '@sluice/cloud'
import { callAws } from '../aws-call.ts'
import type { ArmHealth, Router } from '../contract.ts'
import { BASELINE, CANDIDATE, candidateOfTwo, shareText, toCandidate } from '../shares.ts'

interface AliasSettings {
  readonly function: string
  readonly alias: string
  readonly baseline: string
  readonly candidate: string
  readonly region: string | undefined
  readonly role: string | undefined
}

/** One alias and what it does. */
export interface LambdaAlias extends Pick<Router, 'read' | 'write'> {
  readonly health: NonNullable<Router['health']>
}

const API = '2015-03-31'

/** What the API says of an alias. */
interface AliasState {
  readonly primary: string
  readonly others: Readonly<Record<string, number>>
  readonly revision: string
}

/** Opens the alias. A weight from 0 to below 100 is an additional version; 100 makes the candidate the alias's own. */
export function openAlias(io: Io, settings: AliasSettings): LambdaAlias {
  const service = awsService(io, { service: 'lambda', region: settings.region, role: settings.role })
  const name = encodeURIComponent(settings.function)
  const at = (path: string): URL => new URL(`/${API}/functions/${name}/${path}`, service.endpoint)
  const aliasUrl = at(`aliases/${encodeURIComponent(settings.alias)}`)
  const stateNow = async (signal: AbortSignal): Promise<AliasState> =>
    stateIn(await askJson(io, service, { url: aliasUrl }, 'lambda:GetAlias', signal))
  return {
    read: async (signal) => {
      const state = await stateNow(signal)
      return { weight: toCandidate(shareOf(state, settings)), pending: false, version: state.revision }
    },
    write: async (shares, { version }, signal) => {
      const weight = candidateOfTwo(shares)
      const body = JSON.stringify({
        FunctionVersion: weight === 100 ? settings.candidate : settings.baseline,
        RoutingConfig: {
          AdditionalVersionWeights:
            weight === 0 || weight === 100 ? {} : { [settings.candidate]: Number((weight / 100).toFixed(8)) },
        },
        ...(version === undefined ? {} : { RevisionId: version }),
      })
      try {
        const request = { url: aliasUrl, method: 'PUT', body }
        const state = stateIn(await askJson(io, service, request, 'lambda:UpdateAlias', signal))
        return { version: state.revision }
      } catch (error) {
        if (!(error instanceof UserError) || error.code !== 'ROUTER_CHANGED') throw error
        const now = shareText(shareOf(await stateNow(signal), settings))
        throw new UserError(
          'ROUTER_CHANGED',
          `alias ${settings.alias} was changed by someone else; it now gives the candidate ${now}`,
          'Find out who changed it, then run the step again.',
        )
      }
    },
    health: async (arm, signal) => {
      const version =
        arm === CANDIDATE ? settings.candidate : arm === BASELINE ? settings.baseline : undefined
      if (version === undefined) return { up: 0, total: 0, why: `an alias divides two versions, not ${arm}` }
      const url = at(`configuration?Qualifier=${version}`)
      return healthIn(await askJson(io, service, { url }, 'lambda:GetFunctionConfiguration', signal), version)
    },
  }
}

/** The candidate's share in percent. Throws `ROUTER_REFUSED` when a third version takes part. */
function shareOf(
  { primary, others }: AliasState,
  { alias, baseline, candidate }: Pick<AliasSettings, 'alias' | 'baseline' | 'candidate'>,
): number {
  const taken = Object.values(others).reduce((sum, weight) => sum + weight, 0)
  const all: Readonly<Record<string, number>> = { ...others, [primary]: 1 - taken }
  const strangers = Object.entries(all).filter(
    ([version, weight]) => weight > 0 && version !== baseline && version !== candidate,
  )
  if (strangers.length === 0) return Number((100 * (all[candidate] ?? 0)).toFixed(6))
  throw new UserError(
    'ROUTER_REFUSED',
    `alias ${alias} sends traffic to version ${strangers.map(([version]) => version).join(', ')}, which is neither the baseline (${baseline}) nor the candidate (${candidate})`,
    'Give the version that the alias points to now as `baseline`.',
  )
}

async function askJson(
  io: Io,
  service: AwsService,
  { url, method = 'GET', body }: { readonly url: URL; readonly method?: string; readonly body?: string },
  permission: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const headers: Readonly<Record<string, string>> =
    body === undefined ? {} : { 'content-type': 'application/json' }
  const request = { method, url, headers, ...(body === undefined ? {} : { body }) }
  const text = await callAws(io, service, request, permission, signal)
  try {
    const data: unknown = JSON.parse(text)
    if (isRecord(data)) return data
  } catch {
    // The message below says what came instead.
  }
  throw notLambda(text)
}

function stateIn(data: Readonly<Record<string, unknown>>): AliasState {
  const { FunctionVersion: primary, RevisionId: revision, RoutingConfig: routing } = data
  if (typeof primary !== 'string') throw notLambda(JSON.stringify(data))
  const weights = isRecord(routing) ? routing['AdditionalVersionWeights'] : undefined
  const others = isRecord(weights)
    ? Object.fromEntries(Object.entries(weights).map(([version, weight]) => [version, Number(weight)]))
    : {}
  return { primary, others, revision: typeof revision === 'string' ? revision : '' }
}

function healthIn(data: Readonly<Record<string, unknown>>, version: string): ArmHealth {
  const state = String(data['State'] ?? '')
  // Inactive only means that it was not called for long: the next call wakes it.
  if (state === 'Active' || state === 'Inactive') return { up: 1, total: 1 }
  const why = `version ${version} is ${state || 'in no state'}: ${String(data['StateReason'] ?? '')}`
  return { up: 0, total: 1, why }
}

function notLambda(text: string): UserError {
  return new UserError(
    'ROUTER_REFUSED',
    `Lambda answered with something that is not an alias: ${quote(text.slice(0, 200))}`,
    'Check AWS_ENDPOINT_URL.',
  )
}
