import {
  duration,
  field,
  httpUrl,
  listOf,
  mapOfText,
  nameOrModule,
  oneOf,
  optional,
  percent,
  refuse,
  text,
  Unacceptable,
  wholeNumber,
  withDefault,
  type ReadInput,
} from '@sluice/action'
import { metricsField } from '@sluice/compat'
import { sources } from '@sluice/metrics'
import { COMMON_OUTPUTS, commonInputs, notifyField } from '@sluice/publish'
import { COMMANDS, pastField } from '@sluice/rollout'
import { routers } from '@sluice/traffic'
import { versionField } from './version.ts'

const weight = field('percent of traffic above 0 and at most 100, with or without `%`', (given) => {
  const match = /^(\d+(?:\.\d+)?)\s*%?$/.exec(given)
  const value = match?.[1] === undefined ? Number.NaN : Number(match[1])
  return value > 0 && value <= 100
    ? value
    : refuse('percent of traffic above 0 and at most 100, with or without `%`', given)
})

/** Weights to climb, lowest first; the first one must leave traffic on the baseline, or there is nothing to compare with. */
const ladder = field('rising percents of traffic, such as `5, 25, 50, 100`', (given) => {
  const rungs = given
    .replace(/^\[(.*)\]$/s, '$1')
    .split(/[\n,]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => weight.parse(part))
  if (rungs.length === 0) throw new Unacceptable('must name at least one weight')
  if (rungs.some((rung, i) => rung <= (rungs[i - 1] ?? 0))) refuse('rising percents of traffic', given)
  if (rungs[0] === 100)
    throw new Unacceptable('must start below 100, or there is no baseline to compare with')
  return rungs
})

/** Two slots that alternate; the one that serves is the baseline. */
const slots = field('two names such as `blue, green`', (given) => {
  const names = listOf(text('name')).parse(given)
  const [first, second] = names
  if (first === undefined || second === undefined || names.length > 2 || first === second) {
    return refuse('two different names such as `blue, green`', given)
  }
  return [first, second] as const
})

export const inputs = {
  ...commonInputs,
  'environment-url': optional(httpUrl()),
  command: withDefault('run', oneOf([...COMMANDS, 'comment'])),
  router: nameOrModule(Object.keys(routers)),
  'router-settings': withDefault('{}', mapOfText('settings of the router')),
  source: withDefault('prometheus', nameOrModule(Object.keys(sources))),
  'source-settings': withDefault('{}', mapOfText('settings of the source')),
  metrics: optional(metricsField),
  baseline: withDefault('baseline', text('name')),
  candidate: withDefault('candidate', text('name')),
  slots: optional(slots),
  version: optional(versionField),
  weight: optional(weight),
  ladder: optional(ladder),
  interval: withDefault('60s', duration()),
  'max-wait': withDefault('10m', duration()),
  confidence: withDefault('95%', percent({ min: 50, max: 99.99 })),
  'min-trials': withDefault('100', wholeNumber({ min: 1 })),
  'fail-when': withDefault(
    'beyond-margin',
    oneOf(['beyond-margin', 'any-regression', 'certainly-beyond-margin']),
  ),
  judge: withDefault('sequential', oneOf(['sequential', 'threshold', 'kayenta', 'fixed'])),
  'when-held': withDefault('fail', oneOf(['fail', 'succeed'])),
  'when-superseded': withDefault('replace', oneOf(['replace', 'queue', 'refuse'])),
  'warm-up': withDefault('0s', duration()),
  grace: optional(duration()),
  'blind-for': optional(duration()),
  share: optional(percent({ min: 0.01, max: 99.99 })),
  noise: withDefault('24h', pastField),
  'between-runs': withDefault('auto', oneOf(['auto', 'stay', 'home'])),
  'give-up-after': withDefault('72h', duration()),
  bake: withDefault('0s', duration()),
  'hold-back': withDefault('0%', percent({ min: 0, max: 50 })),
  settle: withDefault('10s', duration()),
  notify: optional(notifyField),
} as const

export const outputs = [...COMMON_OUTPUTS, 'sha', 'weight', 'slot', 'deploy', 'baseline-version'] as const
export type CanaryOutput = (typeof outputs)[number]

/** Commands that may begin a rollout; the others go by the plan in its record. */
const BEGINNING: ReadonlySet<string> = new Set(['run', 'claim', 'retry'])

export const contract = {
  name: 'canary-step',
  inputs,
  outputs,
  config: true,
  requires: (read: ReadInput) => (BEGINNING.has(read('command').trim() || 'run') ? ['metrics'] : []),
} as const
