import { availableParallelism, tmpdir } from 'node:os'
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { judge } from '@sluice/compat'
import { examplesNdjson, SHADOW_SCRIPT, shadowHtml, shadowMarkdown, shadowTerminal } from '@sluice/report'
import { reportFolder, writeReport } from '@sluice/publish'
import {
  compareSources,
  decisionOf,
  explainedBy,
  isField,
  recordAnswers,
  settingsOf,
  shadowVerdict,
  type Surroundings,
} from '@sluice/shadow'
import { encode, shadowDetails } from '@sluice/verdict'
import { defineCommand } from '../command.ts'
import { EXIT_OF } from '../exit.ts'
import { REPORT_OPTIONS, writeJunit } from '../report-options.ts'
import { showVerdict } from '../show-verdict.ts'
import { stopSignal } from '../stop-signal.ts'
import { readInput, SHADOW_FLAGS } from './options.ts'
import { progressBar } from './progress-bar.ts'
import { runProgram } from './run-program.ts'

const DID = { accept: 'was accepted', reject: 'was rejected', undecided: 'is undecided' } as const

const COULD_NOT = 4

/** What to say when the work was told to stop. */
function stoppedAt(share: number): string {
  return `Stopped after ${Math.floor(share * 100)}% of the comparison. Nothing was judged, and no report was written. Temporary files were removed.\n`
}

/** What a thread loads: the source while developing, its own bundle in the package. */
const WORKER = import.meta.url.endsWith('.ts') ? '../worker.ts' : 'worker/index.js'

/** `sluice shadow`: compares on this machine as the action does. */
export const shadowCommand = defineCommand(
  {
    name: 'shadow',
    about:
      'Compares the answers of two versions to the same requests, from logs or by a replay. Writes verdict.json, report.md and report.html.',
    usage: [
      '--primary FILE --candidate FILE [--secondary FILE]',
      '--requests FILE --primary-url URL --candidate-url URL',
      '--merge PART --merge PART',
    ],
    options: { ...SHADOW_FLAGS, junit: REPORT_OPTIONS.junit },
    examples: [
      'shadow --primary stable.ndjson --candidate next.ndjson',
      "shadow --primary stable.ndjson --candidate next.ndjson --ignore 'meta.*' --pair-by request.id",
    ],
  },
  async ({ json, junit, ...given }, _, io) => {
    const input = readInput(given)
    // A folder that cannot be written to is told now, not after the work.
    await reportFolder(process.cwd(), input['report-dir'])
    const { signal, forget } = stopSignal()
    const bar = progressBar(io.stderr, process.stderr.isTTY)
    let done = 0
    const from = Date.now()
    const around: Surroundings = {
      folder: process.cwd(),
      tempDir: tmpdir(),
      threads: availableParallelism(),
      script: new URL(WORKER, import.meta.url),
      fetch: globalThis.fetch,
      now: () => performance.now(),
      sleep: async (ms, signal) => void (await delay(ms, undefined, { signal })),
      random: () => Math.random(),
      signal,
      run: async (command, args, sql) => await runProgram(command, args, sql, signal),
      // What a terminal shows is for whoever typed it.
      mask: () => undefined,
    }
    const { record } = input
    if (record !== undefined) {
      const { files, said } = await recordAnswers({ ...input, record }, around).finally(forget)
      io.stdout(`${[...said, ...files.map((file) => `Answers recorded in ${file}`)].join('\n')}\n`)
      return 0
    }
    const compared = await compareSources(input, {
      ...around,
      progress: (share) => {
        done = share
        bar.show(share)
      },
    })
      .catch((error: unknown) => {
        if (!signal.aborted) throw error
        return undefined
      })
      .finally(() => {
        forget()
        bar.clear()
      })
    if (compared === undefined) {
      io.stderr(stoppedAt(done))
      return COULD_NOT
    }
    const { asked, comparison, summary, conduct } = compared
    const settings = settingsOf(asked, { from, to: Date.now() })
    const subject = {
      repository: 'local',
      sha: 'local',
      environment: input.environment,
      service: input.service,
    }
    const verdict = shadowVerdict(summary, comparison, settings, { subject, conduct, judge })
    const decision = decisionOf(verdict.outcome)
    const details = shadowDetails(verdict.details)
    if (details === undefined) throw new Error('the details of this verdict do not fit their own shape')
    const framing = {
      decision,
      did: DID[decision],
      go: verdict.outcome === 'pass',
      elsewhere: isField,
      causes: explainedBy(details.causes ?? []),
    }
    const { confidence } = asked
    const sections = {
      markdown: shadowMarkdown(details, confidence),
      html: shadowHtml(details, confidence),
      script: SHADOW_SCRIPT,
      files: [['examples.ndjson', examplesNdjson(details)] as const],
    }
    const files = await writeReport(verdict, framing, sections, process.cwd(), input['report-dir'])
    await writeJunit(verdict, framing, junit)
    io.stdout(
      json
        ? `${encode(verdict)}\n`
        : `${showVerdict(verdict, framing)}\n${shadowTerminal(details, confidence)}\n${files.report}\n`,
    )
    return EXIT_OF[verdict.outcome]
  },
)
