import type { ChildProcess } from 'node:child_process'
import { UserError } from './fields/user-error.ts'
import type { ExecOptions, ExecToEndOptions, Finished } from './io.ts'

const DEFAULT_MS = 60_000
const MOST_OUTPUT = 4 * 1024 * 1024

/**
 * Runs a program with an argument array, never through a shell; see `Io.exec`. One that is cancelled or does not end in
 * time is killed with all it started: it must not act after its work has been undone, and `@actions/exec` cannot stop
 * what it started.
 */
export async function exec(
  command: string,
  args: readonly string[],
  options: ExecOptions,
): Promise<Finished> {
  // Loaded late: the first request of a step does not wait for what many steps never need.
  const { spawn } = await import('node:child_process')
  options.signal.throwIfAborted()
  const limit = options.timeoutMs ?? DEFAULT_MS
  const child = spawn(command, [...args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  })
  const late = AbortSignal.timeout(limit)
  const stop = (): void => {
    killGroup(child)
    // A program that has left the group may hold these for ever; nobody waits for it.
    child.stdout?.destroy()
    child.stderr?.destroy()
  }
  const stopped = AbortSignal.any([options.signal, late])
  stopped.addEventListener('abort', stop, { once: true })
  // A program that does not read its input closes the pipe; that is its right.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(options.input ?? '')
  try {
    const finished = await ended(child, command)
    options.signal.throwIfAborted()
    if (late.aborted) throw timedOut(command, limit)
    return finished
  } finally {
    stopped.removeEventListener('abort', stop)
  }
}

/** Runs a short program to its end by `@actions/exec`, which is loaded when first used; see `Io.execToEnd`. */
export async function execToEnd(
  command: string,
  args: readonly string[],
  { signal, timeoutMs = DEFAULT_MS }: ExecToEndOptions,
): Promise<Finished> {
  signal.throwIfAborted()
  const { getExecOutput } = await import('@actions/exec')
  // The library splits its first argument at spaces outside quotes.
  const program = `"${command.replaceAll(/["\\]/g, '\\$&')}"`
  const running = getExecOutput(program, [...args], { silent: true, ignoreReturnCode: true }).then(
    ({ exitCode, stdout, stderr }) => ({ code: exitCode, stdout, stderr }),
    (cause: unknown) => {
      throw notStarted(command, cause)
    },
  )
  const late = AbortSignal.timeout(timeoutMs)
  const waited = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () => reject(timedOut(command, timeoutMs)), { once: true })
  })
  return await Promise.race([running, waited])
}

function timedOut(command: string, limit: number): UserError {
  return new UserError(
    'COMMAND_TIMED_OUT',
    `${command} did not end within ${limit} ms`,
    'Check that it does not wait for input, or give it more time.',
  )
}

function notStarted(command: string, cause: unknown): UserError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new UserError(
    'COMMAND_NOT_STARTED',
    `${command} could not be run: ${why}`,
    'Install it in an earlier step, or check its path.',
  )
}

function ended(child: ChildProcess, command: string): Promise<Finished> {
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      if (output[name].length < MOST_OUTPUT) output[name] += chunk
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', (cause) => {
      reject(notStarted(command, cause))
    })
    child.on('close', (code) => resolve({ code: code ?? 1, ...output }))
  })
}

/** On Windows there are no groups: there only the program itself ends. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}
