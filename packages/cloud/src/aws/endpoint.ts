import { UserError, type Io } from '@sluice/action'

/** Names of services in AWS_ENDPOINT_URL_…, where they are not the name in the address. */
const VARIABLES: Readonly<Record<string, string>> = {
  elasticloadbalancing: 'ELASTIC_LOAD_BALANCING_V2',
  monitoring: 'CLOUDWATCH',
  logs: 'CLOUDWATCH_LOGS',
}

/** Names in addresses, where they are not the name in signatures. */
const PREFIXES: Readonly<Record<string, string>> = { sagemaker: 'api.sagemaker' }

/** Where a service is: the address that the environment names for it, as with every AWS tool, or the public one. */
export function endpointOf({ env }: Pick<Io, 'env'>, service: string, region: string): URL {
  const variable = VARIABLES[service] ?? service.toUpperCase()
  const given = env(`AWS_ENDPOINT_URL_${variable}`) ?? env('AWS_ENDPOINT_URL')
  if (given !== undefined) {
    if (URL.canParse(given)) return new URL(given)
    throw new UserError(
      'BAD_CREDENTIALS',
      `AWS_ENDPOINT_URL must be an address, got ${given}`,
      'Fix the variable.',
    )
  }
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  return new URL(`https://${PREFIXES[service] ?? service}.${region}.${suffix}/`)
}

/** The region of a setting or of the environment. Throws `BAD_INPUT` where neither names one. */
export function regionOf({ env }: Pick<Io, 'env'>, given: string | undefined): string {
  const region = given ?? env('AWS_REGION') ?? env('AWS_DEFAULT_REGION')
  if (region !== undefined && /^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return region
  throw new UserError(
    'BAD_INPUT',
    region === undefined
      ? 'region: is required if AWS_REGION is not set'
      : `region: must be an AWS region, got ${region}`,
    'Set `region`, or AWS_REGION as aws-actions/configure-aws-credentials does.',
  )
}
