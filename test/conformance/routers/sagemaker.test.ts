import { startSageMakerStandIn } from '../../servers/aws-sagemaker.ts'
import { awsIo } from '../../servers/aws-stand-in.ts'
import { describeRouter } from '../router.ts'

describeRouter('sagemaker', async () => {
  const service = await startSageMakerStandIn()
  const stop = async (): Promise<void> => {
    if (service.server.listening) await service.stop()
  }
  return {
    settings: { endpoint: 'shop', baseline: 'blue', candidate: 'green' },
    io: awsIo(service.url),
    real: service.share,
    lie: () => void (service.behaviour.lying = true),
    slowDown: () => void (service.behaviour.slow = true),
    delayNext: (ms) => void (service.behaviour.delayMs = ms),
    failReads: (count) => void (service.behaviour.failing = count),
    goDown: stop,
    stop,
  }
})
