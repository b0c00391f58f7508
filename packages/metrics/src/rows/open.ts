import type { Facts, OpenedReader, SourceReader } from '../contract.ts'
import type { RowStore } from './contract.ts'

/**
 * A source whose store answers with rows. Its working part is loaded when it is first asked; `storeFor` opens the store for
 * intervals of a length in milliseconds.
 */
export function rowSource(
  lagMs: number,
  facts: Facts,
  storeFor: (intervalMs: number) => Promise<RowStore>,
): OpenedReader & Required<SourceReader> {
  const open = async (intervalMs: number): Promise<Required<SourceReader>> => {
    const [{ rowReader }, store] = await Promise.all([import('./reader.ts'), storeFor(intervalMs)])
    return rowReader(store, facts, lagMs)
  }
  return {
    lagMs,
    asksEach: true,
    observe: async (queries, span, signal) =>
      await (await open(span.intervalMs)).observe(queries, span, signal),
    past: async (queries, past, signal) => await (await open(past.intervalMs)).past(queries, past, signal),
    probe: async (query, arm, windowMs, signal) =>
      await (await open(windowMs)).probe(query, arm, windowMs, signal),
  }
}
