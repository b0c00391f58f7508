import { wholeParts } from '../whole-parts.ts'
import {
  generationOf,
  listIn,
  amountIn,
  recordIn,
  refused,
  shareInRule,
  someRule,
  textIn,
  type Data,
  type Destination,
  type RouteArms,
  type RouteKind,
} from './kind.ts'

/** Weights are whole numbers, and some gateways take at most 1000. */
const TOTAL = 1000

/** HTTPRoute and GRPCRoute of the Gateway API: weights of `backendRefs`, confirmed by the gateway's status. */
export function gatewayRoute(title: 'HTTPRoute' | 'GRPCRoute', plural: string): RouteKind {
  return {
    title,
    group: 'gateway.networking.k8s.io',
    versions: ['v1', 'v1beta1'],
    plural,
    step: 100 / TOTAL,
    settlesMs: 2_000,
    read: (object, arms) => {
      const rules = listIn(object['spec'], 'rules').flatMap((rule, i) => {
        const name = textIn(rule, 'name') || `rule ${i}`
        const share = shareInRule(name, destinationsOf(rule), arms)
        return share === undefined ? [] : [{ name, share }]
      })
      someRule(rules, arms, namesIn(object))
      const exposed = rules.some(({ share }) => share > 0)
      return { rules, pending: isPending(object, exposed) }
    },
    write: (object, arms, weight) => {
      const part = wholeParts(weight, TOTAL, `a ${title}`)
      const spec = recordIn(object, 'spec')
      let matched = 0
      const rules = listIn(spec, 'rules').map((rule, i) => {
        if (shareInRule(textIn(rule, 'name') || `rule ${i}`, destinationsOf(rule), arms) === undefined)
          return rule
        matched++
        return { ...rule, backendRefs: listIn(rule, 'backendRefs').map((ref) => weighted(ref, arms, part)) }
      })
      someRule(Array.from({ length: matched }), arms, namesIn(object))
      return { ...object, spec: { ...spec, rules } }
    },
    service: (arm) => arm,
  }
}

function weighted(ref: Data, { baseline, candidate }: RouteArms, part: number): Data {
  const name = textIn(ref, 'name')
  if (name === candidate) return { ...ref, weight: part }
  return name === baseline ? { ...ref, weight: TOTAL - part } : ref
}

function destinationsOf(rule: Data): readonly Destination[] {
  return listIn(rule, 'backendRefs').map((ref) => ({
    name: textIn(ref, 'name'),
    weight: amountIn(ref, 'weight', 1),
  }))
}

function namesIn(object: Data): readonly string[] {
  return listIn(object['spec'], 'rules').flatMap((rule) => destinationsOf(rule).map(({ name }) => name))
}

/**
 * Whether a gateway still has an older version of the route. Throws when no gateway took it, and when a gateway refused
 * it or cannot find a Service that users are sent to: they would meet errors.
 */
function isPending(object: Data, exposed: boolean): boolean {
  const parents = listIn(object['status'], 'parents')
  if (parents.length === 0)
    throw refused(
      'no gateway has taken the route: its status names no parent',
      'Check `parentRefs`, and that the controller of the gateway runs.',
    )
  const generation = generationOf(object)
  let pending = false
  for (const parent of parents) {
    for (const condition of listIn(parent, 'conditions')) {
      const type = textIn(condition, 'type')
      if (type !== 'Accepted' && type !== 'ResolvedRefs') continue
      if (amountIn(condition, 'observedGeneration', generation) < generation) pending = true
      else if (textIn(condition, 'status') === 'False' && (type === 'Accepted' || exposed)) {
        const gateway = textIn(parent['parentRef'], 'name')
        throw refused(
          `gateway ${gateway} says ${type}: False, ${textIn(condition, 'reason')}: ${textIn(condition, 'message')}`,
        )
      }
    }
  }
  return pending
}
