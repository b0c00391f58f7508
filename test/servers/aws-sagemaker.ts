import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../support/files.ts'
import { startAwsStandIn, type AwsStandIn } from './aws-stand-in.ts'
import { inputProblem, type ServiceModel } from './aws-model.ts'

export interface SageMakerStandIn extends AwsStandIn {
  /** Percent of the inferences that the variant `green` gets. */
  readonly share: () => number
  readonly endpoint: {
    status: string
    readonly variants: Map<string, { current: number; desired: number; instances: number; wanted: number }>
  }
}

/**
 * DescribeEndpoint and UpdateEndpointWeightsAndCapacities for the endpoint `shop`, by botocore's service model: the target,
 * the content type, every field with its type and limits, and an endpoint that takes no update while one is going on.
 */
export async function startSageMakerStandIn(): Promise<SageMakerStandIn> {
  const model = JSON.parse(
    readFileSync(join(root, 'test/fixtures/aws/sagemaker.json'), 'utf8'),
  ) as ServiceModel
  const endpoint: SageMakerStandIn['endpoint'] = {
    status: 'InService',
    variants: new Map([
      ['blue', { current: 1, desired: 1, instances: 2, wanted: 2 }],
      ['green', { current: 0, desired: 0, instances: 2, wanted: 2 }],
    ]),
  }
  const fail = (message: string) => ({
    status: 400,
    type: 'application/x-amz-json-1.1',
    text: JSON.stringify({ __type: 'ValidationException', message }),
  })
  const say = (data: object) => ({ type: 'application/x-amz-json-1.1', text: JSON.stringify(data) })
  const EndpointArn = 'arn:aws:sagemaker:eu-central-1:123456789012:endpoint/shop'
  const standIn = await startAwsStandIn(
    'sagemaker',
    ({ headers }) => headers['x-amz-target'] === 'SageMaker.DescribeEndpoint',
    ({ method, url, body, headers }) => {
      const operation = String(headers['x-amz-target']).replace(`${model.targetPrefix}.`, '')
      if (method !== 'POST' || url.pathname !== '/') return fail(`${method} ${url.pathname}`)
      if (headers['content-type'] !== `application/x-amz-json-${model.jsonVersion}`)
        return fail('content-type')
      const given = JSON.parse(body) as Readonly<Record<string, unknown>>
      const problem = inputProblem(model, operation, given)
      if (problem !== undefined) return fail(problem)
      if (given['EndpointName'] !== 'shop') return fail(`Could not find endpoint "${EndpointArn}x".`)
      if (operation === 'DescribeEndpoint') {
        const ProductionVariants = [...endpoint.variants].map(([VariantName, each]) => ({
          VariantName,
          CurrentWeight: each.current,
          DesiredWeight: each.desired,
          CurrentInstanceCount: each.instances,
          DesiredInstanceCount: each.wanted,
        }))
        const EndpointStatus = endpoint.status
        const names = { EndpointName: 'shop', EndpointArn, EndpointConfigName: 'shop-3' }
        return say({ ...names, EndpointStatus, FailureReason: 'because', ProductionVariants })
      }
      if (endpoint.status === 'Updating') return fail(`Cannot update in-progress endpoint "${EndpointArn}".`)
      const wanted = given['DesiredWeightsAndCapacities'] as readonly {
        readonly VariantName: string
        readonly DesiredWeight: number
      }[]
      const unknown = wanted.find(({ VariantName }) => !endpoint.variants.has(VariantName))
      if (unknown !== undefined) return fail(`The variant name ${unknown.VariantName} was non-existent`)
      if (standIn.behaviour.lying) return say({ EndpointArn })
      for (const { VariantName, DesiredWeight } of wanted) {
        const variant = endpoint.variants.get(VariantName)
        if (variant !== undefined) variant.desired = DesiredWeight
      }
      const take = (): void => {
        endpoint.status = 'InService'
        for (const variant of endpoint.variants.values()) variant.current = variant.desired
      }
      endpoint.status = 'Updating'
      if (standIn.behaviour.delayMs > 0) setTimeout(take, standIn.behaviour.delayMs)
      else take()
      standIn.behaviour.delayMs = 0
      return say({ EndpointArn })
    },
  )
  return {
    ...standIn,
    endpoint,
    share: () => {
      const all = [...endpoint.variants.values()].reduce((sum, { current }) => sum + current, 0)
      return (100 * (endpoint.variants.get('green')?.current ?? 0)) / all
    },
  }
}
