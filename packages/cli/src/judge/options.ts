import { UserError } from '@sluice/action'
import type { Given } from '../command.ts'

/** What was asked for: one of three ways of judging, and how to show it. */
export interface JudgeOptions {
  readonly way: 'policy' | 'kayenta' | 'argo'
  readonly rules: string
  readonly data: string
  /** Answer as the original does, faults included. */
  readonly compatible: boolean
  readonly pass?: number
  readonly marginal?: number
  readonly args: Readonly<Record<string, string>>
  readonly subject: Readonly<Record<'repository' | 'sha' | 'environment' | 'service', string>>
}

export const JUDGE_FLAGS = {
  policy: { value: 'FILE', about: 'metrics to judge, as in a workflow; with --samples' },
  samples: { value: 'FILE', about: 'samples as NDJSON or CSV' },
  kayenta: { value: 'FILE', about: 'Kayenta canary config; with --data' },
  data: { value: 'FILE', about: 'series of both arms' },
  argo: { value: 'FILE', about: 'Argo Rollouts AnalysisTemplate; with --measurements' },
  measurements: { value: 'FILE', about: 'recorded measurements' },
  compatible: { about: 'with --kayenta and --argo: answer as the original does, known faults included' },
  pass: { value: 'NUMBER', about: 'with --kayenta: score that passes, if the config has none (95)' },
  marginal: {
    value: 'NUMBER',
    about: 'with --kayenta: score below which the canary fails, if the config has none (75)',
  },
  arg: { value: 'NAME=VALUE', about: 'with --argo: value of {{args.NAME}}; may be repeated', multiple: true },
  repository: { value: 'NAME', about: 'repository that the verdict is about', fallback: 'local' },
  sha: { value: 'SHA', about: 'commit that the verdict is about', fallback: 'local' },
  environment: { value: 'NAME', about: 'environment that the verdict is about', fallback: 'local' },
  service: { value: 'NAME', about: 'service that the verdict is about', fallback: 'local' },
} as const

const WAYS = [
  ['policy', 'samples'],
  ['kayenta', 'data'],
  ['argo', 'measurements'],
] as const

/** Makes sense of the options. Throws `UserError`. */
export function readOptions(flags: Given<typeof JUDGE_FLAGS>): JudgeOptions {
  const { compatible, repository, sha, environment, service } = flags
  const asked = WAYS.filter(([rules, data]) => flags[rules] !== undefined || flags[data] !== undefined)
  const [way] = asked
  if (way === undefined || asked.length > 1) {
    refuse('sluice judge: give exactly one of --policy, --kayenta and --argo.')
  }
  const [rules, data] = [flags[way[0]], flags[way[1]]]
  if (rules === undefined || data === undefined) {
    refuse(`sluice judge: --${way[0]} and --${way[1]} must be given together.`)
  }
  return {
    way: way[0],
    rules,
    data,
    compatible,
    args: pairs(flags.arg),
    ...threshold('pass', flags.pass),
    ...threshold('marginal', flags.marginal),
    subject: { repository, sha, environment, service },
  }
}

function threshold(name: 'pass' | 'marginal', given: string | undefined): Readonly<Record<string, number>> {
  if (given === undefined) return {}
  const value = Number(given)
  if (given.trim() === '' || !(value >= 0 && value <= 100)) {
    refuse(`--${name} must be a number from 0 to 100, got "${given}"`)
  }
  return { [name]: value }
}

function pairs(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((pair) => {
      const cut = pair.indexOf('=')
      if (cut < 1) refuse(`--arg must be NAME=VALUE, got "${pair}"`)
      return [pair.slice(0, cut), pair.slice(cut + 1)]
    }),
  )
}

function refuse(message: string): never {
  throw new UserError('JUDGE_OPTIONS', message, '`sluice judge --help` shows how to use it.')
}
