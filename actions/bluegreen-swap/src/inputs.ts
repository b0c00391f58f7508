import {
  duration,
  httpUrl,
  mapOfText,
  nameOrModule,
  oneOf,
  optional,
  percent,
  text,
  withDefault,
} from '@sluice/action'
import { metricsField } from '@sluice/compat'
import { sources } from '@sluice/metrics'
import { COMMON_OUTPUTS, commonInputs, notifyField } from '@sluice/publish'
import { COMMANDS, pastField } from '@sluice/rollout'
import { parityField, sharedField, smokeField } from '@sluice/swap'
import { MODES } from './modes.ts'
import { rehearseField } from './rehearse-field.ts'
import { retireField } from './retire-field.ts'
import { soakField } from './soak.ts'
import { watchField } from './watch-field.ts'

export const inputs = {
  ...commonInputs,
  'environment-url': optional(httpUrl()),
  command: withDefault('run', oneOf([...COMMANDS, 'comment'])),
  mode: withDefault('router', oneOf(MODES)),
  router: text('name of a router; in the other modes, of an adapter'),
  'router-settings': withDefault('{}', mapOfText('settings of the router')),
  target: optional(text('colour; blank means the idle one')),
  smoke: optional(smokeField),
  parity: optional(parityField),
  shared: optional(sharedField),
  source: optional(nameOrModule(Object.keys(sources))),
  'source-settings': withDefault('{}', mapOfText('settings of the source')),
  metrics: optional(metricsField),
  soak: optional(soakField),
  watch: withDefault('5m', watchField),
  retire: withDefault('keep', retireField),
  rehearse: optional(rehearseField),
  notify: optional(notifyField),
  'when-held': withDefault('fail', oneOf(['fail', 'succeed'])),
  'when-superseded': withDefault('replace', oneOf(['replace', 'queue', 'refuse'])),
  'max-wait': withDefault('10m', duration()),
  settle: withDefault('10s', duration()),
  noise: withDefault('24h', pastField),
  confidence: withDefault('95%', percent({ min: 50, max: 99.99 })),
} as const

export const outputs = [...COMMON_OUTPUTS, 'live', 'slot', 'deploy', 'downtime-ms', 'failed-probes'] as const

export const contract = { name: 'bluegreen-swap', inputs, outputs, config: true } as const
