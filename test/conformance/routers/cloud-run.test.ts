import { startCloudRun } from '../../servers/google-run.ts'
import { describeRouter, type RouterBackend } from '../router.ts'

async function start(regions: readonly string[]): Promise<RouterBackend> {
  const service = await startCloudRun({ regions })
  const stop = async (): Promise<void> => {
    if (service.server.listening) await service.stop()
  }
  const [, second] = [...service.services.keys()]
  return {
    settings: service.settings,
    io: service.io,
    real: () => service.share(),
    lie: () => void (service.run.lying = true),
    slowDown: () => void (service.behaviour.slow = true),
    delayNext: (ms) => void (service.run.delayMs = ms),
    failReads: (count) => void (service.behaviour.failing = count),
    ...(second === undefined ? {} : { refuseSecond: () => void service.run.readOnly.add(second) }),
    goDown: stop,
    stop,
  }
}

describeRouter('cloud-run', async () => await start(['europe-west1']))
describeRouter('cloud-run', async () => await start(['europe-west1', 'us-central1']))
