import { wholeParts } from '../whole-parts.ts'
import {
  generationOf,
  listIn,
  amountIn,
  recordIn,
  shareInRule,
  someRule,
  textIn,
  type Data,
  type Destination,
  type RouteArms,
  type RouteKind,
} from './kind.ts'

/** Istio takes relative weights; whole percents stay percents, because older versions want them to add up to 100. */
const PERCENTS = 100
const THOUSANDTHS = 1000

/**
 * Istio's VirtualService: weights of `http` routes. An arm is a host, or `host/subset` for a subset of a
 * DestinationRule. Istio reports no progress unless told to, so `settles` is waited for.
 */
export const virtualService: RouteKind = {
  title: 'VirtualService',
  group: 'networking.istio.io',
  versions: ['v1', 'v1beta1'],
  plural: 'virtualservices',
  step: 100 / THOUSANDTHS,
  settlesMs: 10_000,
  read: (object, arms) => {
    const named = fullArms(object, arms)
    const rules = listIn(object['spec'], 'http').flatMap((rule, i) => {
      const name = textIn(rule, 'name') || `http ${i}`
      const share = shareInRule(name, destinationsOf(object, rule), named)
      return share === undefined ? [] : [{ name, share }]
    })
    someRule(rules, arms, namesIn(object))
    const seen = amountIn(object['status'], 'observedGeneration', generationOf(object))
    return { rules, pending: seen < generationOf(object) }
  },
  write: (object, arms, weight) => {
    const total = Number.isInteger(weight) ? PERCENTS : THOUSANDTHS
    const part = wholeParts(weight, total, 'a VirtualService')
    const named = fullArms(object, arms)
    const spec = recordIn(object, 'spec')
    let matched = 0
    const http = listIn(spec, 'http').map((rule, i) => {
      if (shareInRule(textIn(rule, 'name') || `http ${i}`, destinationsOf(object, rule), named) === undefined)
        return rule
      matched++
      const route = listIn(rule, 'route').map((each) => {
        const name = nameOf(object, each)
        if (name === named.candidate) return { ...each, weight: part }
        return name === named.baseline ? { ...each, weight: total - part } : each
      })
      return { ...rule, route }
    })
    someRule(Array.from({ length: matched }), arms, namesIn(object))
    return { ...object, spec: { ...spec, http } }
  },
  // Endpoints of a subset are those of its Service that have its labels, which only the DestinationRule knows.
  service: (arm) => (arm.includes('/') ? undefined : arm.split('.')[0]),
}

function destinationsOf(object: Data, rule: Data): readonly Destination[] {
  const routes = listIn(rule, 'route')
  return routes.map((each) => ({
    name: nameOf(object, each),
    weight: amountIn(each, 'weight', routes.length === 1 ? PERCENTS : 0),
  }))
}

function nameOf(object: Data, route: Data): string {
  const destination = recordIn(route, 'destination')
  return fullName(object, textIn(destination, 'host'), textIn(destination, 'subset'))
}

/** `shop`, `shop.team` and `shop.team.svc.cluster.local` are one host. */
function fullName(object: Data, host: string, subset: string): string {
  const namespace = textIn(object['metadata'], 'namespace')
  const short = host.replace(/\.svc(\.cluster\.local)?$/, '')
  const full =
    short === host && host.split('.').length > 2
      ? host
      : short.includes('.')
        ? short
        : `${short}.${namespace}`
  return subset === '' ? full : `${full}/${subset}`
}

function fullArms(object: Data, { baseline, candidate }: RouteArms): RouteArms {
  const full = (arm: string): string => {
    const [host = '', subset = ''] = arm.split('/')
    return fullName(object, host, subset)
  }
  return { baseline: full(baseline), candidate: full(candidate) }
}

function namesIn(object: Data): readonly string[] {
  return listIn(object['spec'], 'http').flatMap((rule) =>
    destinationsOf(object, rule).map(({ name }) => name),
  )
}
