import { startArgo, type ArgoOptions } from '../../servers/argo-rollouts.ts'
import { describeOneWayRouter, type OneWayBackend } from '../one-way.ts'

async function start(
  options: ArgoOptions = {},
  stops: OneWayBackend['stops'] = [5, 25, 50],
): Promise<OneWayBackend> {
  const argo = await startArgo(options)
  const { behaviour } = argo.cluster
  return {
    settings: argo.settings,
    stops,
    real: argo.share,
    lie: () => void (behaviour.lying = true),
    goDown: argo.stop,
    slowDown: () => void (behaviour.slow = true),
    delayNext: (ms) => void (behaviour.delayMs = ms),
    failReads: (count) => void (behaviour.failing = count),
    die: () => void (argo.behaviour.dead = true),
    others: {
      abort: async () => {
        argo.patch({ abort: true })
        await argo.quiet()
      },
      promote: async () => {
        argo.patch({ promoteFull: true })
        await argo.quiet()
      },
      deploy: async () => {
        argo.deploy('shop:3')
        await argo.quiet()
      },
    },
    stop: argo.stop,
  }
}

describeOneWayRouter('argo-rollouts', async () => await start())
describeOneWayRouter(
  'argo-rollouts',
  async () =>
    await start(
      {
        routed: false,
        steps: [{ pause: {} }, { setWeight: 20 }, { pause: {} }, { setWeight: 50 }, { pause: {} }],
      },
      [20, 50],
    ),
)
