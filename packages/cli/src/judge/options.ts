import { parseArgs } from 'node:util'
import { UserError } from '@sluice/action'

/** What was asked for: one of three ways of judging, and how to show it. */
export interface JudgeOptions {
  readonly way: 'policy' | 'kayenta' | 'argo' | 'help'
  readonly rules: string
  readonly data: string
  readonly json: boolean
  /** Answer as the original does, faults included. */
  readonly compatible: boolean
  readonly pass?: number
  readonly marginal?: number
  readonly args: Readonly<Record<string, string>>
  readonly subject: Readonly<Record<'repository' | 'sha' | 'environment' | 'service', string>>
}

export const USAGE = `sluice judge --policy FILE --samples FILE         judge samples by our own policy
sluice judge --kayenta CONFIG --data FILE         judge by a Kayenta canary config
sluice judge --argo TEMPLATE --measurements FILE  judge by an Argo Rollouts AnalysisTemplate

--json              print the verdict document instead of a table
--compatible        with --kayenta and --argo: answer as the original does, known faults included
--pass N, --marginal N   with --kayenta: score thresholds, where the config has none (95 and 75)
--arg NAME=VALUE    with --argo: value of {{args.NAME}}; may be repeated
--repository, --sha, --environment, --service   what the verdict is about (default: local)

Exit code: 0 pass, 1 fail, 2 inconclusive, 3 bad input. Files are YAML or JSON; see docs/judge.md.
`

const FLAGS = {
  policy: { type: 'string' },
  samples: { type: 'string' },
  kayenta: { type: 'string' },
  data: { type: 'string' },
  argo: { type: 'string' },
  measurements: { type: 'string' },
  json: { type: 'boolean', default: false },
  compatible: { type: 'boolean', default: false },
  pass: { type: 'string' },
  marginal: { type: 'string' },
  arg: { type: 'string', multiple: true },
  repository: { type: 'string', default: 'local' },
  sha: { type: 'string', default: 'local' },
  environment: { type: 'string', default: 'local' },
  service: { type: 'string', default: 'local' },
  help: { type: 'boolean', default: false },
} as const

const WAYS = [
  ['policy', 'samples'],
  ['kayenta', 'data'],
  ['argo', 'measurements'],
] as const

/** Reads the command line. Throws `UserError`. */
export function readOptions(args: readonly string[]): JudgeOptions {
  const flags = parse(args)
  const common = {
    json: flags.json,
    compatible: flags.compatible,
    args: pairs(flags.arg ?? []),
    ...threshold('pass', flags.pass),
    ...threshold('marginal', flags.marginal),
    subject: {
      repository: flags.repository,
      sha: flags.sha,
      environment: flags.environment,
      service: flags.service,
    },
  }
  if (flags.help) return { way: 'help', rules: '', data: '', ...common }
  const asked = WAYS.filter(([rules, data]) => flags[rules] !== undefined || flags[data] !== undefined)
  const [way] = asked
  if (way === undefined || asked.length > 1) refuse('judge needs one of --policy, --kayenta and --argo')
  const [rules, data] = [flags[way[0]], flags[way[1]]]
  if (rules === undefined || data === undefined) refuse(`--${way[0]} and --${way[1]} go together`)
  return { way: way[0], rules, data, ...common }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, strict: true }).values
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
}

function threshold(name: 'pass' | 'marginal', given: string | undefined): Readonly<Record<string, number>> {
  if (given === undefined) return {}
  const value = Number(given)
  if (given.trim() === '' || !(value >= 0 && value <= 100))
    refuse(`--${name} must be a number from 0 to 100, got "${given}"`)
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
  throw new UserError('JUDGE_OPTIONS', message, USAGE)
}
