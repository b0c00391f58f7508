import type { Io, Log, WorkflowFacts } from './io.ts'
import { secretForms } from './mask.ts'

/** What a step has kept for its post step, by name. */
export type Kept = ReadonlyMap<string, unknown>

/**
 * The real world outside a workflow, over `base`: the log goes to `write` without workflow commands, secrets in it become `***`, and
 * what a post step would read is in `kept`.
 */
export function terminalIo(
  base: Io,
  facts: WorkflowFacts,
  write: (line: string) => void,
): { readonly io: Io; readonly kept: Kept } {
  const kept = new Map<string, unknown>()
  const secrets = new Set<string>()
  const io: Io = {
    ...base,
    facts,
    log: terminalLog((line) => write(hidden(line, secrets))),
    mask: (secret) => {
      for (const form of secretForms(secret)) secrets.add(form)
    },
    summary: async () => await Promise.resolve(),
    saveState: async (name, value) => await Promise.resolve(void kept.set(name, value)),
  }
  return { io, kept }
}

function terminalLog(write: (line: string) => void): Log {
  return {
    info: write,
    notice: write,
    warning: (message) => write(`Warning: ${message}`),
    error: (message) => write(`Error: ${message}`),
    folded: (_, message) => write(message),
  }
}

/** The longest first, so that no part of one is left where another is part of it. */
function hidden(line: string, secrets: ReadonlySet<string>): string {
  return [...secrets]
    .sort((a, b) => b.length - a.length)
    .reduce((text, secret) => text.replaceAll(secret, '***'), line)
}
