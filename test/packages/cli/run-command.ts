import { UserError } from '@sluice/action'
import type { Command } from '../../../packages/cli/src/command.ts'
import { exitCodeOf, explainError } from '../../../packages/cli/src/exit.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs one command as the command line does, over files that exist in memory only. */
export async function runCommand(
  command: Command,
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  let [out, err] = ['', '']
  try {
    const code = await command(args, {
      stdout: (text) => void (out += text),
      stderr: (text) => void (err += text),
      readFile: (path) => {
        const text = files[path]
        return text === undefined ? Promise.reject(new Error('no such file')) : Promise.resolve(text)
      },
    })
    return { code, out, err }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { code: exitCodeOf(error), out, err: err + explainError(error, false) }
  }
}
