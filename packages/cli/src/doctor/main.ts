import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '@sluice/action'
import { checklistMarkdown, checklistTerminal, type Check } from '@sluice/report'
import { DEFAULTS } from '@sluice/gate/app'
import { defineCommand } from '../command.ts'
import { CHANGE_ME } from '../init/files.ts'
import { checkConfig, checkWorkflows, unknown } from './files.ts'
import { checkGitHub, checkPreflight } from './reach.ts'

const WORKFLOWS = '.github/workflows'

/** `sluice doctor`: says what is missing before the first release, and how to fix it. */
export const doctorCommand = defineCommand(
  {
    name: 'doctor',
    about:
      'Checks the workflows, the settings and the environment of this repository, asks the router and the metrics what the first run of a canary would ask, and says how to fix what is missing. With GITHUB_TOKEN it also asks GitHub.',
    usage: ['[--service NAME] [--repository OWNER/NAME]'],
    options: {
      config: { value: 'FILE', about: 'file with the inputs of the actions', fallback: '.github/sluice.yml' },
      service: { value: 'NAME', about: 'service whose settings are checked', fallback: 'app' },
      environment: { value: 'NAME', about: 'environment that is deployed to', fallback: 'production' },
      repository: { value: 'OWNER/NAME', about: 'repository to ask GitHub about' },
      markdown: { about: 'print a checklist for a pull request' },
      offline: { about: 'ask neither the router nor the metrics nor GitHub' },
    },
    examples: ['doctor', 'doctor --markdown | gh pr comment --body-file -'],
    exits: '0 nothing is missing, 1 something is missing, 2 something is not known, 3 wrong input',
  },
  async ({ config: path, service, environment, repository, markdown, offline, json }, _, io) => {
    const config = existsSync(path) ? readConfig(path, service, process.cwd()) : undefined
    const checks = [
      ...checkConfig(path, config),
      ...checkWorkflows(workflows()),
      ...(offline || !isWhole(config) ? [] : await checkPreflight({ config: path, service, environment })),
      ...(offline ? [] : await atGitHub(repository ?? process.env['GITHUB_REPOSITORY'], environment)),
    ]
    io.stdout(
      json ? `${JSON.stringify(checks)}\n` : markdown ? `${checklistMarkdown(checks)}\n` : shown(checks),
    )
    if (checks.some(({ finding }) => finding === 'worse')) return 1
    return checks.some(({ finding }) => finding === 'unknown') ? 2 : 0
  },
)

/** Whether the settings are those of a canary, and nothing is left to fill in. */
function isWhole(config: Readonly<Record<string, string>> | undefined): boolean {
  if (config === undefined || config['metrics'] === undefined || config['smoke'] !== undefined) return false
  return !Object.values(config).some((text) => text.includes(CHANGE_ME))
}

function workflows(): ReadonlyMap<string, string> {
  if (!existsSync(WORKFLOWS)) return new Map()
  const names = readdirSync(WORKFLOWS).filter((name) => /\.ya?ml$/.test(name))
  return new Map(names.map((name) => [join(WORKFLOWS, name), readFileSync(join(WORKFLOWS, name), 'utf8')]))
}

async function atGitHub(repository: string | undefined, environment: string): Promise<readonly Check[]> {
  const token = process.env['GITHUB_TOKEN'] ?? process.env['GH_TOKEN']
  if (token === undefined || repository === undefined) {
    return [
      unknown(
        'the environment at GitHub',
        'Set GITHUB_TOKEN and give --repository OWNER/NAME to have it checked.',
      ),
    ]
  }
  const api = process.env['GITHUB_API_URL'] ?? DEFAULTS.apiUrl
  return await checkGitHub(repository, environment, { token, api, fetch })
}

function shown(checks: readonly Check[]): string {
  const missing = checks.filter(({ finding }) => finding === 'worse').length
  const last =
    missing === 0 ? 'Nothing is missing.' : `${missing} ${missing === 1 ? 'thing is' : 'things are'} missing.`
  return `${[...checklistTerminal(checks), '', last].join('\n')}\n`
}
