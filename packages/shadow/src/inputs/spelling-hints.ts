import { asJson, fromBase64 } from '../json/open-texts.ts'
import { patternText, readPattern } from '../json/pattern.ts'
import type { ShadowSummary } from '../tally/summary.ts'
import { pathText } from './path-text.ts'
import { sampledValues } from './sampled.ts'

/** Objects that are named where keys differ in case. */
const MOST_NAMED = 3

/** Sentences on objects in which a key that is missing and one that was added are the same but for case. */
export function caseHints({ paths }: Pick<ShadowSummary, 'paths'>): readonly string[] {
  const added = new Map(
    [...paths].flatMap(([path, { kinds }]) => (kinds.extra > 0 ? [[path.toLowerCase(), path] as const] : [])),
  )
  const pairs = new Map<string, readonly [string, string]>()
  for (const [path, { kinds }] of paths) {
    const other = kinds.missing > 0 ? added.get(path.toLowerCase()) : undefined
    if (other === undefined || other === path || path === '(other paths)') continue
    const around = patternText((readPattern(path) ?? []).slice(0, -1))
    if (!pairs.has(around)) pairs.set(around, [path, other])
  }
  return [...pairs]
    .slice(0, MOST_NAMED)
    .map(
      ([around, [missing, extra]]) =>
        `\`${missing}\` and \`${extra}\` differ only in case. \`caseless: ${around}\` compares such names without case.`,
    )
}

/** Sentences on texts that differ and hold JSON, in which whitespace and the order of keys would count. */
export function textHints(
  samples: readonly Buffer[],
  { paths }: Pick<ShadowSummary, 'paths'>,
): readonly string[] {
  const held = sampledValues(samples).flatMap((record) =>
    [...record.values()].flatMap(({ path, value }) => {
      const place = pathText(path)
      return typeof value === 'string' && paths.has(place) && holdsJson(value) ? [place] : []
    }),
  )
  return [...new Set(held)].map(
    (place) =>
      `\`${place}\` is a text that holds JSON. \`parse: ${place}\` compares what it holds, whatever the order of keys.`,
  )
}

/** Whether a text is an object or a list, as it is or in base64; a number or a word is a text that happens to be JSON. */
function holdsJson(text: string): boolean {
  return [text, fromBase64(text)].some((each) => /^[[{]/.test(asJson(each) ?? ''))
}
