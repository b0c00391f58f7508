import { UserError } from '@sluice/inputs'
import type { ExecOptions, Finished } from './io.ts'

/** Runs a program with an argument array through `@actions/exec`, silently; see `Io.exec`. */
export async function exec(
  command: string,
  args: readonly string[],
  options: ExecOptions,
): Promise<Finished> {
  options.signal.throwIfAborted()
  const { getExecOutput } = await import('@actions/exec')
  const running = getExecOutput(quoted(command), [...args], {
    silent: true,
    ignoreReturnCode: true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.input === undefined ? {} : { input: Buffer.from(options.input) }),
    env: { ...ownEnvironment(), ...options.env },
  }).then(
    ({ exitCode, stdout, stderr }) => ({ code: exitCode, stdout, stderr }),
    (cause: unknown) => {
      throw new UserError(
        'COMMAND_NOT_STARTED',
        `${command} could not be run: ${String(cause)}`,
        'Is it installed?',
      )
    },
  )
  return await Promise.race([running, givenUp(command, options)])
}

/** `@actions/exec` splits the tool at spaces unless it is quoted. */
function quoted(command: string): string {
  return command.includes(' ') ? `"${command}"` : command
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  )
}

function givenUp(command: string, options: ExecOptions): Promise<never> {
  const limit = options.timeoutMs ?? 60_000
  return new Promise((_, reject) => {
    const timer = setTimeout(() => {
      reject(
        new UserError(
          'COMMAND_TIMED_OUT',
          `${command} did not end within ${limit} ms`,
          'Is it waiting for input?',
        ),
      )
    }, limit)
    timer.unref()
    options.signal.addEventListener('abort', () => reject(options.signal.reason as Error), { once: true })
  })
}
