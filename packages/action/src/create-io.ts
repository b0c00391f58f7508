import { setTimeout as delay } from 'node:timers/promises'
import { exec, execToEnd } from './exec.ts'
import { workflowFacts } from './facts.ts'
import type { Io, Log } from './io.ts'
import { secretForms } from './mask.ts'
import { cutAtLine, plain } from './text.ts'

const SUMMARY_BYTES = 1024 * 1024 - 1024

/** The real world: this process, its environment and its standard output. Heavy libraries are loaded when first used. */
export function createIo(signal: AbortSignal): Io {
  const write = (line: string): void => void process.stdout.write(`${line}\n`)
  return {
    signal,
    now: () => Date.now(),
    sleep: async (ms, during) => void (await delay(ms, undefined, { signal: during })),
    fetch: (input, init) => globalThis.fetch(input, init),
    exec,
    execToEnd,
    log: jobLog(write),
    facts: workflowFacts(process.env),
    env: (name) => process.env[name] || undefined,
    mask: (secret) => {
      if (process.env['GITHUB_ACTIONS'] !== 'true') return
      for (const form of secretForms(secret)) write(`::add-mask::${escapeData(form)}`)
    },
    summary: async (markdown) => {
      if (process.env['GITHUB_STEP_SUMMARY'] === undefined) return
      const { summary } = await import('@actions/core')
      await summary.addRaw(cutAtLine(markdown, SUMMARY_BYTES), true).write()
    },
    saveState: async (name, value) => {
      if (process.env['GITHUB_STATE'] === undefined) return
      const { saveState } = await import('@actions/core')
      saveState(name, JSON.stringify(value))
    },
  }
}

/** What this action's main step kept for its post step, or undefined. */
export function readState(name: string): unknown {
  const kept = process.env[`STATE_${name}`]
  return kept === undefined || kept === '' ? undefined : JSON.parse(kept)
}

/** A job log on standard output: `notice`, `warning` and `error` become annotations of the run. */
export function jobLog(write: (line: string) => void): Log {
  let fold = ''
  const turnTo = (title: string): void => {
    if (title === fold) return
    if (fold !== '') write('::endgroup::')
    if (title !== '') write(`::group::${escapeData(plain(title))}`)
    fold = title
  }
  const unfolded = (line: string): void => {
    turnTo('')
    write(line)
  }
  const annotate = (command: string) => (message: string) =>
    unfolded(`::${command}::${escapeData(plain(message))}`)
  return {
    info: (message) => unfolded(plain(message)),
    notice: annotate('notice'),
    warning: annotate('warning'),
    error: annotate('error'),
    folded: (title, message) => {
      turnTo(title)
      write(plain(message))
    },
  }
}

/** Line ends and percent signs as workflow commands carry them: `a%b` becomes `a%25b`. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
