import { judgeCommand } from '../../../../packages/cli/src/judge/main.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs `sluice judge` over files that exist in memory only. */
export async function runJudge(
  args: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<Ran> {
  let [out, err] = ['', '']
  const code = await judgeCommand(args, {
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
    readFile: (path) => {
      const text = files[path]
      return text === undefined ? Promise.reject(new Error('no such file')) : Promise.resolve(text)
    },
  })
  return { code, out, err }
}
