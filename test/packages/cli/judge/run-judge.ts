import { judgeCommand } from '../../../../packages/cli/src/judge/main.ts'
import { runCommand, type Ran } from '../run-command.ts'

/** Runs `sluice judge` over files that exist in memory only. */
export async function runJudge(
  args: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<Ran> {
  return await runCommand(judgeCommand, args, files)
}
