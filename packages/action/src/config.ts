import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Unacceptable, type Fields } from './fields/field.ts'
import { UserError } from './fields/user-error.ts'
import { mapOfText, parseYaml } from './fields/yaml.ts'

type Config = Readonly<Record<string, string>>

/**
 * Input values from the project's YAML file: top-level keys are input names, and keys under `services.NAME` override
 * them for that service. A file that does not exist gives nothing; one that cannot be read throws `BAD_CONFIG`.
 */
export function readConfig(path: string, service: string, workspace: string): Config {
  const file = resolve(workspace, path.trim() === '' ? '.github/sluice.yml' : path.trim())
  if (!existsSync(file)) return {}
  try {
    return settingsFor(parseYaml(readFileSync(file, 'utf8')), service.trim())
  } catch (error) {
    if (!(error instanceof Unacceptable)) throw error
    throw new UserError('BAD_CONFIG', `${path}: ${error.message}`, 'Fix that file.')
  }
}

function settingsFor(data: unknown, service: string): Config {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new Unacceptable('must be a mapping of input names to values')
  }
  const { services, ...common } = data as Record<string, unknown>
  const own =
    typeof services === 'object' && services !== null
      ? (services as Record<string, unknown>)[service]
      : undefined
  return { ...textOf(common), ...(own === undefined ? {} : textOf(own)) }
}

function textOf(data: unknown): Config {
  return mapOfText('settings').parse(JSON.stringify(data))
}

/** Names in the file that are no input of any kind this action reads; a file shared by several actions may hold others' names. */
export function unknownIn(config: Config, fields: Fields): readonly string[] {
  return Object.keys(config).filter((name) => !(name in fields) && !SHARED_NAMES.has(name))
}

/** Inputs of the other actions that may stand in the same file. */
const SHARED_NAMES: ReadonlySet<string> = new Set(
  `
    environment service publish when-inconclusive report-dir environment-url mode router router-settings
    target smoke parity shared source source-settings metrics soak watch retire confidence baseline
    candidate weight ladder interval max-wait min-trials fail-when judge require verdicts from policy
    target-environment approve app-id run-id primary secondary shard merge engine engine-settings requests primary-url
    candidate-url secondary-url record rate methods concurrency timeout warm-up pair-by kind ignore tolerance
    unordered caseless parse noise label slices max-difference-rate requirements redact examples prices max-record
    command slots version when-held when-superseded grace blind-for share between-runs give-up-after bake
    hold-back settle
  `
    .trim()
    .split(/\s+/),
)
