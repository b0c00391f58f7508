import { describeRouter } from '../router.ts'
import { awsIo } from '../../servers/aws-stand-in.ts'
import { startLambdaStandIn } from '../../servers/aws-lambda.ts'

describeRouter('lambda', async () => {
  const lambda = await startLambdaStandIn()
  const stop = async (): Promise<void> => {
    if (lambda.server.listening) await lambda.stop()
  }
  return {
    settings: { function: 'shop', alias: 'live', baseline: '7', candidate: '8', settles: '0s' },
    io: awsIo(lambda.url),
    real: () => 100 * lambda.share(),
    lie: () => void (lambda.behaviour.lying = true),
    slowDown: () => void (lambda.behaviour.slow = true),
    delayNext: (ms) => void (lambda.behaviour.delayMs = ms),
    failReads: (count) => void (lambda.behaviour.failing = count),
    goDown: stop,
    stop,
  }
})
