import { availableParallelism, tmpdir } from 'node:os'
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { judge } from '@sluice/compat'
import { renderTerminal, SHADOW_SCRIPT, shadowHtml, shadowMarkdown, shadowTerminal } from '@sluice/report'
import { reportFolder, writeReport } from '@sluice/publish'
import { compareSources, decisionOf, isField, settingsOf, shadowVerdict } from '@sluice/shadow'
import { shadowDetails, type Outcome } from '@sluice/verdict'
import type { CliIo } from '../command.ts'
import { readInput, USAGE } from './options.ts'
import { progressBar } from './progress-bar.ts'
import { runProgram } from './run-program.ts'

const EXIT: Readonly<Record<Outcome, number>> = { pass: 0, fail: 1, inconclusive: 2 }
const DID = { accept: 'was accepted', reject: 'was rejected', undecided: 'is undecided' } as const

/** `sluice shadow`: compares on this machine as the action does; resolves to 0 accept, 1 reject, 2 undecided, 3 bad input. */
export async function shadowCommand(args: readonly string[], io: CliIo): Promise<number> {
  if (args.includes('--help')) {
    io.stdout(USAGE)
    return 0
  }
  const input = readInput(args)
  // A folder that cannot be written to is told now, not after the work.
  await reportFolder(process.cwd(), input['report-dir'])
  const stop = new AbortController()
  const bar = progressBar(io.stderr, process.stderr.isTTY)
  const from = Date.now()
  const { asked, comparison, summary, conduct } = await compareSources(input, {
    folder: process.cwd(),
    tempDir: tmpdir(),
    threads: availableParallelism(),
    script: new URL('../../../shadow/src/engines/node/worker.ts', import.meta.url),
    fetch: globalThis.fetch,
    now: () => performance.now(),
    sleep: async (ms, signal) => void (await delay(ms, undefined, { signal })),
    random: () => Math.random(),
    signal: stop.signal,
    run: runProgram,
    // What a terminal shows is for whoever typed it.
    mask: () => undefined,
    progress: bar.show,
  }).finally(bar.clear)
  const settings = settingsOf(asked, { from, to: Date.now() })
  const subject = {
    repository: 'local',
    sha: 'local',
    environment: input.environment,
    service: input.service,
  }
  const verdict = shadowVerdict(summary, comparison, settings, { subject, conduct, judge })
  const decision = decisionOf(verdict.outcome)
  const framing = { decision, did: DID[decision], go: verdict.outcome === 'pass', elsewhere: isField }
  const details = shadowDetails(verdict.details)
  if (details === undefined) throw new Error('the details of this verdict do not fit their own shape')
  const { confidence } = asked
  const sections = {
    markdown: shadowMarkdown(details, confidence),
    html: shadowHtml(details, confidence),
    script: SHADOW_SCRIPT,
  }
  const files = await writeReport(verdict, framing, sections, process.cwd(), input['report-dir'])
  io.stdout(`${renderTerminal(verdict, framing)}\n${shadowTerminal(details, confidence)}\n${files.report}\n`)
  return EXIT[verdict.outcome]
}
