import { field, linesOf, optional, quote, text, Unacceptable, type Field } from '@sluice/action'
import { defineRouter } from '../contract.ts'
import { canaryIngress } from '../kubernetes/canary-ingress.ts'
import type { RouteName } from '../kubernetes/cluster.ts'
import { gatewayRoute } from '../kubernetes/gateway-route.ts'
import type { RouteKind } from '../kubernetes/kind.ts'
import { knativeService } from '../kubernetes/knative-service.ts'
import { virtualService } from '../kubernetes/virtual-service.ts'
import { lazily, lazyMethods } from '../lazy.ts'
import { several, type Resource } from '../several.ts'

const kinds: Readonly<Record<string, RouteKind>> = {
  httproute: gatewayRoute('HTTPRoute', 'httproutes'),
  grpcroute: gatewayRoute('GRPCRoute', 'grpcroutes'),
  virtualservice: virtualService,
  ksvc: knativeService,
  ingress: canaryIngress,
}

const route: Field<Omit<RouteName, 'namespace'>> = field(
  '`httproute/NAME`, `grpcroute/NAME`, `virtualservice/NAME`, `ksvc/NAME` or `ingress/NAME`',
  (given) => {
    const [, word = '', name = ''] = /^([a-z]+)\/([a-z0-9]([-.a-z0-9]*[a-z0-9])?)$/.exec(given) ?? []
    const kind = Object.hasOwn(kinds, word) ? kinds[word] : undefined
    if (kind !== undefined) return { kind, name }
    const known = Object.keys(kinds).map((each) => `${each}/NAME`)
    throw new Unacceptable(`must be one of ${known.join(', ')}, got ${quote(given)}`)
  },
)

/** Routes of a Kubernetes cluster: Gateway API, Istio, Knative, and the canary Ingress of ingress-nginx. */
export const kubernetes = defineRouter(
  'Sets the weights of a Gateway API route, an Istio VirtualService, a Knative Service or a canary Ingress.',
  {
    route: linesOf(route),
    baseline: text('name of the baseline’s Service, `host/subset` for Istio, revision for Knative'),
    candidate: text('the same for the candidate'),
    namespace: optional(text('namespace of the routes; default that of the context')),
    kubeconfig: optional(
      text('path of a kubeconfig; default `$KUBECONFIG`, the pod’s account, `~/.kube/config`'),
    ),
    context: optional(text('context of the kubeconfig; default its current one')),
  },
  ({ route: routes, baseline, candidate, namespace, kubeconfig, context }, io) => {
    const options = {
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      ...(context === undefined ? {} : { context }),
    }
    const connection = lazily(async () => {
      const { openCluster } = await import('../kubernetes/cluster.ts')
      return await openCluster(io, options, { baseline, candidate })
    })
    const resources = routes.map((each): Resource => {
      // A kind whose endpoints nobody can count must not look like one that has none.
      const isCounted = [baseline, candidate].every((arm) => each.kind.service(arm) !== undefined)
      const open = lazily(async (signal) => (await connection(signal))({ ...each, namespace }))
      return { name: `${each.kind.plural}/${each.name}`, ...lazyMethods(open, { health: isCounted }) }
    })
    const step = Math.max(...routes.map(({ kind }) => kind.step))
    return {
      ...several(resources),
      can: {
        step,
        tolerance: step / 2,
        settles: Math.max(...routes.map(({ kind }) => kind.settlesMs)),
        survivesRestart: true,
      },
    }
  },
)
