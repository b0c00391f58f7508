import { maskSecrets, parseSettings, type Fields, type Values, type Io } from '@sluice/action'
import type { Facts, OpenedReader, SourceKind } from './contract.ts'
import { remembering } from './memory.ts'

/** Ties a source's settings to its code, so that the registry needs no casts. Secret settings are masked. */
export function defineSource<F extends Fields>(
  summary: string,
  settings: F,
  open: (settings: Values<F>, io: Io, facts: Facts) => OpenedReader,
): SourceKind {
  return {
    settings,
    summary,
    open: (given, io, memory) => {
      maskSecrets(settings, (name) => given[name], io.mask)
      const read = parseSettings(settings, given, '`source-settings`')
      return remembering((facts) => open(read, io, facts), io, memory)
    },
  }
}
