import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startSageMakerStandIn, type SageMakerStandIn } from '../servers/aws-sagemaker.ts'
import { AWS_KEYS } from '../servers/aws-stand-in.ts'
import { FAILING, startArms, type Arms } from './support/arms.ts'
import { openStage, type Stage } from './support/canary.ts'

let stage: Stage
let service: SageMakerStandIn
let arms: Arms
/** Shares that users met, in order. */
let met: number[]
let watching: NodeJS.Timeout
beforeEach(async () => {
  stage = await openStage()
  service = await startSageMakerStandIn()
  arms = await startArms(service.share, 60_000)
  met = []
  watching = setInterval(() => {
    const share = service.share()
    if (met.at(-1) !== share) met.push(share)
  }, 10)
})
afterEach(async () => {
  clearInterval(watching)
  await Promise.all([stage.close(), service.stop(), arms.close()])
})

const release = async () =>
  await stage.canary(
    {
      router: 'sagemaker',
      'router-settings': JSON.stringify({ endpoint: 'shop', baseline: 'blue', candidate: 'green' }),
      'source-settings': `baseline-url: ${arms.url}/baseline/metrics\ncandidate-url: ${arms.url}/candidate/metrics`,
      ladder: '5, 50, 100',
    },
    {
      facts: { pull: stage.pull },
      env: {
        AWS_ACCESS_KEY_ID: AWS_KEYS.id,
        AWS_SECRET_ACCESS_KEY: AWS_KEYS.secret,
        AWS_REGION: 'eu-central-1',
        AWS_ENDPOINT_URL_SAGEMAKER: service.url,
      },
    },
  )

describe('production variants of Amazon SageMaker', () => {
  test('a sound model is promoted over each rung', async () => {
    const { outputs, log } = await release()
    expect(outputs, log).toMatchObject({ outcome: 'pass', decision: 'promote', weight: '100' })
    expect(met).toEqual([0, 5, 50, 100])
  })

  test('a failing model is rolled back, and the weights that users met say so', async () => {
    arms.candidate = FAILING
    const { outputs, code, log } = await release()
    expect(outputs, log).toMatchObject({ outcome: 'fail', decision: 'roll-back', weight: '0' })
    expect(code).toBe(1)
    expect(met).toEqual([0, 5, 0])
  })
})
