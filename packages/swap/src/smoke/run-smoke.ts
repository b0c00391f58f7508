import { UserError, type Io } from '@sluice/action'
import type { CheckResult } from '@sluice/judge'
import { tryHttp, type Tried } from './http-check.ts'
import type { CommandCheck, SmokeCheck } from './smoke-check.ts'

const PAUSE_MS = 1000

/** Makes every check against the target, at the same time, and reports on all of them; only a cancelled signal rejects. */
export async function runSmoke(
  checks: readonly SmokeCheck[],
  target: string,
  io: Io,
  signal: AbortSignal,
): Promise<readonly CheckResult[]> {
  return await Promise.all(checks.map(async (check) => await runOne(check, target, io, signal)))
}

async function runOne(check: SmokeCheck, target: string, io: Io, signal: AbortSignal): Promise<CheckResult> {
  const name = `smoke: ${check.name}`
  for (let attempt = 1; ; attempt++) {
    const tried = await tryOnce(check, target, io, signal)
    if (tried.finding === 'fine' || attempt >= check.attempts) return { name, at: io.now(), ...tried }
    await io.sleep(PAUSE_MS, signal)
  }
}

async function tryOnce(
  check: SmokeCheck,
  target: string,
  io: Io,
  signal: AbortSignal,
): Promise<Tried | { readonly finding: 'unknown'; readonly detail: string }> {
  return check.kind === 'http'
    ? await tryHttp(check, target, io, signal)
    : await tryCommand(check, target, io, signal)
}

async function tryCommand(check: CommandCheck, target: string, io: Io, signal: AbortSignal) {
  const [program = '', ...args] = check.command.map((word) => word.replaceAll('$colour', target))
  try {
    const env = { SLUICE_COLOUR: target }
    const { code, stdout, stderr } = await io.exec(program, args, { signal, timeoutMs: check.withinMs, env })
    const said = lastLine(stderr) || lastLine(stdout)
    return code === 0
      ? ({ finding: 'fine', detail: 'ended with code 0' } as const)
      : ({ finding: 'worse', detail: `ended with code ${code}${said === '' ? '' : `: ${said}`}` } as const)
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof UserError)) throw error
    return {
      finding: error.code === 'COMMAND_TIMED_OUT' ? 'worse' : 'unknown',
      detail: error.message,
    } as const
  }
}

function lastLine(text: string): string {
  return (text.trim().split('\n').at(-1) ?? '').slice(0, 200)
}
