import {
  discreet,
  maskSecrets,
  parseSettings,
  type Discreet,
  type Fields,
  type Io,
  type Values,
} from '@sluice/action'
import type { Facts, OpenedReader, SourceKind } from './contract.ts'
import { remembering } from './memory.ts'

/**
 * Ties a source's settings to its code, so that the registry needs no casts. Secret settings are masked, and nothing that a
 * source says tells them.
 */
export function defineSource<F extends Fields>(
  summary: string,
  settings: F,
  open: (settings: Values<F>, io: Io, facts: Facts) => OpenedReader,
): SourceKind {
  return {
    settings,
    summary,
    open: (given, io, memory) => {
      const quiet = discreet(io)
      maskSecrets(settings, (name) => given[name], quiet.io.mask)
      const read = parseSettings(settings, given, '`source-settings`')
      return remembering(
        (facts) =>
          discreetReader(
            quiet.opened(() => open(read, quiet.io, facts)),
            quiet,
          ),
        io,
        memory,
      )
    },
  }
}

function discreetReader(reader: OpenedReader, { told, data }: Discreet): OpenedReader {
  const { observe, probe, past } = reader
  return {
    ...reader,
    observe: async (queries, span, signal) => data(await told(observe(queries, span, signal))),
    ...(probe === undefined
      ? {}
      : {
          probe: async (query, arm, windowMs, signal) =>
            data(await told(probe(query, arm, windowMs, signal))),
        }),
    ...(past === undefined
      ? {}
      : { past: async (queries, span, signal) => data(await told(past(queries, span, signal))) }),
  }
}
