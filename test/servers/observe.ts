import type { MetricQuery, MetricSource, Span } from '@sluice/metrics'
import type { Samples } from '@sluice/verdict'

/** Asks a source for a single metric. */
export async function observeOne(
  source: Pick<MetricSource, 'observe'>,
  query: MetricQuery,
  span: Span,
  signal: AbortSignal = new AbortController().signal,
): Promise<Samples> {
  const [samples] = await source.observe([query], span, signal)
  if (samples === undefined) throw new Error('the source returned no samples')
  return samples
}
