import { UserError } from '@sluice/action'
import { renderTerminal } from '@sluice/report'
import { encode, type Outcome, type Verdict } from '@sluice/verdict'
import type { CliIo } from '../command.ts'
import { judgeByArgo } from './by-argo.ts'
import { judgeByKayenta } from './by-kayenta.ts'
import { judgeByPolicy } from './by-policy.ts'
import { readOptions, USAGE, type JudgeOptions } from './options.ts'
import { storyOf } from './story.ts'

const EXIT: Readonly<Record<Outcome, number>> = { pass: 0, fail: 1, inconclusive: 2 }
const BAD_INPUT = 3

const WAYS: Readonly<
  Record<Exclude<JudgeOptions['way'], 'help'>, (options: JudgeOptions, io: CliIo) => Promise<Verdict>>
> = {
  policy: judgeByPolicy,
  kayenta: judgeByKayenta,
  argo: judgeByArgo,
}

/** `sluice judge`: prints a verdict as a table, or as its document; resolves to 0 pass, 1 fail, 2 inconclusive, 3 bad input. */
export async function judgeCommand(args: readonly string[], io: CliIo): Promise<number> {
  try {
    const options = readOptions(args)
    if (options.way === 'help') {
      io.stdout(USAGE)
      return 0
    }
    const verdict = await WAYS[options.way](options, io)
    io.stdout(options.json ? `${encode(verdict)}\n` : shown(verdict))
    return EXIT[verdict.outcome]
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    io.stderr(`${error.message}\n${error.hint}\n`)
    return BAD_INPUT
  }
}

function shown(verdict: Verdict): string {
  const table = renderTerminal(verdict, {
    decision: verdict.outcome,
    did: `was judged ${verdict.outcome}`,
    go: verdict.outcome === 'pass',
  })
  return `${table}${storyOf(verdict)}`
}
