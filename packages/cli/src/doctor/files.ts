import { mapOfText, parseSettings, Unacceptable, unknownIn, UserError, type Fields } from '@sluice/action'
import { metricsField } from '@sluice/compat'
import { sources } from '@sluice/metrics'
import type { Check } from '@sluice/report'
import { routers } from '@sluice/traffic'
import { parse } from 'yaml'
import { CHANGE_ME } from '../init/files.ts'

type Config = Readonly<Record<string, string>>

export function met(name: string, because = ''): Check {
  return { name, finding: 'fine', answer: 'met', because }
}

export function unmet(name: string, because: string): Check {
  return { name, finding: 'worse', answer: 'missing', because }
}

export function unknown(name: string, because: string): Check {
  return { name, finding: 'unknown', answer: 'not known', because }
}

/** What is wrong with the settings in the config file. `config` is undefined where there is no file. */
export function checkConfig(path: string, config: Config | undefined): readonly Check[] {
  if (config === undefined) {
    return [unmet(`${path} exists`, 'Run `sluice init`, or write the inputs into the workflow.')]
  }
  const holes = Object.entries(config).flatMap(([name, text]) => (text.includes(CHANGE_ME) ? [name] : []))
  const strange = unknownIn(config, {})
  return [
    met(`${path} exists`),
    strange.length === 0
      ? met('its keys are inputs of an action')
      : unmet('its keys are inputs of an action', `No action has the input ${strange.join(', ')}.`),
    holes.length === 0
      ? met(`no ${CHANGE_ME} is left`)
      : unmet(`no ${CHANGE_ME} is left`, `Replace it in ${holes.join(', ')}.`),
    checkChoice('router', config, routers),
    checkChoice('source', { source: 'prometheus', ...config }, sources),
    checkValue('metrics', () => void metricsField.parse(config['metrics'] ?? '')),
  ]
}

function checkChoice(
  what: 'router' | 'source',
  config: Config,
  kinds: Readonly<Record<string, { readonly settings: Fields }>>,
): Check {
  return checkValue(`${what} and its settings`, () => {
    const name = config[what] ?? ''
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    if (kind === undefined) {
      throw new Unacceptable(`must be one of ${Object.keys(kinds).join(', ')}, got ${JSON.stringify(name)}`)
    }
    const settings = mapOfText('settings').parse(config[`${what}-settings`] ?? '{}')
    parseSettings(kind.settings, settings, `\`${what}-settings\``)
  })
}

function checkValue(name: string, read: () => void): Check {
  try {
    read()
    return met(name)
  } catch (error) {
    if (!(error instanceof UserError || error instanceof Unacceptable)) throw error
    return unmet(name, error.message)
  }
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>> | string
  readonly concurrency?: unknown
  readonly steps?: readonly { readonly uses?: string }[]
}

/** What each action needs of the job that runs it. */
const NEEDS: Readonly<Record<string, readonly (readonly [string, 'read' | 'write'])[]>> = {
  'canary-step': [
    ['deployments', 'write'],
    ['checks', 'write'],
    ['actions', 'read'],
    ['contents', 'read'],
  ],
  'bluegreen-swap': [
    ['deployments', 'write'],
    ['checks', 'write'],
    ['contents', 'read'],
  ],
  'shadow-compare': [
    ['checks', 'write'],
    ['contents', 'read'],
  ],
  'promote-gate': [
    ['contents', 'read'],
    ['checks', 'write'],
    ['deployments', 'write'],
  ],
}

const MOVES_TRAFFIC = new Set(['canary-step', 'bluegreen-swap'])

/** What is missing in the workflows that use Sluice. `workflows` has their texts by path. */
export function checkWorkflows(workflows: ReadonlyMap<string, string>): readonly Check[] {
  const found = [...workflows].flatMap(([path, text]) => jobsOf(path, text))
  if (found.length === 0) {
    return [unmet('a workflow uses Sluice', 'Run `sluice init`, or add a step as in the README.')]
  }
  return [
    met('a workflow uses Sluice', [...new Set(found.map(({ path }) => path))].join(', ')),
    ...found.flatMap(checkJob),
  ]
}

interface Use {
  readonly path: string
  readonly name: string
  readonly action: string
  readonly job: Job
}

function jobsOf(path: string, text: string): readonly Use[] {
  const { jobs = {} } = (parse(text) ?? {}) as { readonly jobs?: Readonly<Record<string, Job>> }
  return Object.entries(jobs).flatMap(([name, job]) =>
    (job.steps ?? []).flatMap(({ uses = '' }) => {
      const action = /\/actions\/([a-z-]+)@/.exec(uses)?.[1]
      return action === undefined || !Object.hasOwn(NEEDS, action) ? [] : [{ path, name, action, job }]
    }),
  )
}

function checkJob({ name, action, job }: Use): readonly Check[] {
  const { permissions } = job
  const granted = typeof permissions === 'object' ? permissions : {}
  const missing = (NEEDS[action] ?? []).filter(
    ([scope, access]) => granted[scope] !== 'write' && granted[scope] !== access,
  )
  const wanted = missing.map(([scope, access]) => `${scope}: ${access}`).join(', ')
  const title = `job ${name} has the permissions that ${action} needs`
  return [
    typeof permissions === 'string' || missing.length === 0
      ? met(title)
      : unmet(title, `Add ${wanted} to its \`permissions\`.`),
    ...(MOVES_TRAFFIC.has(action)
      ? [
          job.concurrency === undefined
            ? unmet(`job ${name} runs once at a time`, 'Add `concurrency` with `cancel-in-progress: false`.')
            : met(`job ${name} runs once at a time`),
        ]
      : []),
  ]
}
