import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { UserError } from '@sluice/action'
import { nearestName } from '@sluice/schema'
import { routers } from '@sluice/traffic'
import { defineCommand } from '../command.ts'
import { detect, METRIC_NAMINGS, type Detected, type Clue } from './detect.ts'
import { CHANGE_ME, filesFor, type InitAnswers } from './files.ts'

/** What is not worth reading to learn what a repository is. */
const SKIPPED = /^(node_modules|\.git|dist|build|target|vendor|out|coverage)$/
const MOST_FILES = 2000
const MOST_BYTES = 200_000

const FLAGS = {
  service: { value: 'NAME', about: 'name of the service' },
  router: { value: 'NAME', about: 'what splits the traffic', choices: Object.keys(routers) },
  metrics: { value: 'NAME', about: 'names of your metrics', choices: Object.keys(METRIC_NAMINGS) },
  prometheus: { value: 'URL', about: 'address of your Prometheus server' },
  deploy: { value: 'COMMAND', about: 'command that deploys the new version next to the stable one' },
  yes: { about: 'ask nothing: take what was found, and CHANGE-ME for the rest' },
  force: { about: 'overwrite files that exist' },
} as const

/** `sluice init`: looks at the repository, asks at most five questions, and writes a workflow with its settings. */
export const initCommand = defineCommand(
  {
    name: 'init',
    about:
      'Looks at the repository in this folder, asks at most five questions, and writes a workflow, its settings and a test plan. Options answer the questions in advance.',
    usage: ['[OPTIONS]'],
    options: FLAGS,
    examples: ['init', 'init --yes --router nginx --prometheus https://prometheus.example.com'],
    exits: '0 done, 3 wrong input',
  },
  async ({ json, yes, force, ...given }, _, io) => {
    const found = detect(readRepository(process.cwd()))
    const answers = await answersFrom(given, found, yes || json || !process.stdin.isTTY)
    const files = filesFor(answers, routers[answers.router].settings)
    const there = [...files.keys()].filter((path) => existsSync(path))
    if (there.length > 0 && !force) {
      throw new UserError(
        'FILE_EXISTS',
        `sluice init: ${there.join(', ')} already ${there.length === 1 ? 'exists' : 'exist'}.`,
        'Move the files away, or overwrite them with --force.',
      )
    }
    for (const [path, text] of files) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    }
    io.stdout(json ? `${JSON.stringify({ answers, found, files: [...files.keys()] })}\n` : told(found, files))
    return 0
  },
)

type Given = Readonly<Record<'service' | 'router' | 'metrics' | 'prometheus' | 'deploy', string | undefined>>
type Router = keyof typeof routers

async function answersFrom(
  given: Given,
  found: Detected,
  quiet: boolean,
): Promise<InitAnswers & { readonly router: Router }> {
  const terminal = quiet ? undefined : createInterface({ input: process.stdin, output: process.stderr })
  const ask = async (question: string, flag: string | undefined, usual: Clue): Promise<string> => {
    if (flag !== undefined || terminal === undefined) return flag ?? usual.value
    const because = usual.because === '' ? '' : `, from ${usual.because}`
    const said = (await terminal.question(`${question} [${usual.value}${because}] `)).trim()
    return said === '' ? usual.value : said
  }
  const usual = (finding: Clue | undefined, value: string): Clue => finding ?? { value, because: '' }
  try {
    const service = await ask(
      'Name of the service?',
      given.service,
      usual(found.service, basename(process.cwd())),
    )
    const router = await ask(
      `What splits the traffic (${Object.keys(routers).join(', ')})?`,
      given.router,
      usual(found.router, 'nginx'),
    )
    const metrics = await ask(
      `Which metrics does it expose (${Object.keys(METRIC_NAMINGS).join(', ')})?`,
      given.metrics,
      usual(found.metrics, 'prometheus'),
    )
    const prometheus = await ask(
      'Address of Prometheus?',
      given.prometheus,
      usual(undefined, `https://${CHANGE_ME}`),
    )
    const deploy = await ask(
      'Command that deploys the new version?',
      given.deploy,
      usual(found.deploy, `echo "${CHANGE_ME} your deploy command" && exit 1`),
    )
    return {
      service,
      router: chosen('router', router, routers),
      metrics: chosen('metrics', metrics, METRIC_NAMINGS),
      prometheus,
      deploy,
    }
  } finally {
    terminal?.close()
  }
}

/** One of the names of a table; a typed answer may be wrong. */
function chosen<T extends object>(what: string, given: string, table: T): Extract<keyof T, string> {
  const names = Object.keys(table) as Extract<keyof T, string>[]
  const name = names.find((one) => one === given)
  if (name !== undefined) return name
  const near = nearestName(given, names)
  throw new UserError(
    'WRONG_OPTION',
    `sluice init: ${what} must be one of ${names.join(', ')}, got ${JSON.stringify(given)}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    'Run `sluice init` again.',
  )
}

/** Files of a repository that say what it is, by path; large ones and dependencies are left out. */
function readRepository(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  const visit = (path: string): void => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      const name = join(path, entry.name)
      if (files.size >= MOST_FILES) return
      if (entry.isDirectory() && !SKIPPED.test(entry.name)) visit(name)
      if (entry.isFile() && statSync(join(folder, name)).size <= MOST_BYTES) {
        files.set(name, readFileSync(join(folder, name), 'utf8'))
      }
    }
  }
  visit('.')
  return files
}

function told(found: Detected, files: ReadonlyMap<string, string>): string {
  const seen = Object.entries(found).map(([what, finding]) => {
    const { value, because } = finding as Clue
    return `  ${what}: ${value} (from ${because})`
  })
  return [
    ...(seen.length === 0 ? [] : ['Found in the repository:', ...seen, '']),
    'Wrote:',
    ...[...files.keys()].map((path) => `  ${path}`),
    '',
    'Next: `npx @sluice-actions/cli doctor` says what is still missing.',
    '',
  ].join('\n')
}
