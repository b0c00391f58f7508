import type { Fields, ReadInput } from '@sluice/action'
import type { OptionSpec } from '../command.ts'
import { inputAbout } from '../input-about.ts'

/** What the actions' `action.yml` give where nothing else does. */
export const ACTION_DEFAULTS: Readonly<Record<string, string>> = {
  environment: 'production',
  service: 'app',
  config: '.github/sluice.yml',
  publish: 'check, comment, deployment, summary',
  'when-inconclusive': 'fail',
  'report-dir': 'sluice-report',
  'dry-run': 'false',
  'fail-step': 'true',
}

/** `command` is the word after the verb, and the exit code says what `fail-step` would. */
const NO_OPTION: ReadonlySet<string> = new Set(['command', 'fail-step'])

/** Options that the actions do not have. */
export const OWN_OPTIONS = {
  record: {
    value: 'FILE',
    about:
      'keep the record of the rollout in this file (default: at GitHub with a token and a repository, else .sluice/ENVIRONMENT/SERVICE.json)',
  },
  repository: { value: 'OWNER/NAME', about: 'repository at GitHub that keeps the record' },
  scheduled: { about: 'this run was started by a timer: continue what is open, and begin nothing' },
} as const satisfies Readonly<Record<string, OptionSpec>>

/** The inputs of an action as options. Secrets come from the environment only. */
export function optionsOf(action: string, inputs: Fields): Readonly<Record<string, OptionSpec>> {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([name, { secret }]) => !NO_OPTION.has(name) && secret !== true)
      .map(([name, { shape, fallback = ACTION_DEFAULTS[name] }]): [string, OptionSpec] => {
        if (name === 'dry-run')
          return [name, { about: 'check everything, print the plan, and change nothing' }]
        const about = inputAbout(action, name, shape, fallback)
        return [name, { value: 'VALUE', about, ...(LISTED.test(shape) ? { multiple: true } : {}) }]
      }),
  )
}

/** A list may be given line by line; of anything else the last value counts. */
const LISTED = /one per line/

type Env = Readonly<Record<string, string | undefined>>

/** GitHub's token, wherever GitHub's own programs look for it. */
export function tokenFrom(env: Env): string {
  return env['GITHUB_TOKEN'] || env['GH_TOKEN'] || ''
}

/** How an action reads its inputs here: from options, secrets from `SLUICE_NAME`, and what action.yml would give last. */
export function readerOf(
  inputs: Fields,
  command: string,
  given: Readonly<Record<string, unknown>>,
  env: Env,
): ReadInput {
  return (name) => {
    if (name === 'command') return command
    if (name === 'github-token') return tokenFrom(env)
    if (inputs[name]?.secret === true) return env[`SLUICE_${name.toUpperCase().replaceAll('-', '_')}`] ?? ''
    const value = given[name]
    if (value === true) return 'true'
    const text = Array.isArray(value) ? value.join('\n') : typeof value === 'string' ? value : ''
    return text === '' ? (ACTION_DEFAULTS[name] ?? '') : text
  }
}
