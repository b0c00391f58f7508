import { decimal, duration, field, parseFields, percent, refuse, withDefault } from '@sluice/action'

/** What a plan is asked for: rates and shares from 0 to 1, requests per second of both arms together. */
export interface PlanRequest {
  readonly baseRate: number
  readonly share: number
  readonly margin: number
  readonly traffic: number
  readonly confidence: number
  readonly patienceMs: number
}

const perSecond = field('requests with their time, such as `100/s` or `6000/m`', (given) => {
  const match = /^(\d+(?:\.\d+)?)\s*\/\s*(s|m|h)$/.exec(given)
  const seconds = { s: 1, m: 60, h: 3600 }[match?.[2] ?? ''] ?? Number.NaN
  const value = Number(match?.[1]) / seconds
  return value > 0 ? value : refuse('requests with their time, such as `100/s` or `6000/m`', given)
})

/** The options of `sluice plan`, each spelled `--name value`. */
export const planFields = {
  'base-rate': percent({ min: 0.00001, max: 99 }),
  share: withDefault('5%', percent({ min: 0.01, max: 99.99 })),
  margin: withDefault('25%', percent({ min: 0.1, max: 10_000 })),
  traffic: perSecond,
  confidence: withDefault('0.95', decimal({ min: 0.5, max: 0.99999 })),
  patience: withDefault('1h', duration()),
} as const

/** Reads the options of `sluice plan`; a `UserError` names every one that is wrong. */
export function readPlanRequest(given: Readonly<Record<string, string | undefined>>): PlanRequest {
  const read = parseFields(planFields, (name) => given[name] ?? '', 'the options of `sluice plan`')
  return {
    baseRate: read['base-rate'],
    share: read.share,
    margin: read.margin,
    traffic: read.traffic,
    confidence: read.confidence,
    patienceMs: read.patience,
  }
}
