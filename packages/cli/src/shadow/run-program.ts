import { execFile } from 'node:child_process'
import { UserError } from '@sluice/action'

const MAX_OUTPUT = 256 * 1024 * 1024

/** Runs a program with arguments and a text on its standard input, never through a shell. */
export async function runProgram(
  command: string,
  args: readonly string[],
  input: string,
  signal?: AbortSignal,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return await new Promise((resolve, reject) => {
    const child = execFile(
      command,
      [...args],
      { maxBuffer: MAX_OUTPUT, ...(signal === undefined ? {} : { signal }) },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : undefined
        if (code === undefined)
          reject(
            new UserError(
              'COMMAND_NOT_STARTED',
              `${command} could not be run: ${String(error)}`,
              'Install it in an earlier step, or check its path.',
            ),
          )
        else resolve({ code, stdout, stderr })
      },
    )
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}
