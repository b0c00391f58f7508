import { optional, text } from '@sluice/action'
import { defineRouter } from '../contract.ts'
import { lazily, lazyMethods } from '../lazy.ts'

/** A traffic router of a cluster needs seconds to take what the controller has set. */
const SETTLES_MS = 5_000
/** New pods are pulled and started before the controller sends anyone there. */
const SHIFT_MS = 5 * 60_000
const UNDO_MS = 60_000

/** A canary Rollout of Argo Rollouts, which keeps its own steps; the verdicts are ours. */
export const argoRolloutsRouter = defineRouter(
  'Drives a canary Rollout of Argo Rollouts through its own steps: the next stop, abort, or promotion.',
  {
    rollout: text('name of the Rollout'),
    namespace: optional(text('its namespace; default that of the context')),
    kubeconfig: optional(
      text('path of a kubeconfig; default `$KUBECONFIG`, the pod’s account, `~/.kube/config`'),
    ),
    context: optional(text('context of the kubeconfig; default its current one')),
  },
  ({ rollout, namespace, kubeconfig, context }, io) => {
    const options = {
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      ...(context === undefined ? {} : { context }),
    }
    const open = lazily(async () => {
      const { openDrivenRollout } = await import('../argo/drive.ts')
      return await openDrivenRollout(io, options, rollout, namespace)
    })
    return {
      ...lazyMethods(open),
      ladder: async (signal) => await (await open(signal)).ladder(signal),
      can: {
        settles: SETTLES_MS,
        deadline: { shift: SHIFT_MS, undo: UNDO_MS },
        survivesRestart: true,
        revisions: true,
      },
    }
  },
)
