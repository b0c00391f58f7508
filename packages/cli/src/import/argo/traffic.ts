import { CHANGE_ME } from '../../init/files.ts'
import type { Ledger } from '../ledger.ts'
import { under, itemsUnder, textUnder, type InputPlace } from '../place.ts'
import { entry, type Entry } from '../release.ts'
import { commandRouter, kubernetesRouter, type Routing } from '../routing.ts'

/** The router of a Rollout's canary. */
export function routingOf(canary: InputPlace | undefined, rollout: InputPlace, ledger: Ledger): Routing {
  const routing = under(canary, 'trafficRouting')
  const namespace = textUnder(rollout, 'metadata', 'namespace')
  ledger.carried(under(rollout, 'metadata', 'namespace'), 'router-settings.namespace')
  const istio = under(routing, 'istio')
  const arms = armsOf(canary, under(istio, 'destinationRule') !== undefined, ledger)
  const gateway = pluginIn(routing)
  const place = textUnder(gateway, 'namespace') ?? namespace
  const kubernetes = (routes: readonly string[], own = arms): Routing =>
    kubernetesRouter({ routes, ...own, ...(place === undefined ? {} : { namespace: place }) })
  if (istio !== undefined) return istioRouting(istio, arms, kubernetes, ledger)
  if (gateway !== undefined) return kubernetes(gatewayRoutes(gateway, ledger))
  const nginx = under(routing, 'nginx')
  if (nginx !== undefined) return kubernetes(nginxRoutes(nginx, rollout, ledger))
  const [other] = (routing?.entries ?? []).filter(([key]) => !OWN.has(key))
  if (other === undefined) return noRouting(routing, kubernetes, ledger)
  const [name, settings] = other
  ledger.left(
    settings,
    `Sluice has no router for \`${name}\` of Argo Rollouts.`,
    name === 'alb'
      ? 'The router `alb` sets the weights itself, and the AWS Load Balancer Controller would set them back: docs/routers/alb.md. Until then the router `command` runs a program of yours.'
      : 'The router `command` runs a program of yours: docs/routers/command.md.',
  )
  return commandRouter(ledger)
}

const OWN: ReadonlySet<string> = new Set(['managedRoutes', 'maxTrafficWeight', 'plugins'])

interface ServicePair {
  readonly baseline: string
  readonly candidate: string
}

function armsOf(canary: InputPlace | undefined, hasSubsets: boolean, ledger: Ledger): ServicePair {
  const pair = [
    ['stableService', 'baseline'],
    ['canaryService', 'candidate'],
  ] as const
  const [baseline, candidate] = pair.map(([key, arm]) => {
    const name = textUnder(canary, key)
    ledger.carried(under(canary, key), `router-settings.${arm}`)
    if (name === undefined && !hasSubsets && under(canary, 'pingPong') === undefined)
      ledger.chosen(
        `router-settings.${arm}`,
        CHANGE_ME,
        `the Rollout has no \`${key}\`. Sluice needs a Service for each version`,
      )
    return name ?? CHANGE_ME
  })
  const [ping, pong] = [
    textUnder(canary, 'pingPong', 'pingService'),
    textUnder(canary, 'pingPong', 'pongService'),
  ]
  if (ping !== undefined && pong !== undefined) return { baseline: ping, candidate: pong }
  return { baseline: baseline ?? CHANGE_ME, candidate: candidate ?? CHANGE_ME }
}

