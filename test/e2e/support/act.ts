import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { RunFacts } from '@sluice/sandbox'
import { root } from '../../support/files.ts'
import { runToEnd, tempDir } from '../../servers/program.ts'

/** A repository whose only workflow is to be run whole, and the programs that its runner has on PATH. */
export interface Job {
  readonly workflow: string
  /** Further files of the repository, by path. */
  readonly files?: Readonly<Record<string, string>>
  /** Files and folders of this project that the repository has too. */
  readonly copied?: readonly string[]
  /** Shell scripts that come before everything else on PATH, by name. */
  readonly programs?: Readonly<Record<string, string>>
  /** Tells GitHub of the repository's only commit, and says what its run would be told. */
  readonly pushed: (sha: string) => RunFacts
}

export interface JobEnded {
  readonly code: number | null
  readonly log: string
}

const LONGEST_MS = 150_000

/**
 * Runs the workflow by act on this machine, without Docker: every process starts with nothing of this environment but
 * PATH, actions of this repository come from the committed bundles, and whatever act keeps is gone afterwards.
 */
export async function runByAct(job: Job): Promise<JobEnded> {
  const dir = tempDir('act')
  try {
    const repository = join(dir, 'repository')
    const facts = job.pushed(makeRepository(repository, job))
    const bin = join(dir, 'bin')
    for (const [name, script] of Object.entries(job.programs ?? {}))
      write(join(bin, name), `#!/bin/sh\n${script}\n`, 0o755)
    write(join(dir, 'event.json'), JSON.stringify(facts.event))
    const env = {
      HOME: join(dir, 'home'),
      XDG_CACHE_HOME: join(dir, 'cache'),
      XDG_CONFIG_HOME: join(dir, 'config'),
      TMPDIR: dir,
      PATH: [bin, join(root, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(':'),
    }
    return await ended(argumentsFor(dir, facts), repository, env)
  } finally {
    rmSync(dir, { recursive: true, force: true })
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
    ...['--platform', 'ubuntu-latest=-self-hosted'],
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

/** The first commit's name. */
function makeRepository(dir: string, { workflow, files = {}, copied = [] }: Job): string {
  write(join(dir, '.github/workflows/release.yml'), workflow)
  for (const [path, content] of Object.entries(files)) write(join(dir, path), content)
  for (const path of copied) cpSync(join(root, path), join(dir, path), { recursive: true })
  const git = (...args: readonly string[]): string => runToEnd('git', ['-C', dir, ...args])
  runToEnd('git', ['init', '--quiet', '--initial-branch=main', dir])
  git('add', '.')
  git('-c', 'user.name=octocat', '-c', 'user.email=octocat@example.com', 'commit', '--quiet', '-m', 'Begin')
  return git('rev-parse', 'HEAD').trim()
}

function write(path: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content, { mode })
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
