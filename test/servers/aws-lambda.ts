import { startAwsStandIn, type AwsStandIn } from './aws-stand-in.ts'

export interface LambdaStandIn extends AwsStandIn {
  /** The share of calls that a version gets, as the service routes them; version 8 where none is named. */
  readonly share: (version?: string) => number
  readonly alias: { FunctionVersion: string; weights: Record<string, number>; RevisionId: string }
  /** State of versions that are not Active. */
  readonly states: Map<string, string>
}

/**
 * Lambda's GetAlias, UpdateAlias and GetFunctionConfiguration for the function `shop` with its `published` versions and the
 * alias `live`, by the rules of its service model: a path, a query, a body; RevisionId as a condition; weights from 0 to 1; one
 * additional version, which exists and is not the alias's own.
 */
export async function startLambdaStandIn(published: readonly string[] = ['7', '8']): Promise<LambdaStandIn> {
  const alias: LambdaStandIn['alias'] = { FunctionVersion: '7', weights: {}, RevisionId: 'r1' }
  const met = { version: '7', weights: {} as Record<string, number> }
  const states: LambdaStandIn['states'] = new Map()
  let revision = 1
  const fail = (status: number, type: string, message: string) => ({
    status,
    type: 'application/json',
    text: JSON.stringify({ Type: 'User', __type: type, message }),
  })
  const shown = () => ({
    type: 'application/json',
    text: JSON.stringify({
      AliasArn: 'arn:aws:lambda:eu-central-1:123456789012:function:shop:live',
      Name: 'live',
      FunctionVersion: alias.FunctionVersion,
      Description: '',
      RevisionId: alias.RevisionId,
      ...(Object.keys(alias.weights).length === 0
        ? {}
        : { RoutingConfig: { AdditionalVersionWeights: alias.weights } }),
    }),
  })
  const standIn = await startAwsStandIn(
    'lambda',
    ({ method }) => method === 'GET',
    ({ method, url, body }) => {
      if (url.pathname === '/2015-03-31/functions/shop/configuration' && method === 'GET') {
        const version = url.searchParams.get('Qualifier') ?? ''
        if (!published.includes(version))
          return fail(404, 'ResourceNotFoundException', `no version ${version}`)
        const State = states.get(version) ?? 'Active'
        return {
          type: 'application/json',
          text: JSON.stringify({ Version: version, State, StateReason: 'because' }),
        }
      }
      if (url.pathname !== '/2015-03-31/functions/shop/aliases/live')
        return fail(404, 'ResourceNotFoundException', `Cannot find alias: ${url.pathname}`)
      if (method === 'GET') return shown()
      if (method !== 'PUT') return fail(405, 'MethodNotAllowed', method)
      const given = JSON.parse(body) as Record<string, unknown>
      const unknown = Object.keys(given).filter(
        (name) => !['FunctionVersion', 'Description', 'RoutingConfig', 'RevisionId'].includes(name),
      )
      if (unknown.length > 0) return fail(400, 'InvalidParameterValueException', unknown.join())
      if (given['RevisionId'] !== undefined && given['RevisionId'] !== alias.RevisionId)
        return fail(
          412,
          'PreconditionFailedException',
          'The RevisionId provided does not match the latest one.',
        )
      const own = given['FunctionVersion']
      const routing = given['RoutingConfig'] as { AdditionalVersionWeights: Record<string, number> }
      const weights = Object.entries(routing.AdditionalVersionWeights)
      const bad = weights.some(
        ([version, weight]) =>
          version === own || !published.includes(version) || !(weight >= 0 && weight <= 1),
      )
      if (bad || weights.length > 1 || !published.includes(String(own)))
        return fail(400, 'InvalidParameterValueException', `weights: ${body}`)
      if (standIn.behaviour.lying) return shown()
      alias.FunctionVersion = String(own)
      alias.weights = { ...routing.AdditionalVersionWeights }
      alias.RevisionId = `r${++revision}`
      const take = (): void =>
        void Object.assign(met, { version: alias.FunctionVersion, weights: { ...alias.weights } })
      if (standIn.behaviour.delayMs > 0) setTimeout(take, standIn.behaviour.delayMs)
      else take()
      standIn.behaviour.delayMs = 0
      return shown()
    },
  )
  return {
    ...standIn,
    alias,
    states,
    share: (version = '8') => {
      const own = 1 - Object.values(met.weights).reduce((sum, part) => sum + part, 0)
      return met.version === version ? own : (met.weights[version] ?? 0)
    },
  }
}
