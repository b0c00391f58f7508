import { argo } from '@sluice/compat'

/** Seconds of a duration in Go's spelling, or of a bare number of seconds. */
export function durationSeconds(text: string | undefined): number | undefined {
  const ms = text === undefined ? undefined : argo.durationMs(/^\d+$/.test(text) ? `${text}s` : text)
  return ms === undefined || ms <= 0 ? undefined : ms / 1000
}
