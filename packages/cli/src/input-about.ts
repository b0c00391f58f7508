import { INPUT_MEANINGS } from './input-meanings.ts'

/** The help text of an option that is an input of an action: its meaning, what it accepts, and its default. */
export function inputAbout(
  action: string,
  name: string,
  shape: string,
  fallback: string | undefined,
): string {
  const usual = fallback === undefined || fallback === '{}' ? '' : ` (default: ${fallback})`
  return `${INPUT_MEANINGS[action]?.[name] ?? ''} Accepts: ${shape}${usual}.`.trim()
}