function istioRouting(
  istio: InputPlace,
  arms: ServicePair,
  kubernetes: (routes: readonly string[], own?: ServicePair) => Routing,
  ledger: Ledger,
): Routing {
  const services = [under(istio, 'virtualService'), ...itemsUnder(istio, 'virtualServices')].filter(
    (one) => one !== undefined,
  )
  const routes = services.flatMap((one) => {
    ledger.carried(under(one, 'name'), 'router-settings.route')
    ledger.changed(
      under(one, 'routes'),
      'router-settings.route',
      'Sluice changes every rule that lists both versions, not only the routes that are named.',
    )
    const name = textUnder(one, 'name')
    return name === undefined ? [] : [`virtualservice/${name}`]
  })
  const rule = under(istio, 'destinationRule')
  if (rule === undefined) return kubernetes(routes)
  const subsets = ['stableSubsetName', 'canarySubsetName'].map((key) => {
    ledger.carried(under(rule, key), 'router-settings')
    return textUnder(rule, key) ?? CHANGE_ME
  })
  ledger.chosen(
    'router-settings.baseline, candidate',
    `${CHANGE_ME}/…`,
    'the host of the subsets is in the VirtualService, not in the Rollout',
  )
  ledger.left(
    under(rule, 'name'),
    'Argo Rollouts writes a hash into the subsets of this DestinationRule.',
    'Let each subset select a label that is always there, such as `track`.',
  )
  const [stable = '', canary = ''] = subsets
  const host = arms.baseline === CHANGE_ME ? CHANGE_ME : arms.baseline
  return kubernetes(routes, { baseline: `${host}/${stable}`, candidate: `${host}/${canary}` })
}

function pluginIn(routing: InputPlace | undefined): InputPlace | undefined {
  return under(routing, 'plugins')?.entries.find(([name]) => /gateway-?api$/i.test(name))?.[1]
}

function gatewayRoutes(plugin: InputPlace, ledger: Ledger): readonly string[] {
  const kinds = [
    ['httpRoute', 'httproute'],
    ['grpcRoute', 'grpcroute'],
  ] as const
  const routes = kinds.flatMap(([key, kind]) => {
    const names = [
      textUnder(plugin, key),
      ...itemsUnder(plugin, `${key}s`).map((one) => textUnder(one, 'name') ?? textUnder(one)),
    ]
    ledger.carried(under(plugin, key), 'router-settings.route')
    ledger.carried(under(plugin, `${key}s`), 'router-settings.route')
    return names.flatMap((name) => (name === undefined ? [] : [`${kind}/${name}`]))
  })
  ledger.carried(under(plugin, 'namespace'), 'router-settings.namespace')
  return routes
}

function nginxRoutes(nginx: InputPlace, rollout: InputPlace, ledger: Ledger): readonly string[] {
  const ingresses = [under(nginx, 'stableIngress'), ...itemsUnder(nginx, 'stableIngresses')].filter(
    (one) => one !== undefined,
  )
  return ingresses.flatMap((place) => {
    const name = textUnder(place)
    if (name === undefined) return []
    const canary = `${textUnder(rollout, 'metadata', 'name') ?? ''}-${name}-canary`
    ledger.changed(
      place,
      `router-settings.route: ingress/${canary}`,
      'Argo Rollouts makes this second Ingress and deletes it with the Rollout. Keep a copy of it, with the annotation `canary: "true"`.',
    )
    return [`ingress/${canary}`]
  })
}

function noRouting(
  routing: InputPlace | undefined,
  kubernetes: (routes: readonly string[]) => Routing,
  ledger: Ledger,
): Routing {
  ledger.left(routing, 'It names no router.')
  ledger.chosen(
    'router-settings.route',
    `httproute/${CHANGE_ME}`,
    'the Rollout shifts traffic by the number of pods. Sluice sets weights on a route, such as an HTTPRoute of the Gateway API',
  )
  return kubernetes([`httproute/${CHANGE_ME}`])
}

/** Weights may be out of another total than 100. */
export function weightScale(canary: InputPlace | undefined, ledger: Ledger): number {
  const most = Number(textUnder(canary, 'trafficRouting', 'maxTrafficWeight') ?? 100)
  ledger.carried(under(canary, 'trafficRouting', 'maxTrafficWeight'), 'ladder, in percent')
  return most > 0 ? 100 / most : 1
}

export function slotsIn(canary: InputPlace | undefined, ledger: Ledger): readonly Entry[] {
  const [ping, pong] = [
    textUnder(canary, 'pingPong', 'pingService'),
    textUnder(canary, 'pingPong', 'pongService'),
  ]
  if (ping === undefined || pong === undefined) return []
  if (ping === pong || ![ping, pong].every((name) => /^[\w.-]+$/.test(name))) {
    ledger.left(under(canary, 'pingPong'), 'These are not two names of Services.', 'Write `slots` by hand.')
    return []
  }
  ledger.carried(under(canary, 'pingPong'), 'slots')
  return [entry('slots', `${ping}, ${pong}`)]
}
