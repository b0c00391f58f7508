import { createIo, type Io } from '@sluice/action'

/** The real world for adapters under test, with the log kept instead of printed. */
export interface TestIo extends Io {
  readonly lines: string[]
  readonly masked: string[]
}

/** Everything real (network, programs, time) but the log and the masks, which a test can look at. */
export function testIo(signal: AbortSignal = new AbortController().signal): TestIo {
  const lines: string[] = []
  const masked: string[] = []
  const keep = (message: string): void => void lines.push(message)
  return {
    ...createIo(signal),
    log: { info: keep, notice: keep, warning: keep, error: keep, folded: (_, line) => keep(line) },
    mask: (secret) => void masked.push(secret),
    lines,
    masked,
  }
}
