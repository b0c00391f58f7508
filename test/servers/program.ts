import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A real server that a test started: a child process and its own folder, both gone after `stop`. */
export interface Program {
  readonly dir: string
  readonly process: ChildProcess
  readonly output: () => string
  readonly stop: () => Promise<void>
}

/**
 * Whether real servers of this name can be tested here. Where the program is missing the reason is printed and the
 * tests are skipped, except in CI, where its absence is a failure and not an excuse.
 */
export function available(...programs: readonly string[]): boolean {
  const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`
  const missing = programs.filter(
    (name) => spawnSync('sh', ['-c', `command -v ${name}`], { env: { PATH: path } }).status !== 0,
  )
  if (missing.length === 0) return true
  if (process.env['CI'] === 'true') throw new Error(`${missing.join(', ')} must be installed in CI`)
  console.warn(`skipped: ${missing.join(', ')} not installed here`)
  return false
}

/** A temporary folder of this test. */
export function tempDir(name: string): string {
  return mkdtempSync(join(tmpdir(), `sluice-${name}-`))
}

/** Runs a program to its end and returns what it printed; throws with its output when it fails. */
export function runToEnd(command: string, args: readonly string[]): string {
  const done = spawnSync(command, args, { encoding: 'utf8', env: environment() })
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.stdout}${done.stderr}`)
  return done.stdout
}

/** Starts a program and resolves once `ready` does; a program that ends before is an error with its output. */
export async function startProgram(
  command: string,
  args: readonly string[],
  dir: string,
  ready: (output: () => string) => Promise<boolean>,
): Promise<Program> {
  const child = spawn(command, args, { cwd: dir, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const program: Program = {
    dir,
    process: child,
    output: () => text,
    stop: async () => {
      child.kill('SIGTERM')
      const hard = setTimeout(() => child.kill('SIGKILL'), 3_000)
      await gone
      clearTimeout(hard)
      rmSync(dir, { recursive: true, force: true })
    },
  }
  const deadline = Date.now() + 20_000
  while (!(await ready(program.output).catch(() => false))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await program.stop()
      throw new Error(`${command} did not become ready: ${text}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return program
}

/** Debian keeps servers where an ordinary user's PATH does not look. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin` }
}
