import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { RunFacts } from '@sluice/sandbox'
import { root } from '../../support/files.ts'
import { runToEnd, tempDir } from '../../servers/program.ts'

/** A repository whose only workflow is to be run whole, and the programs that its runner has on PATH. */
export interface ActRepository {
  readonly dir: string
  /** Writes files, by path; a program may be run. */
  readonly write: (files: Readonly<Record<string, string>>) => void
  /** Commits everything, and returns the commit's name. */
  readonly commit: (message: string) => string
  /**
   * Runs the workflow by act on this machine, without Docker: every process starts with nothing of this environment but
   * PATH, actions of this repository come from the committed bundles, and whatever act keeps is gone afterwards.
   */
  readonly run: (facts: RunFacts) => Promise<JobEnded>
  readonly close: () => void
}

export interface ActOptions {
  readonly workflow: string
  /** Files and folders of this project that the repository has too. */
  readonly copied?: readonly string[]
  /** Shell scripts that come before everything else on PATH, by name. */
  readonly programs?: Readonly<Record<string, string>>
}

export interface JobEnded {
  readonly code: number | null
  readonly log: string
}

const LONGEST_MS = 240_000

/** Makes the repository, without a commit. */
export function openRepository({ workflow, copied = [], programs = {} }: ActOptions): ActRepository {
  const base = tempDir('act')
  const dir = join(base, 'repository')
  const bin = join(base, 'bin')
  const git = (...args: readonly string[]): string => runToEnd('git', ['-C', dir, ...args])
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [path, content] of Object.entries(files)) writeProgram(join(dir, path), content)
  }
  write({ '.github/workflows/release.yml': workflow })
  for (const path of copied) cpSync(join(root, path), join(dir, path), { recursive: true })
  for (const [name, script] of Object.entries(programs))
    writeProgram(join(bin, name), `#!/bin/sh\n${script}\n`)
  runToEnd('git', ['init', '--quiet', '--initial-branch=main', dir])
  return {
    dir,
    write,
    commit: (message) => {
      git('add', '.')
      const who = ['-c', 'user.name=octocat', '-c', 'user.email=octocat@example.com']
      git(...who, 'commit', '--quiet', '--allow-empty', '-m', message)
      return git('rev-parse', 'HEAD').trim()
    },
    run: async (facts) => {
      writeFileSync(join(base, 'event.json'), JSON.stringify(facts.event))
      const env = {
        HOME: join(base, 'home'),
        XDG_CACHE_HOME: join(base, 'cache'),
        XDG_CONFIG_HOME: join(base, 'config'),
        TMPDIR: base,
        PATH: [bin, join(root, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(':'),
      }
      return await ended(argumentsFor(base, facts), dir, env)
    },
    close: () => rmSync(base, { recursive: true, force: true }),
  }
}

function argumentsFor(dir: string, facts: RunFacts): readonly string[] {
  const told = {
    GITHUB_API_URL: facts.apiUrl,
    GITHUB_SERVER_URL: facts.serverUrl,
    GITHUB_REPOSITORY: facts.repository,
    GITHUB_RUN_ID: facts.runId ?? '1',
    GITHUB_RUN_ATTEMPT: facts.runAttempt ?? '1',
  }
  return [
    facts.eventName,
    ...['--platform', 'ubuntu-latest=-self-hosted', '--platform', 'self-hosted=-self-hosted'],
    ...['--local-repository', `sluice-actions/sluice@v1=${release(join(dir, 'sluice'))}`],
    ...['--eventpath', join(dir, 'event.json'), '--secret', `GITHUB_TOKEN=${facts.token}`],
    ...Object.entries(told).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...['--no-cache-server', '--pull=false'],
  ]
}

/** What a release holds of our actions: each folder as the runner would download it. */
function release(dir: string): string {
  for (const part of ['action.yml', 'package.json', 'dist'])
    cpSync(join(root, 'actions/canary-step', part), join(dir, 'actions/canary-step', part), {
      recursive: true,
    })
  return dir
}

function writeProgram(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content, { mode: 0o755 })
}

async function ended(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<JobEnded> {
  const child = spawn('act', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: LONGEST_MS })
  let log = ''
  child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()))
  return await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, log }))
  })
}
