import { escapeText } from './sanitize.ts'

/** Markup that is safe to put into a page as it is. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | null | readonly (Html | string)[]

const shown = (part: Part): string => {
  if (part instanceof Html) return part.text
  if (typeof part === 'string') return escapeText(part)
  if (typeof part === 'number') return String(part)
  return part === null ? '' : part.map(shown).join('')
}

/** A template in which everything that is not `Html` already is escaped. */
export const markup = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.map((text, i) => (i === 0 ? text : `${shown(parts[i - 1] ?? null)}${text}`)).join(''))
