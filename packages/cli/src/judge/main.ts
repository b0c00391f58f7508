import type { Verdict } from '@sluice/verdict'
import { defineCommand, type CliIo } from '../command.ts'
import { EXIT_OF } from '../exit.ts'
import { report, REPORT_OPTIONS } from '../report-options.ts'
import { judgeByArgo } from './by-argo.ts'
import { judgeByKayenta } from './by-kayenta.ts'
import { judgeByPolicy } from './by-policy.ts'
import { JUDGE_FLAGS, readOptions, type JudgeOptions } from './options.ts'
import { storyOf } from './story.ts'

const WAYS: Readonly<Record<JudgeOptions['way'], (options: JudgeOptions, io: CliIo) => Promise<Verdict>>> = {
  policy: judgeByPolicy,
  kayenta: judgeByKayenta,
  argo: judgeByArgo,
}

/** `sluice judge`: prints a verdict as a table, or as its document. */
export const judgeCommand = defineCommand(
  {
    name: 'judge',
    about: 'Judges samples from files. Files are YAML, JSON or CSV; docs/judge.md describes them.',
    usage: [
      '--policy FILE --samples FILE',
      '--kayenta CONFIG --data FILE',
      '--argo TEMPLATE --measurements FILE',
    ],
    options: { ...JUDGE_FLAGS, ...REPORT_OPTIONS },
    examples: ['judge --policy policy.yml --samples samples.csv'],
  },
  async ({ json, markdown, junit, ...flags }, _, io) => {
    const options = readOptions(flags)
    const verdict = await WAYS[options.way](options, io)
    io.stdout(await report(verdict, { json, markdown, junit }, storyOf(verdict)))
    return EXIT_OF[verdict.outcome]
  },
)
