import { icon } from './icons.ts'
import type { Tone } from './icons.ts'

const disc = (color: string): string =>
  `<svg class="emoji" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7" fill="${color}"/></svg>`

const question = `<svg class="emoji" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7.1" fill="none" stroke="var(--muted)" stroke-width="1.6"/><path d="M5.9 6.2A2.1 2.1 0 1 1 8 8.6v.9M8 11.7v.2" fill="none" stroke="var(--muted)" stroke-width="1.6" stroke-linecap="round"/></svg>`

const sign = (name: Tone): string => icon(name, name).text.replace('class="icon', 'class="emoji')

/** The signs that reports use, drawn: a machine without an emoji font shows boxes instead. */
const DRAWN: ReadonlyMap<string, string> = new Map([
  ['🔴', disc('var(--red)')],
  ['🟡', disc('#d4a72c')],
  ['🟢', disc('var(--green)')],
  ['✅', sign('green')],
  ['❌', sign('red')],
  ['❔', question],
  ['⚠️', sign('amber')],
])

const ANY = new RegExp([...DRAWN.keys()].join('|'), 'gu')

/** Replaces the known signs in text that is HTML already; the sign itself stays as its name. */
export const drawEmoji = (text: string): string =>
  text.replaceAll(
    ANY,
    (found) => `<span role="img" aria-label="${found}">${DRAWN.get(found) ?? found}</span>`,
  )
