import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'

/** What the workflow would say about the run. */
export interface RunFacts {
  readonly repository: string
  readonly sha: string
  readonly apiUrl: string
  readonly serverUrl: string
  readonly token: string
  readonly eventName: string
  readonly event: unknown
  readonly runId?: string
  readonly runAttempt?: string
  readonly ref?: string
}

export interface RunOptions {
  /** Folder that holds action.yml. */
  readonly action: string
  /** The `with:` block; inputs not named get their default from action.yml. */
  readonly with: Readonly<Record<string, string>>
  readonly facts: RunFacts
  /** Working folder of the job; the process starts here. */
  readonly workspace: string
  readonly onLine?: (line: string) => void
  /** Called with the running process of the main step, e.g. to cancel it. */
  readonly onStart?: (child: ChildProcess) => void
  /** Run the post step too, as the runner does after every main step (default true). */
  readonly post?: boolean
  /** More environment, e.g. for tests of proxies; the runner's own names win. */
  readonly env?: Readonly<Record<string, string>>
}

export interface StepResult {
  /** Exit code, or null when a signal ended the process. */
  readonly code: number | null
  readonly log: string
}

export interface ActionResult extends StepResult {
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  readonly post: StepResult | undefined
}

interface ActionYml {
  readonly inputs?: Readonly<Record<string, { readonly default?: string }>>
  readonly runs: { readonly main: string; readonly post?: string }
}

/**
 * Runs an action as the runner does: a child process with only what the runner sets, then the post step. The committed
 * bundle runs, or the sources where the environment says `SLUICE_ACTIONS=sources`, as tests do outside CI.
 */
export async function runAction(options: RunOptions): Promise<ActionResult> {
  const yml = parse(readFileSync(join(options.action, 'action.yml'), 'utf8')) as ActionYml
  const temp = mkdtempSync(join(tmpdir(), 'runner-'))
  try {
    const files = commandFiles(temp, options.facts.event)
    const env = {
      ...options.env,
      ...inputsEnv(yml, options),
      ...githubEnv(options),
      ...files.env,
      RUNNER_TEMP: temp,
    }
    const main = await step(entryOf(options.action, yml.runs.main, 'main'), env, options, options.onStart)
    const outputs = readCommandFile(files.read('output'))
    const state = Object.entries(readCommandFile(files.read('state'))).map(([name, value]) => [
      `STATE_${name}`,
      value,
    ])
    const wanted = yml.runs.post !== undefined && options.post !== false
    const post = wanted
      ? await step(
          entryOf(options.action, yml.runs.post ?? '', 'post'),
          { ...env, ...Object.fromEntries(state) },
          options,
        )
      : undefined
    return { ...main, outputs, summary: files.read('summary'), post }
  } finally {
    rmSync(temp, { recursive: true, force: true })
  }
}

/** The file of an action to start: its bundle, or its sources as tests ask for them. */
export function entryOf(action: string, bundled: string, entry: 'main' | 'post'): string {
  const sources = join(action, 'src', `${entry}.ts`)
  return process.env['SLUICE_ACTIONS'] === 'sources' && existsSync(sources) ? sources : join(action, bundled)
}

function commandFiles(temp: string, event: unknown) {
  const names = ['output', 'state', 'summary', 'env', 'path'] as const
  for (const name of names) writeFileSync(join(temp, name), '')
  writeFileSync(join(temp, 'event.json'), JSON.stringify(event ?? {}))
  return {
    read: (name: (typeof names)[number]) => readFileSync(join(temp, name), 'utf8'),
    env: {
      GITHUB_OUTPUT: join(temp, 'output'),
      GITHUB_STATE: join(temp, 'state'),
      GITHUB_STEP_SUMMARY: join(temp, 'summary'),
      GITHUB_ENV: join(temp, 'env'),
      GITHUB_PATH: join(temp, 'path'),
      GITHUB_EVENT_PATH: join(temp, 'event.json'),
    },
  }
}

function inputsEnv(yml: ActionYml, { with: given, facts }: RunOptions): Record<string, string> {
  const values = {
    ...Object.fromEntries(Object.entries(yml.inputs ?? {}).map(([k, v]) => [k, v.default ?? ''])),
    ...given,
  }
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      String(value).replaceAll('${{ github.token }}', facts.token),
    ]),
  )
}

function githubEnv({ facts, workspace }: RunOptions): Record<string, string> {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: facts.repository,
    GITHUB_SHA: facts.sha,
    GITHUB_REF: facts.ref ?? 'refs/heads/main',
    GITHUB_RUN_ID: facts.runId ?? '1',
    GITHUB_RUN_ATTEMPT: facts.runAttempt ?? '1',
    GITHUB_WORKFLOW: 'release',
    GITHUB_JOB: 'canary',
    GITHUB_ACTOR: 'octocat',
    GITHUB_EVENT_NAME: facts.eventName,
    GITHUB_API_URL: facts.apiUrl,
    GITHUB_SERVER_URL: facts.serverUrl,
    GITHUB_WORKSPACE: workspace,
    PATH: process.env['PATH'] ?? '',
  }
}

function step(
  file: string,
  env: Readonly<Record<string, string>>,
  { workspace, onLine }: RunOptions,
  onStart?: (child: ChildProcess) => void,
): Promise<StepResult> {
  const child = spawn(process.execPath, [file], { env, cwd: workspace, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  const take = (chunk: Buffer): void => {
    const text = chunk.toString()
    log += text
    for (const line of text.split('\n')) if (line !== '') onLine?.(line)
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  onStart?.(child)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, log }))
  })
}

/** Reads a file of workflow commands (`GITHUB_OUTPUT`, `GITHUB_STATE`): `name=value` and `name<<DELIMITER` blocks. */
function readCommandFile(text: string): Readonly<Record<string, string>> {
  const lines = text.split(/\r?\n/)
  const values: Record<string, string> = {}
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? ''
    const block = /^([^=<]+)<<(.+)$/.exec(line)
    if (block?.[1] !== undefined) {
      const end = lines.indexOf(block[2] ?? '', i + 1)
      values[block[1]] = lines.slice(i + 1, end).join('\n')
      i = end
      continue
    }
    const equals = line.indexOf('=')
    if (equals > 0) values[line.slice(0, equals)] = line.slice(equals + 1)
  }
  return values
}
